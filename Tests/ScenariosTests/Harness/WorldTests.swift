import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("A world of hosts (docs/models/host.md)")
struct WorldTests {
  /// Sends `count` messages of `size` bytes to node 1 at the start.
  private func sender(_ count: Int, size: Int) -> Probe {
    Probe { input, _, effects in
      guard case .started = input else { return }
      for number in 0..<count {
        effects.send(Payload([UInt8](repeating: UInt8(number), count: size)), ProbeWorld.kind, to: NodeID(1))
      }
    }
  }

  private let receiver = Probe { input, _, effects in
    guard case .message(let payload, _) = input else { return }
    effects.note(Int64(payload.bytes[0]))
  }

  @Test("a message takes the latency, and the time that its bytes on the wire need at the bandwidth")
  func network() {
    let wire = Int64(WireFormat().bytes(ofPayload: 1_000))
    let world = ProbeWorld(
      [sender(3, size: 1_000), receiver], latency: .constant(5_000_000), bandwidth: Bandwidth(bitsPerSecond: 8_000_000))
    world.run()
    // 1 us a byte, and 5 ms: a receiving port takes the bits as they come (docs/models/network.md).
    let first = wire * 1_000 + 5_000_000
    #expect(
      world.noted == (0..<3).map { .init(nanoseconds: first + $0 * wire * 1_000, node: 1, what: $0) })
  }

  @Test("what does not fit a buffer is lost, and the rest arrives")
  func buffers() {
    let wire = Int64(WireFormat().bytes(ofPayload: 1_000))
    let world = ProbeWorld(
      [sender(5, size: 1_000), receiver], bandwidth: Bandwidth(bitsPerSecond: 8_000_000),
      buffer: ByteCount(wire * 2))
    world.run()
    #expect(world.noted.map(\.what) == [0, 1])
  }

  @Test("a timer counts on the node's own clock; the machine is told the time that this clock shows")
  func clocks() {
    let machine = Probe { input, now, effects in
      switch input {
      case .started: effects.arm(TimerID(slot: 3), after: .seconds(1))
      default: effects.note(now.nanoseconds)
      }
    }
    let fast = NodeClock(offset: .milliseconds(-5), driftPerBillion: 100_000_000)
    let world = ProbeWorld([machine, machine], clocks: [.exact, fast])
    world.run()
    #expect(
      world.noted == [
        .init(nanoseconds: 909_090_910, node: 1, what: 995_000_001),
        .init(nanoseconds: 1_000_000_000, node: 0, what: 1_000_000_000),
      ])
  }

  @Test("arming replaces, cancelling stops")
  func timers() {
    let machine = Probe { input, _, effects in
      switch input {
      case .started:
        effects.arm(TimerID(slot: 0), after: .seconds(1))
        effects.arm(TimerID(slot: 1), after: .seconds(1))
        effects.arm(TimerID(slot: 0), after: .seconds(3))
        effects.cancel(TimerID(slot: 1))
        effects.arm(TimerID(slot: 9), after: .seconds(2))
      case .timer(let timer): effects.note(Int64(timer.slot))
      default: break
      }
    }
    let world = ProbeWorld([machine])
    world.run()
    #expect(world.noted.map(\.what) == [9, 0])
    #expect(world.noted.map(\.nanoseconds) == [2_000_000_000, 3_000_000_000])
  }

  @Test("a sync comes back with its ticket when the disk is done, and a read gives what was written")
  func disk() {
    let model = DiskModel(
      sector: ByteCount(512), seek: .milliseconds(2), transferRate: .unlimited, syncLatency: .milliseconds(1),
      pageCache: ByteCount(0))
    let machine = Probe { input, _, effects in
      switch input {
      case .started:
        effects.append(.append(FileID(slot: 1), [[1, 2], [3]]))
        effects.append(.sync(FileID(slot: 1), DiskTicket(1 << 40)))
      case .synced(let file, let ticket):
        effects.note(ticket.number + Int64(file.slot))
        effects.append(.truncate(file, to: 2))
        effects.append(.read(file, offset: 1, count: .max, DiskTicket(5)))
      case .read(_, let ticket, let bytes):
        effects.note(ticket.number * 100 + Int64(bytes.count * 10) + Int64(bytes.joined[0]))
      default: break
      }
    }
    let world = ProbeWorld([machine], disk: model)
    world.run()
    #expect(world.noted.map(\.what) == [1 << 40 + 1, 512])
    #expect(world.noted[0].nanoseconds >= 3_000_000)
  }

  @Test("events of one instant happen in the order in which they were caused, and the same seed gives the same run")
  func determinism() {
    func run(seed: UInt64) -> (String, [ProbeWorld.Seen]) {
      let chatter = Probe { input, _, effects in
        switch input {
        case .started: effects.broadcast(Payload([1]), ProbeWorld.kind)
        case .message(let payload, let sender):
          guard payload.bytes.count < 6 else { return effects.note(Int64(sender.index)) }
          effects.send(Payload(payload.bytes + [2]), ProbeWorld.kind, to: sender)
        default: break
        }
      }
      let world = ProbeWorld(
        [chatter, chatter, chatter], prices: [.message: 1_000_000], latency: .uniform(low: 0, high: 1e6), seed: seed)
      world.run()
      return (world.finish(), world.noted)
    }
    let (first, again, other) = (run(seed: 1), run(seed: 1), run(seed: 2))
    #expect(first.0 == again.0 && first.1 == again.1)
    #expect(first.0 != other.0 && first.1.count == 6)
  }

  @Test("the fingerprint sees what messages contain, unless it is told not to")
  func contents() {
    func record(_ digest: UInt64, ignoring: Bool) -> String {
      let fingerprint = Fingerprint(ignoringContents: ignoring)
      let trace = Trace(into: fingerprint)
      trace.record(.start, NodeID(1), World.Kind.message, digest: digest)
      trace.flush()
      return fingerprint.finish()
    }
    #expect(record(1, ignoring: false) != record(2, ignoring: false))
    #expect(record(1, ignoring: true) == record(2, ignoring: true))
    #expect(record(1, ignoring: false).count == 64)
  }
}
