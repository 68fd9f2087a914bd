import Testing

@testable import Protocols

@Suite("Leader schedules")
struct LeaderScheduleTests {
  @Test("by default the members lead in turn (Castro and Liskov 1999, 4.2)")
  func rotation() {
    #expect((0..<6).map { LeaderSchedule.rotation.primary(of: $0, among: 4) } == [0, 1, 2, 3, 0, 1])
    #expect(
      PBFTSettings(blockInterval: .zero, maximumBlockBytes: 1, viewChangeTimeout: .zero).leaders == .rotation)
  }

  @Test("a list says who leads the first views; then view modulo members again")
  func list() {
    let schedule = LeaderSchedule(first: [2, 2, 0])
    #expect((0..<6).map { schedule.primary(of: $0, among: 4) } == [2, 2, 0, 3, 0, 1])
  }

  @Test("a scheduled leader's block is decided, and its successor is the schedule's")
  func decision() {
    let cluster = Cluster(4, powered: false)
    for node in 0..<4 {
      cluster.modules[node].follow(LeaderSchedule(first: [2, 3]))
      cluster.power(node)
    }
    cluster.settle()
    let first = cluster.load([0, 1, 2, 3])
    cluster.fire(.block, on: 2)
    cluster.settle()
    cluster.expectHeight(1)
    #expect(cluster.hold([first], [0, 1, 2, 3]))
    // Without the first leader the second one named takes over.
    cluster.partition([0, 1, 3])
    let second = cluster.load([0, 1, 3])
    #expect(cluster.run { cluster.hold([second], [0, 1, 3]) })
    #expect(cluster.modules[0].replica.view == 1)
    #expect(cluster.modules[0].replica.primary == 3)
    cluster.expectAgreement()
  }

  @Test("a new view by whoever leads it by rotation is refused where the schedule names another")
  func otherLeader() {
    let cluster = Cluster(4)
    cluster.settle()
    for node in 0..<4 { cluster.modules[node].follow(LeaderSchedule(first: [0, 3])) }
    let changes = [1, 2, 3].map { cluster.viewChange(to: 1, by: $0) }
    cluster.hand(.newView(cluster.newView(1, changes, by: 1)), to: 0, from: 1)
    #expect(cluster.dropped(.badNewView, by: 0) == 1)
    #expect(cluster.modules[0].replica.view == 0)
    cluster.hand(.newView(cluster.newView(1, changes, by: 3)), to: 0, from: 3)
    #expect(cluster.modules[0].replica.view == 1)
  }
}
