import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Processor time is charged (docs/models/host.md)")
struct ProcessorChargeTests {
  /// Does work worth `units` of a nanosecond at each input, and notes it.
  private func worker(units: Int) -> Probe {
    Probe { _, _, effects in
      effects.meter.charge(.index, units)
      effects.note(1)
    }
  }

  @Test("what a step wants done happens when its work is done", arguments: [0, 1, 1_000, 5_000_000])
  func delay(units: Int) {
    let world = ProbeWorld([worker(units: units)], prices: [.index: 1_000])
    world.run()
    #expect(world.noted == [.init(nanoseconds: Int64(units), node: 0, what: 1)])
  }

  @Test("prices are in picoseconds, summed over all operations and rounded once")
  func rounding() {
    let machine = Probe { _, _, effects in
      effects.meter.charge(.hashByte, 3)
      effects.meter.charge(.codecByte, 5)
      effects.note(1)
    }
    for (hash, codec, expected) in [(100, 40, 1), (100, 39, 0), (333, 0, 1), (1_500, 0, 5)] as [(Int64, Int64, Int64)] {
      let world = ProbeWorld([machine], prices: [.hashByte: hash, .codecByte: codec])
      world.run()
      #expect(world.noted.map(\.nanoseconds) == [expected])
    }
  }

  @Test("work that would take longer than any run takes that long, and nothing overflows")
  func tooMuch() {
    let prices = PriceList(picoseconds: Meter.Operation.allCases.map { _ in 3_600_000_000_000_000 })
    var meter = Meter()
    for operation in Meter.Operation.allCases { meter.charge(operation, 1_000_000_000) }
    #expect(prices.price(meter) == TimeSpan(nanoseconds: .max / 1_000))
    var one = Meter()
    one.charge(.verify, 2_000)
    one.charge(.sign, 1_000)
    #expect(prices.price(one) == TimeSpan(nanoseconds: .max / 1_000))
    one.clear()
    one.charge(.verify, 2_000)
    #expect(prices.price(one) == .seconds(7_200_000))
  }

  @Test("steps queue for the cores: throughput is cores over cost, however much is asked", arguments: [1, 2, 4])
  func throughput(cores: Int) {
    // Node 1 asks 1,000 times a second; a step of node 0 takes 10 ms.
    let asker = Probe { _, _, effects in
      effects.arm(TimerID(slot: 0), after: .milliseconds(1))
      effects.send(Payload([1]), ProbeWorld.kind, to: NodeID(0))
    }
    let server = Probe { input, _, effects in
      guard case .message = input else { return }
      effects.meter.charge(.index)
      effects.note(1)
    }
    let world = ProbeWorld([server, asker], prices: [.index: 10_000_000_000], cores: cores)
    world.run(until: .seconds(2))
    let expected = 200 * cores
    #expect((expected - cores...expected).contains(world.noted.count), "\(world.noted.count)")
    let busy = world.world.processors.busyTime(of: NodeID(0)).seconds / Double(cores)
    #expect(abs(busy - 2) < 0.01)
    #expect(world.world.processors.queueLength(of: NodeID(0)) > 2_000 - expected - 10)
  }

  @Test("on several cores what a short step wants done waits for the longer step before it")
  func order() {
    let server = Probe { input, _, effects in
      guard case .message(let payload, _) = input else { return }
      effects.meter.charge(.index, Int(payload.bytes[0]))
      effects.note(Int64(payload.bytes[0]))
    }
    let asker = Probe { input, _, effects in
      guard case .started = input else { return }
      for byte: UInt8 in [9, 1] { effects.send(Payload([byte]), ProbeWorld.kind, to: NodeID(0)) }
    }
    let world = ProbeWorld([server, asker], prices: [.index: 1_000_000], cores: 2)
    world.run()
    #expect(world.noted == [9, 1].map { .init(nanoseconds: 9_000, node: 0, what: $0) })
  }

  @Test("sending and receiving cost a message and its bytes at both ends, a broadcast once for each receiver")
  func messages() {
    let sender = Probe { input, _, effects in
      guard case .started = input else { return }
      effects.broadcast(Payload([UInt8](repeating: 0, count: 100)), ProbeWorld.kind)
    }
    let receiver = Probe { input, _, effects in
      guard case .message = input else { return }
      effects.note(1)
    }
    let world = ProbeWorld([sender, receiver, receiver], prices: [.message: 1_000_000, .messageByte: 10_000])
    world.run()
    // 2 messages of 1 us and 200 bytes of 10 ns; then 1 message and 100 bytes at each receiver.
    #expect(world.sent == [.init(nanoseconds: 4_000, node: 0, what: 200)])
    #expect(world.noted == [1, 2].map { .init(nanoseconds: 6_000, node: $0, what: 1) })
  }

  @Test("a step that only refuses what it got still takes its time, and its drops are counted")
  func drops() {
    let server = Probe { input, _, effects in
      switch input {
      case .message(let payload, _) where payload.bytes == [1]:
        effects.meter.charge(.index)
        effects.drop(because: .malformed)
      case .message: effects.note(2)
      default: break
      }
    }
    let asker = Probe { _, _, effects in
      for byte: UInt8 in [1, 2] { effects.send(Payload([byte]), ProbeWorld.kind, to: NodeID(0)) }
    }
    let world = ProbeWorld([server, asker], prices: [.index: 3_000_000])
    world.run()
    #expect(world.drops == [.malformed])
    #expect(world.noted == [.init(nanoseconds: 3_000, node: 0, what: 2)])
  }
}
