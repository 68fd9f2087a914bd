import SimKernel
import Testing
import Vocabulary

@Suite("Timers")
struct TimerTableTests {
  private let simulator = Simulator()
  private let table: TimerTable
  private let world: Recorder
  private let fired: Fired

  private final class Fired {
    var list: [String] = []
  }

  init() {
    table = TimerTable(nodes: 3, slots: 2, simulator: simulator)
    world = Recorder(simulator)
    fired = Fired()
    world.reaction = { [table, fired, simulator] event in
      guard event.kind == .timerExpired else {
        fired.list.append("\(simulator.now.nanoseconds): event \(event.b)")
        return
      }
      guard let slot = table.expire(event) else { return }
      fired.list.append("\(simulator.now.nanoseconds): \(event.node) \(slot)")
    }
  }

  @Test("expire once, each on its node and slot")
  func expire() {
    table.arm(NodeID(0), slot: 0, after: .nanoseconds(10))
    table.arm(NodeID(0), slot: 1, after: .nanoseconds(5))
    table.arm(NodeID(2), slot: 1, at: .ns(7))
    #expect(table.isArmed(NodeID(2), slot: 1))
    #expect(!table.isArmed(NodeID(2), slot: 0))
    #expect(table.deadline(NodeID(2), slot: 1) == .ns(7))
    world.run()
    #expect(fired.list == ["5: n0 1", "7: n2 1", "10: n0 0"])
    #expect(!table.isArmed(NodeID(2), slot: 1))
  }

  @Test("are replaced by arming again, later or earlier")
  func rearm() {
    table.arm(NodeID(0), slot: 0, after: .nanoseconds(10))
    table.arm(NodeID(0), slot: 0, after: .nanoseconds(30))
    table.arm(NodeID(1), slot: 0, after: .nanoseconds(30))
    table.arm(NodeID(1), slot: 0, after: .nanoseconds(10))
    world.run()
    #expect(fired.list == ["10: n1 0", "30: n0 0"])
  }

  @Test("do not expire when cancelled, and can be armed again")
  func cancel() {
    table.arm(NodeID(0), slot: 0, after: .nanoseconds(10))
    table.arm(NodeID(0), slot: 1, after: .nanoseconds(10))
    table.arm(NodeID(1), slot: 1, after: .nanoseconds(10))
    table.cancelAll(NodeID(0))
    table.cancel(NodeID(2), slot: 99)
    world.run()
    #expect(fired.list == ["10: n1 1"])
    table.arm(NodeID(0), slot: 0, after: .nanoseconds(10))
    table.cancel(NodeID(0), slot: 0)
    table.arm(NodeID(0), slot: 0, after: .nanoseconds(20))
    world.run()
    #expect(fired.list == ["10: n1 1", "30: n0 0"])
  }

  @Test("take their place among the events of their instant when they are armed")
  func place() {
    table.arm(NodeID(0), slot: 0, at: .ns(4))
    simulator.schedule(Event(EventKind(1), node: NodeID(0), b: 1), at: .ns(10))
    table.arm(NodeID(0), slot: 0, at: .ns(10))
    simulator.schedule(Event(EventKind(1), node: NodeID(0), b: 2), at: .ns(10))
    world.run(until: .ns(5))
    simulator.schedule(Event(EventKind(1), node: NodeID(0), b: 3), at: .ns(10))
    world.run()
    #expect(fired.list == ["10: event 1", "10: n0 0", "10: event 2", "10: event 3"])
  }

  @Test("armed again for the same instant move behind the events scheduled meanwhile")
  func sameInstant() {
    table.arm(NodeID(0), slot: 0, at: .ns(10))
    simulator.schedule(Event(EventKind(1), node: NodeID(0), b: 1), at: .ns(10))
    table.arm(NodeID(0), slot: 0, at: .ns(10))
    world.run()
    #expect(fired.list == ["10: event 1", "10: n0 0"])
  }

  @Test("leave one event in the queue however often they are put off")
  func cheap() {
    for i in 0..<1_000 { table.arm(NodeID(0), slot: 0, at: .ns(1_000 + Int64(i))) }
    for i in 0..<1_000 {
      table.cancel(NodeID(0), slot: 0)
      table.arm(NodeID(0), slot: 0, at: .ns(2_000 + Int64(i)))
    }
    #expect(simulator.pendingEvents == 1)
    world.run()
    #expect(fired.list == ["2999: n0 0"])
  }

  @Test("behave like one event per arming of which the latest counts")
  func random() {
    var stream = RandomStream(seed: 9)
    var latest: [Int: (deadline: Int64, arming: Int)] = [:]
    var expected: [(Int64, Int, Int)] = []
    var arming = 0
    for step in 0..<2_000 {
      let now = Int64(step * 3)
      world.run(until: .ns(now))
      for slot in 0..<5 {
        if let due = latest[slot], due.deadline <= now {
          expected.append((due.deadline, due.arming, slot))
          latest[slot] = nil
        }
      }
      let slot = Int(stream.below(5))
      if stream.below(4) == 0 {
        table.cancel(NodeID(1), slot: slot)
        latest[slot] = nil
      } else {
        let span = Int64(stream.below(40)) + 1
        table.arm(NodeID(1), slot: slot, after: TimeSpan(nanoseconds: span))
        arming += 1
        latest[slot] = (now + span, arming)
      }
    }
    expected.sort { ($0.0, $0.1) < ($1.0, $1.1) }
    #expect(fired.list == expected.map { "\($0.0): n1 \($0.2)" })
    #expect(expected.count > 300)
  }
}
