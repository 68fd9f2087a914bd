import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: what a replica does once a view is installed (Castro and Liskov 1999, 4.4)")
struct InstalledViewTests {
  /// Four replicas at rest; view 1 is wanted by replicas 0 to 2.
  private func fresh(blockBytes: Int = 100_000) -> (Cluster, NewView) {
    let cluster = Cluster(4, blockBytes: blockBytes)
    cluster.settle()
    return (cluster, cluster.newView(1, (0..<3).map { cluster.viewChange(to: 1, by: $0) }))
  }

  @Test("messages of the view that came before it are looked at then, not before", arguments: [false, true])
  func deferred(hasAskedForIt: Bool) {
    let (cluster, newView) = fresh()
    let transaction = cluster.transaction()
    if hasAskedForIt {
      cluster.submit([transaction], to: 3)
      cluster.fire(.viewChange, on: 3)
      cluster.answer(3, .votes)
      #expect(cluster.replica(3).view == 1 && cluster.replica(3).isChangingView)
    }
    let proposal = cluster.proposal([transaction], by: 1, view: 1)
    let votes = [0, 2].map { cluster.vote(.prepare, by: $0, on: proposal.digest, view: 1) }
    for vote in votes { cluster.hand(vote, to: 3) }
    cluster.hand(proposal, to: 3, from: 1)
    #expect(cluster.replica(3).voteLog.promised(view: 1, sequence: 1) == nil)
    cluster.hand(.newView(newView), to: 3, from: 1)
    #expect(cluster.replica(3).voteLog.promised(view: 1, sequence: 1)?.digest == proposal.digest)
    #expect(cluster.replica(3).instances[1].prepares.accepting(proposal.digest) == 3)
  }

  /// What a node has forwarded since it was asked last.
  private func forwarded(_ cluster: Cluster) throws -> [(to: NodeID, message: ClientMessage)] {
    let envelopes = cluster.bag.filter { $0.kind == .forward }
    cluster.bag = []
    return try envelopes.map { ($0.to, try ClientMessage.decode($0.payload.bytes)) }
  }

  /// A block of view 1's primary is decided by the others, and appended by the node.
  private func decide(_ transactions: [Transaction], at node: Int, _ cluster: Cluster) {
    let height = cluster.replica(node).concluded + 1
    let proposal = cluster.proposal(
      transactions, by: 1, after: cluster.replica(node).ledger.lastIdentifier, view: 1, sequence: height)
    cluster.hand(proposal, to: node, from: 1)
    for member in 0..<3 {
      cluster.hand(cluster.vote(.commit, by: member, on: proposal.digest, view: 1, sequence: height), to: node)
    }
    cluster.answer(node, .ledger)
    #expect(cluster.replica(node).concluded == height)
  }

  @Test("its primary is urged for the oldest, and handed what waits at each backup")
  func handedOn() throws {
    let (cluster, newView) = fresh()
    let transaction = cluster.transaction()
    cluster.submit([transaction], to: 3)
    cluster.bag = []
    cluster.hand(.newView(newView), to: 3, from: 1)
    let given = try forwarded(cluster)
    #expect(given.map(\.to) == [NodeID(1), NodeID(1)])
    guard case .urge(let urged)? = given.first?.message, case .submit(let handed)? = given.last?.message else {
      Issue.record("nothing was handed on")
      return
    }
    #expect(urged.id == transaction.id && handed.map(\.id) == [transaction.id])
  }

  @Test("new transactions do not overtake what is yet to be handed over, which waits until the part before is decided")
  func backlog() throws {
    let (cluster, newView) = fresh(blockBytes: 400_000)
    let waiting = (0..<300).map { _ in cluster.transaction() }
    cluster.submit(waiting, to: 3)
    cluster.bag = []
    cluster.hand(.newView(newView), to: 3, from: 1)
    let first = try forwarded(cluster)
    cluster.submit([cluster.transaction()], to: 3)
    #expect(try forwarded(cluster).isEmpty)
    // Blocks that leave the part out are followed by no other part, but the oldest is urged again; then all of it is decided.
    guard case .submit(let part)? = first.last?.message else {
      Issue.record("nothing was handed on")
      return
    }
    #expect(part.count < 300)
    for (transactions, parts) in [([cluster.transaction()], 0), (part, 1)] {
      decide(transactions, at: 3, cluster)
      let given = try forwarded(cluster)
      let urges = given.count { if case .urge = $0.message { true } else { false } }
      #expect(urges == 1 && given.count - urges == parts, "\(given.count)")
    }
  }

  @Test(
    "it is handed one message of the oldest, 256 of them or as many as fill a mebibyte, however many wait",
    arguments: [(1_000, 20, 256), (60, 50_000, 21)])
  func handedOnInPart(waiting: Int, bytes: Int, handed: Int) throws {
    let (cluster, newView) = fresh(blockBytes: 16_000_000)
    let transactions = (0..<waiting).map { _ in cluster.transaction(bytes: bytes) }
    for transaction in transactions { cluster.submit([transaction], to: 3) }
    try #require(cluster.replica(3).pending.count == waiting)
    cluster.bag = []
    cluster.hand(.newView(newView), to: 3, from: 1)
    let forwarded = cluster.bag.filter { $0.kind == .forward }
    #expect(forwarded.map(\.to) == [NodeID(1), NodeID(1)])
    guard case .submit(let given)? = try forwarded.last.map({ try ClientMessage.decode($0.payload.bytes) }) else {
      Issue.record("nothing was handed on")
      return
    }
    #expect(given.map(\.id) == transactions.prefix(handed).map(\.id))
  }

  @Test("whoever asks for it, or for an earlier one, is shown that it is installed")
  func told() {
    let (cluster, newView) = fresh()
    cluster.hand(.newView(newView), to: 2, from: 1)
    cluster.bag = []
    cluster.hand(.viewChange(cluster.viewChange(to: 1, by: 3)), to: 2, from: 3)
    #expect(cluster.bag.filter { $0.kind == .newView }.map(\.to) == [NodeID(3)])
  }
}
