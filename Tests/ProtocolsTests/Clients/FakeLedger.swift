import Vocabulary

@testable import Protocols

/// A blockchain that only orders transactions: one block for each message that brings new ones. All its modules show the
/// same.
struct FakeLedger {
  let rules: TransactionRules
  let cryptography: Cryptography
  private(set) var blocks: [[Transaction]] = []
  /// Shown to no reader.
  var holdsBack: (Transaction) -> Bool = { _ in false }
  let writing: FakeWriting

  init(_ rules: TransactionRules, _ cryptography: Cryptography, at nodes: [Int]) {
    self.rules = rules
    self.cryptography = cryptography
    writing = FakeWriting(nodes.map { NodeID($0) }, cryptography)
  }

  var transactions: [Transaction] { blocks.flatMap { $0 } }

  func height(of id: Digest) -> Int64 {
    Int64((blocks.firstIndex { $0.contains { $0.id == id } } ?? -1) + 1)
  }

  /// The answers of a node to a message.
  mutating func answer(_ bytes: [UInt8], at node: Int) throws -> [ClientMessage] {
    switch try ClientMessage.decode(bytes) {
    case .submit(let transactions): return transactions.map { .receipt($0.id, refused: add($0)) }
    case .lookup(let id): return [.found(id, height: height(of: id))]
    case .read(let request):
      guard case .next(let recipient, let after) = request.query else { return [] }
      for height in Int(after)..<blocks.count {
        let found = blocks[height].filter { transaction in
          !holdsBack(transaction)
            && transaction.layout.map { transaction.bytes[$0.recipient].elementsEqual(recipient) } ?? false
        }
        guard found.isEmpty else {
          return [.answer(ReadAnswer(number: request.number, height: Int64(height + 1), transactions: found))]
        }
      }
      return [.answer(ReadAnswer(number: request.number))]
    case .attest(let statement): return [writing.attestation(of: statement, by: NodeID(node), blocks, rules)]
    case .receipt, .found, .urge, .answer, .attestation, .readBlock, .block: return []
    }
  }

  mutating func add(_ transaction: Transaction) -> DropReason? {
    var meter = Meter()
    if let reason = rules.check(transaction, cryptography, &meter) { return reason }
    guard height(of: transaction.id) == 0 else { return .duplicateTransaction }
    blocks.append([transaction])
    return nil
  }
}
