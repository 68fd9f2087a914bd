import Testing
import Vocabulary

@testable import Protocols

@Suite("What modules sign for clients (docs/models/clients.md)")
struct AttestationTests {
  /// Two blocks: the first has two transactions for a VNF, the second one, with one for another between them.
  private func grown() -> (cluster: Cluster, vnf: PublicKey, blocks: [[Transaction]]) {
    let cluster = Cluster(4, suite: .rsa2048PSS)
    cluster.settle()
    let (vnf, other) = (cluster.crypto.keyPair(named: "vnf"), cluster.crypto.keyPair(named: "other"))
    var meter = Meter()
    var builder = TransactionBuilder(
      cryptography: cluster.crypto, sender: cluster.crypto.keyPair(named: "tenant"), stream: RandomStream(seed: 3))
    let given = Configuration(cid: "c", vid: "v", description: "", configuration: [1])
    let blocks = [[vnf, other, vnf], [other, vnf]].map { recipients in
      let transactions = recipients.map { given.transaction(to: $0.publicKey, at: 1, with: &builder, &meter) }
      cluster.submit(transactions)
      cluster.decide()
      return transactions
    }
    return (cluster, vnf.publicKey, blocks)
  }

  /// Whether a module signs the statement.
  private func isSigned(_ statement: ModuleStatement, _ cluster: Cluster, at node: Int = 1) -> Bool {
    cluster.answers = []
    cluster.hand(ClientMessage.attest(statement).bytes, to: node, from: cluster.client)
    guard case .attestation(statement, let signature)? = cluster.answers.last else { return false }
    guard !signature.isEmpty else { return false }
    let keys = ModuleKeys(cluster.replica(node).membership, at: (0..<4).map { NodeID($0) })
    var meter = Meter()
    #expect(keys.verify(signature, of: statement, by: NodeID(node), cluster.crypto, &meter))
    #expect(!keys.verify(signature, of: statement, by: NodeID((node + 1) % 4), cluster.crypto, &meter))
    #expect(!keys.verify(signature, of: .included(.zero), by: NodeID(node), cluster.crypto, &meter))
    return true
  }

  private func history(_ given: [(height: Int64, Transaction)]) -> RecipientHistory {
    var history = RecipientHistory()
    for (height, transaction) in given { history.append(transaction.id, at: height) }
    return history
  }

  @Test("all that is for a key up to a block is signed, at every module; anything more, less or elsewhere is not")
  func histories() {
    let (cluster, vnf, blocks) = grown()
    let first = [(height: Int64(1), blocks[0][0]), (1, blocks[0][2])]
    let all = first + [(2, blocks[1][1])]
    func statement(_ height: Int64, _ given: [(height: Int64, Transaction)]) -> ModuleStatement {
      .history(recipient: vnf.encoded, height: height, history(given))
    }
    for node in 0..<4 {
      #expect(isSigned(statement(1, first), cluster, at: node))
      #expect(isSigned(statement(2, all), cluster, at: node))
    }
    let wrong: [(height: Int64, [(height: Int64, Transaction)])] = [
      (1, []), (1, Array(first.prefix(1))), (1, first.reversed()), (2, first), (2, Array(all.dropFirst())),
      (3, all), (2, all + [(2, blocks[1][0])]), (2, first + [(1, blocks[1][1])]), (1_000_000, all),
    ]
    for (height, given) in wrong { #expect(!isSigned(statement(height, given), cluster), "\(height), \(given.count)") }
    let stranger = cluster.crypto.keyPair(named: "stranger").publicKey.encoded
    #expect(!isSigned(.history(recipient: stranger, height: 1, RecipientHistory()), cluster))
    #expect(!isSigned(.history(recipient: [], height: 1, RecipientHistory()), cluster))
  }

  @Test("that a transaction is in the ledger is signed once it is durable there")
  func inclusion() {
    let (cluster, _, blocks) = grown()
    #expect(isSigned(.included(blocks[0][1].id), cluster))
    let pending = cluster.transaction()
    cluster.submit([pending])
    #expect(!isSigned(.included(pending.id), cluster))
    #expect(!isSigned(.included(.zero), cluster))
  }

  @Test("a refusal is signed if it is for good, with its reason, for as long as it is remembered")
  func refusals() {
    let (cluster, _, blocks) = grown()
    let sound = cluster.transaction()
    let bad = (0...RecentRefusals.limit).map { number in
      var bytes = sound.bytes
      bytes[sound.layout!.signature.lowerBound + number % 256] ^= number < 256 ? 1 : 2
      return Transaction(bytes)
    }
    cluster.submit([bad[0], blocks[0][0]], to: 1)
    #expect(isSigned(.refused(bad[0].id, .badSignature), cluster))
    #expect(!isSigned(.refused(bad[0].id, .badKey), cluster))
    #expect(!isSigned(.refused(bad[0].id, .badSignature), cluster, at: 2), "nobody asked that one")
    #expect(!isSigned(.refused(blocks[0][0].id, .duplicateTransaction), cluster), "it passes")
    cluster.submit(Array(bad.dropFirst()), to: 1)
    #expect(!isSigned(.refused(bad[0].id, .badSignature), cluster))
    #expect(isSigned(.refused(bad[1].id, .badSignature), cluster))
  }

  @Test("a ledger that is read back from its file knows the same histories")
  func recovery() {
    let (cluster, vnf, _) = grown()
    let before = cluster.replica(1).ledger.history(of: vnf.encoded, at: 2)
    cluster.restart(1)
    cluster.settle()
    #expect(before != nil)
    #expect(cluster.replica(1).ledger.history(of: vnf.encoded, at: 2) == before)
    #expect(cluster.replica(1).ledger.nextHeight(for: vnf.encoded, above: 1, upTo: 9) == 2)
  }
}
