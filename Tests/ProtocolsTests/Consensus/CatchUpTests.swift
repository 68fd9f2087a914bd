import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: catching up from one correct peer (crb-smb 2.3.3)")
struct CatchUpTests {
  /// Four replicas at rest, and the first two blocks of a chain that nobody has seen.
  private func fresh() -> (Cluster, PrePrepare, PrePrepare) {
    let cluster = Cluster(4)
    cluster.settle()
    let first = cluster.proposal([cluster.transaction()])
    return (cluster, first, cluster.proposal([cluster.transaction()], after: first.identifier, sequence: 2))
  }

  /// What `node` asks of others, in the bag.
  private func questions(of node: Int, _ cluster: Cluster) -> [(fetch: Fetch, receiver: Int)] {
    cluster.bag.compactMap { envelope in
      guard envelope.from == NodeID(node), envelope.kind == .fetch else { return nil }
      guard case .consensus(.fetch(let fetch)) = ModuleMessage(decoding: envelope.payload.bytes).content else {
        return nil
      }
      return (fetch, Int(envelope.to.index))
    }
  }

  @Test("blocks go only to the member that asks, in its own name")
  func names() {
    let (cluster, first, _) = fresh()
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 3, from: 0)
    cluster.answer(3, .ledger)
    let question = ConsensusMessage.fetch(Fetch(height: 1, view: 0, digest: nil, replica: 2))
    cluster.hand(question, to: 3, from: 1)
    #expect(cluster.drops[3] == [.unknownSender])
    #expect(cluster.files[3][FileID.ledger.slot].requests.isEmpty)
    cluster.hand(question, to: 3, from: 2)
    cluster.answer(3, .ledger)
    #expect(cluster.bag.filter { $0.kind == .blocks }.map(\.to) == [NodeID(2)])
  }

  @Test("whoever got a part of what it lacks asks the same member for the rest at once")
  func rest() {
    let (cluster, first, _) = fresh()
    // Node 0 shows that it has two blocks, and sends one.
    cluster.hand(.fetch(Fetch(height: 3, view: 0, digest: nil, replica: 0)), to: 3, from: 0)
    cluster.hand(.blocks(cluster.record(first, at: 1)), to: 3, from: 0)
    #expect(questions(of: 3, cluster).isEmpty)
    cluster.answer(3, .ledger)
    #expect(questions(of: 3, cluster).map(\.receiver) == [0])
    #expect(questions(of: 3, cluster).map(\.fetch.height) == [2])
  }

  @Test("a replica that gets no answer asks each of the others in turn")
  func turns() {
    let (cluster, _, _) = fresh()
    cluster.hand(.fetch(Fetch(height: 3, view: 0, digest: nil, replica: 2)), to: 3, from: 2)
    for _ in 1...3 { cluster.fire(.catchUp, on: 3) }
    #expect(questions(of: 3, cluster).map(\.receiver) == [2, 0, 1])
    #expect(questions(of: 3, cluster).allSatisfy { $0.fetch.height == 1 })
  }

  @Test("a vote beyond the high watermark says that a replica is behind: it asks the voter")
  func farAhead() {
    let (cluster, first, _) = fresh()
    cluster.hand(cluster.vote(.prepare, by: 2, on: first.digest, sequence: 65, signer: 1), to: 3)
    #expect(!cluster.isArmed(.catchUp, on: 3), "forged")
    cluster.hand(cluster.vote(.prepare, by: 2, on: first.digest, sequence: 65), to: 3)
    cluster.fire(.catchUp, on: 3)
    #expect(questions(of: 3, cluster).map(\.receiver) == [2])
  }
}
