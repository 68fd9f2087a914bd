import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: a replica that suspects the primary (Castro and Liskov 1999, 4.5.2)")
struct SuspicionTests {
  /// Four replicas at rest; replica 3 alone holds a transaction, and nothing is under way.
  private func fresh() -> Cluster {
    let cluster = Cluster(4)
    cluster.settle()
    cluster.submit([cluster.transaction()], to: 3)
    cluster.bag = []
    return cluster
  }

  /// How long replica 3's view-change timer still has to run.
  private func rest(_ cluster: Cluster) -> TimeSpan? {
    cluster.timers[3][TimerID.viewChange.slot].map { $0 - cluster.now }
  }

  @Test("it tells all others which transaction has waited too long")
  func explained() {
    let cluster = fresh()
    cluster.fire(.viewChange, on: 3)
    #expect(cluster.bag.filter { $0.kind == .forward }.map(\.to) == (0...2).map { NodeID($0) })
  }

  @Test("its view change leaves once it is durable, not before")
  func durable() {
    let cluster = fresh()
    cluster.fire(.viewChange, on: 3)
    #expect(!cluster.bag.contains { $0.kind == .viewChange })
    cluster.answer(3, .votes)
    #expect(cluster.bag.filter { $0.kind == .viewChange }.map(\.to) == (0...2).map { NodeID($0) })
  }

  @Test("what clients give it while it has left its view alone goes to whom the others follow")
  func leftAlone() {
    let cluster = fresh()
    cluster.fire(.viewChange, on: 3)
    cluster.answer(3, .votes)
    cluster.bag = []
    cluster.submit([cluster.transaction()], to: 3)
    #expect(cluster.replica(3).isChangingView)
    #expect(cluster.bag.filter { $0.kind == .forward }.map(\.to) == [NodeID(0)])
  }

  @Test("what waits where a view was left alone is handed to whom the others follow, not one transaction a block")
  func handedOverAlone() {
    let cluster = fresh()
    let waiting = (0..<30).map { _ in cluster.transaction() }
    cluster.submit(waiting, to: 3)
    cluster.bag = []
    cluster.fire(.viewChange, on: 3)
    cluster.answer(3, .votes)
    cluster.bag = []
    #expect(cluster.replica(3).isChangingView)
    _ = cluster.load([0])
    #expect(cluster.run { cluster.hold(waiting, [0, 1, 2, 3]) }, "\(cluster.standing)")
    #expect(cluster.blocks[0].count <= 6)
  }

  @Test("a timer that ran out before it was moved suspects nobody")
  func moved() {
    let cluster = fresh()
    cluster.step(3, .timer(.viewChange))
    #expect(!cluster.replica(3).isChangingView)
  }

  @Test("a primary that missed the commits of a block learns of it, and tells the others what waits, by suspecting")
  func missedCommits() {
    let cluster = fresh()
    cluster.bag = []
    let first = cluster.load([0])
    cluster.isCut = { [unowned cluster] _, to in
      to == 0 && cluster.notes[0].contains { $0.kind == PBFTNote.prepared.rawValue }
    }
    cluster.run { cluster.hold([first], [1, 2, 3]) && cluster.bag.isEmpty }
    #expect(!cluster.hold([first], [0]))
    cluster.heal()
    let second = cluster.load([0])
    cluster.fire(.viewChange, on: 0)
    while cluster.advance() {}
    #expect(cluster.hold([first], [0]))
    for node in 1...3 { #expect(cluster.replica(node).pending.contains(second.id)) }
  }

  @Test("one that nobody hears asks for the same view again and again, and does not run away from the others")
  func cutOff() {
    let cluster = fresh()
    cluster.fire(.viewChange, on: 3)
    cluster.answer(3, .votes)
    for _ in 1...5 {
      cluster.bag = []
      cluster.fire(.viewChange, on: 3)
      #expect(cluster.bag.filter { $0.kind == .viewChange }.map(\.to) == (0...2).map { NodeID($0) })
    }
    #expect(cluster.replica(3).view == 1)
  }

  @Test("each view that a quorum asks for in vain doubles the timeout; a decision sets it back")
  func doubling() {
    let cluster = fresh()
    #expect(rest(cluster) == .seconds(5))
    cluster.fire(.viewChange, on: 3)
    cluster.answer(3, .votes)
    for (view, seconds) in [(1, 10), (2, 20), (3, 40)] as [(Int64, Int64)] {
      #expect(cluster.replica(3).view == view && rest(cluster) == .seconds(seconds))
      for member in [0, 2] { cluster.hand(.viewChange(cluster.viewChange(to: view, by: member)), to: 3, from: member) }
      guard view < 3 else { break }
      // Its view change is sent again first.
      for _ in 1...2 { cluster.fire(.viewChange, on: 3) }
      cluster.answer(3, .votes)
    }
    // It leads view 3 itself.
    #expect(cluster.run { (0..<4).allSatisfy { cluster.blocks[$0].count == 1 } }, "\(cluster.standing)")
    #expect(cluster.replica(3).view == 3 && cluster.replica(3).suspicions == 0)
  }
}
