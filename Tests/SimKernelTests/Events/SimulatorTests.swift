import SimKernel
import Testing
import Vocabulary

@Suite("The simulator")
struct SimulatorTests {
  private let simulator = Simulator()

  @Test("runs events of one instant in the order in which they were scheduled")
  func order() {
    let world = Recorder(simulator)
    for i in 0..<5 { simulator.schedule(Event(EventKind(UInt16(5 - i)), node: NodeID(i)), at: .ns(10)) }
    simulator.schedule(Event(EventKind(9), node: NodeID(9)), at: .ns(3))
    world.run()
    #expect(world.entries.map(\.event.node.index) == [9, 0, 1, 2, 3, 4])
    #expect(world.times == [3, 10, 10, 10, 10, 10])
    #expect(simulator.handledEvents == 6)
  }

  @Test("does not reorder others when one event more is inserted")
  func unrelated() {
    func run(extra: Bool) -> [Int32] {
      let simulator = Simulator()
      let world = Recorder(simulator)
      var stream = RandomStream(seed: 1)
      world.reaction = { event in
        guard event.kind == EventKind(1) && simulator.handledEvents < 400 else { return }
        simulator.schedule(event, after: TimeSpan(nanoseconds: Int64(event.node.index % 3)))
      }
      for i in 0..<100 {
        simulator.schedule(Event(EventKind(1), node: NodeID(i)), at: .ns(Int64(stream.below(5))))
        if extra && i == 50 { simulator.schedule(Event(EventKind(2), node: NodeID(1_000)), at: .ns(2)) }
      }
      world.run(until: .ns(3))
      return world.entries.map(\.event.node.index).filter { $0 != 1_000 }
    }
    #expect(run(extra: true) == run(extra: false))
  }

  @Test("stops at the end of the span and goes on from there")
  func span() {
    let world = Recorder(simulator)
    for i in 1...4 { simulator.schedule(Event(EventKind(1), node: NodeID(i)), at: .ns(Int64(i * 10))) }
    world.run(until: .ns(20))
    #expect(world.times == [10, 20])
    #expect(simulator.now == .ns(20))
    world.run(until: .ns(25))
    #expect(simulator.now == .ns(25))
    simulator.schedule(Event(EventKind(1), node: NodeID(0)), after: .nanoseconds(1))
    world.run()
    #expect(world.times == [10, 20, 26, 30, 40])
    #expect(simulator.now == .ns(40))
    #expect(simulator.pendingEvents == 0)
  }

  @Test("returns after the event that stops it")
  func stop() {
    let world = Recorder(simulator)
    world.reaction = { [simulator] event in if event.node.index == 2 { simulator.stop() } }
    for i in 1...4 { simulator.schedule(Event(EventKind(1), node: NodeID(i)), at: .ns(7)) }
    world.run(until: .ns(100))
    #expect(world.entries.count == 2)
    #expect(simulator.now == .ns(7))
    world.run(until: .ns(100))
    #expect(world.entries.count == 4)
    #expect(simulator.now == .ns(100))
  }

  @Test("ignores what is to happen never")
  func never() {
    let world = Recorder(simulator)
    simulator.schedule(Event(EventKind(1), node: NodeID(0)), at: .never)
    simulator.schedule(Event(EventKind(1), node: NodeID(0)), after: TimeSpan(nanoseconds: .max))
    simulator.schedule(Event(EventKind(1), node: NodeID(0)), at: .ns(.max - 1))
    world.run()
    #expect(world.times == [.max - 1])
  }

  @Test("keeps all fields of an event")
  func fields() {
    let world = Recorder(simulator)
    let event = Event(EventKind(0xFEFF), node: NodeID(Int(Int32.max)), a: .min, b: .min)
    simulator.schedule(event, at: .ns(1))
    world.run()
    #expect(world.entries == [Recorder.Entry(time: 1, event: event)])
  }

  @Test("refuses an event in the past, and says which")
  func past() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let simulator = Simulator()
      let world = Recorder(simulator)
      world.run(until: .ns(50))
      simulator.schedule(Event(EventKind(3), node: NodeID(4)), at: .ns(49))
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("event of kind 3 for n4 at 49 ns, but it is 50 ns"))
  }
}
