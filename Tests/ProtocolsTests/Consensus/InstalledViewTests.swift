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

  @Test("its primary is handed what waits at each backup")
  func handedOn() {
    let (cluster, newView) = fresh()
    cluster.submit([cluster.transaction()], to: 3)
    cluster.bag = []
    cluster.hand(.newView(newView), to: 3, from: 1)
    #expect(cluster.bag.filter { $0.kind == .forward }.map(\.to) == [NodeID(1)])
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
    #expect(forwarded.map(\.to) == [NodeID(1)])
    guard case .submit(let given)? = try forwarded.first.map({ try ClientMessage.decode($0.payload.bytes) }) else {
      Issue.record("nothing was handed on")
      return
    }
    #expect(given.map(\.id) == transactions.prefix(handed).map(\.id))
  }

  @Test("it is handed more of what waits with each block that it decides")
  func handedOnBlockByBlock() throws {
    let (cluster, newView) = fresh(blockBytes: 16_000_000)
    let transactions = (0..<300).map { _ in cluster.transaction() }
    for transaction in transactions { cluster.submit([transaction], to: 3) }
    cluster.hand(.newView(newView), to: 3, from: 1)
    cluster.bag = []
    let proposal = cluster.proposal([transactions[0]], by: 1, view: 1)
    cluster.hand(proposal, to: 3, from: 1)
    for voter in 0..<3 { cluster.hand(cluster.vote(.commit, by: voter, on: proposal.digest, view: 1), to: 3) }
    cluster.answer(3, .ledger)
    #expect(cluster.replica(3).concluded == 1)
    let forwarded = cluster.bag.filter { $0.kind == .forward }
    #expect(forwarded.map(\.to) == [NodeID(1)])
    guard case .submit(let given)? = try forwarded.first.map({ try ClientMessage.decode($0.payload.bytes) }) else {
      Issue.record("nothing more was handed on")
      return
    }
    #expect(given.map(\.id) == transactions.dropFirst(256).map(\.id))
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
