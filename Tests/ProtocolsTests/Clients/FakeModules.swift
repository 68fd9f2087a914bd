import Vocabulary

@testable import Protocols

/// Blockchain modules of a test, which all have one ledger at once, with blocks of what was handed in at one time.
final class FakeModules {
  enum Conduct {
    case honest
    /// Takes everything, and never says a word.
    case silent
    /// Says that it has nothing for anybody, and files nothing, and says that it does.
    case hiding
    /// Says that everything is in its ledger, and files nothing.
    case boasting
    /// Knows only the first blocks.
    case stale(Int)
    /// Tells of heights that there are not, and of transactions that nobody made.
    case inventing(Transaction)
    /// Refuses everything that it is given.
    case refusing
    /// Somebody without its key answers in its place: as if it invented, boasted or refused.
    case impersonated(Transaction)
  }

  static let first = 10
  var nodes: [NodeID] { conducts.indices.map { NodeID(FakeModules.first + $0) } }

  var conducts: [Conduct]
  var blocks: [[Transaction]] = []
  /// How many questions each has had.
  var reads: [Int]
  let writing: FakeWriting
  private let rules: TransactionRules
  private let cryptography: Cryptography

  init(_ conducts: [Conduct], rules: TransactionRules, _ cryptography: Cryptography) {
    self.conducts = conducts
    self.rules = rules
    self.cryptography = cryptography
    reads = conducts.map { _ in 0 }
    writing = FakeWriting(conducts.indices.map { NodeID(FakeModules.first + $0) }, cryptography)
  }

  var transactions: [Transaction] { blocks.flatMap { $0 } }

  func height(of id: Digest, upTo limit: Int = .max) -> Int64 {
    let index = blocks.firstIndex { $0.contains { $0.id == id } }
    guard let index, index < limit else { return 0 }
    return Int64(index + 1)
  }

  /// What a module says to bytes from a client.
  func answers(of node: NodeID, to bytes: [UInt8]) -> [ClientMessage] {
    guard let message = try? ClientMessage.decode(bytes) else { return [] }
    let index = Int(node.index) - FakeModules.first
    switch message {
    case .submit(let transactions): return transactions.compactMap { submit($0, to: conducts[index]) }
    case .lookup(let id): return lookup(id, at: conducts[index])
    case .read(let request):
      reads[index] += 1
      return read(request, at: conducts[index])
    case .attest(let statement): return attest(statement, by: node, conducts[index])
    case .receipt, .found, .urge, .answer, .attestation, .readBlock, .block: return []
    }
  }

  private func attest(_ statement: ModuleStatement, by node: NodeID, _ conduct: Conduct) -> [ClientMessage] {
    switch conduct {
    case .silent: []
    case .honest: [writing.attestation(of: statement, by: node, blocks, rules)]
    case .stale(let limit): [writing.attestation(of: statement, by: node, Array(blocks.prefix(limit)), rules)]
    case .hiding, .boasting, .inventing, .refusing:
      [writing.attestation(of: statement, by: node, blocks, rules, whatever: true)]
    // With another key.
    case .impersonated: [writing.attestation(of: statement, by: NodeID(99), blocks, rules, whatever: true)]
    }
  }

  private func submit(_ transaction: Transaction, to conduct: Conduct) -> ClientMessage? {
    var meter = Meter()
    switch conduct {
    case .silent: return nil
    case .hiding, .boasting: return .receipt(transaction.id, refused: nil)
    case .refusing, .impersonated: return .receipt(transaction.id, refused: .badKey)
    case .honest, .stale, .inventing:
      var reason = rules.check(transaction, cryptography, &meter)
      if reason == nil, height(of: transaction.id) > 0 { reason = .duplicateTransaction }
      if reason == nil { blocks.append([transaction]) }
      return .receipt(transaction.id, refused: reason)
    }
  }

  private func lookup(_ id: Digest, at conduct: Conduct) -> [ClientMessage] {
    switch conduct {
    case .silent: []
    case .hiding, .refusing: [.found(id, height: 0)]
    case .boasting, .impersonated: [.found(id, height: 7)]
    case .honest, .inventing: [.found(id, height: height(of: id))]
    case .stale(let limit): [.found(id, height: height(of: id, upTo: limit))]
    }
  }

  private func read(_ request: ReadRequest, at conduct: Conduct) -> [ClientMessage] {
    guard case .next(let recipient, let after) = request.query else { return [] }
    switch conduct {
    case .silent: return []
    case .hiding, .boasting, .refusing: return [.answer(ReadAnswer(number: request.number))]
    case .inventing(let transaction), .impersonated(let transaction):
      guard after < 1_000_000 else { return [.answer(ReadAnswer(number: request.number))] }
      return [.answer(ReadAnswer(number: request.number, height: 1_000_000, transactions: [transaction]))]
    case .honest: return [answer(request, recipient, after: after, upTo: .max)]
    case .stale(let limit): return [answer(request, recipient, after: after, upTo: limit)]
    }
  }

  private func answer(_ request: ReadRequest, _ recipient: [UInt8], after: Int64, upTo limit: Int) -> ClientMessage {
    for (index, block) in blocks.enumerated() where index >= after && index < limit {
      let found = block.filter { transaction in
        transaction.layout.map { transaction.bytes[$0.recipient].elementsEqual(recipient) } ?? false
      }
      guard found.isEmpty else {
        return .answer(ReadAnswer(number: request.number, height: Int64(index + 1), transactions: found))
      }
    }
    return .answer(ReadAnswer(number: request.number))
  }
}
