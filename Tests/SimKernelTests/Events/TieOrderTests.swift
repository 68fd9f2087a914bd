import SimKernel
import Testing
import Vocabulary

@Suite("Another order of simultaneous events")
struct TieOrderTests {
  /// Nodes and numbers of events scheduled for a few instants, as they happened.
  private func order(_ ties: TieOrder?, events: Int = 600) -> [(time: Int64, node: Int32, number: Int32)] {
    let simulator = Simulator(ties: ties)
    let world = Recorder(simulator)
    var stream = RandomStream(seed: 3)
    for number in 0..<events {
      let node = NodeID(Int(stream.below(6)))
      simulator.schedule(Event(EventKind(1), node: node, a: Int32(number)), at: .ns(Int64(stream.below(4))))
    }
    world.run()
    return zip(world.times, world.entries).map { ($0, $1.event.node.index, $1.event.a) }
  }

  @Test("instants stay in order, and each node's own events too; nothing is lost", arguments: [1, 2, 99] as [UInt64])
  func keeps(key: UInt64) {
    let events = order(TieOrder(key: key))
    #expect(events.map(\.time) == events.map(\.time).sorted())
    #expect(Set(events.map(\.number)).count == 600)
    for time in 0..<Int64(4) {
      for node in 0..<Int32(6) {
        let own = events.filter { $0.time == time && $0.node == node }.map(\.number)
        #expect(own == own.sorted())
      }
    }
  }

  @Test("at one instant the nodes come one after the other, at each instant in another order")
  func turns() {
    let events = order(TieOrder(key: 7))
    let turns = (0..<Int64(4)).map { time in
      events.filter { $0.time == time }.map(\.node).reduce(into: [Int32]()) { turns, node in
        if turns.last != node { turns.append(node) }
      }
    }
    #expect(turns.allSatisfy { $0.count == 6 && Set($0).count == 6 })
    #expect(Set(turns).count > 1)
  }

  @Test("the key decides; without one, events happen as they were scheduled")
  func key() {
    let plain = order(nil)
    #expect(plain.map(\.number) == plain.sorted { ($0.time, $0.number) < ($1.time, $1.number) }.map(\.number))
    let (one, again, other) = (order(TieOrder(key: 1)), order(TieOrder(key: 1)), order(TieOrder(key: 2)))
    #expect(one.map(\.number) == again.map(\.number))
    #expect(one.map(\.number) != other.map(\.number))
    #expect(one.map(\.number) != plain.map(\.number))
  }

  @Test("events scheduled for the current instant take their node's turn, however many there are")
  func cascade() {
    let simulator = Simulator(ties: TieOrder(key: 5))
    let world = Recorder(simulator)
    world.reaction = { event in
      guard event.a < 3_000 else { return }
      simulator.schedule(Event(EventKind(1), node: NodeID(Int(event.a % 7)), a: event.a + 1), after: .zero)
    }
    simulator.schedule(Event(EventKind(1), node: NodeID(0), a: 0), at: .ns(5))
    world.run()
    #expect(world.entries.map(\.event.a) == Array(0...3_000))
  }
}
