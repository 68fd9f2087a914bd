import Protocols
import SimKernel
import Vocabulary

@testable import Scenarios

/// Node 0 sends a numbered packet every millisecond; all others but the last hand on what they get; the last notes it.
struct PacketWorld {
  let probe: ProbeWorld
  var world: World { probe.world }

  /// `bytes` of each packet, at least 8.
  init(
    nodes: Int = 4, bytes: Int = 100, packets: Int = 100, latency: TimeSpan = .microseconds(10),
    forwarding: TimeSpan = .zero, bandwidth: Bandwidth = .unlimited, buffer: ByteCount? = nil,
    prices: [Meter.Operation: Int64] = [:], faults: [Fault] = [], seed: UInt64 = 1
  ) {
    let make: (Int) -> any StateMachine = { node in
      if node == 0 { return Source(bytes: bytes, limit: packets) }
      return node == nodes - 1 ? Sink() : Relay()
    }
    probe = ProbeWorld(
      (0..<nodes).map(make), prices: prices, seed: seed, makeMachines: { Relay() },
      forwardingLatency: forwarding)
    for node in 1..<nodes {
      world.connect(
        NodeID(node - 1), NodeID(node),
        Cable(
          name: "cable-\(node)", bandwidth: bandwidth, buffer: buffer,
          latency: .constant(Double(latency.nanoseconds))))
    }
    guard !faults.isEmpty else { return }
    world.faults = FaultDriver(
      FaultPlan(faults), world: world, modules: nodes, streams: RandomStreams(seed: seed))
  }

  func run(until end: TimeSpan = .seconds(1)) { probe.run(until: end) }

  /// The numbers that arrived at the end.
  var arrived: [Int64] { probe.noted.map(\.what) }

  struct Source: StateMachine {
    let bytes: Int
    let limit: Int
    var next: UInt64 = 0

    mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
      guard next < UInt64(limit) else { return }
      if case .timer = input {
        let packet = PacketBuffer(count: bytes)
        packet.set(next, at: 0)
        packet.mark = Int64(next)
        effects.transmit(packet, on: PortNumber(0))
        next += 1
      }
      effects.arm(TimerID(slot: 0), after: .milliseconds(1))
    }
  }

  /// Changes the last byte, so that what is shared by mistake is seen.
  struct Relay: StateMachine {
    mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
      guard case .packet(let packet, let port) = input else { return }
      effects.meter.charge(.packet)
      packet[packet.count - 1] &+= 1
      effects.transmit(packet, on: PortNumber(1 - port.slot))
    }
  }

  /// Notes each packet's number, with the last byte and the bits that are set elsewhere as its subject.
  struct Sink: StateMachine {
    mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
      guard case .packet(let packet, _) = input else { return }
      effects.meter.charge(.packet)
      let stray = packet.bytes.dropFirst(8).dropLast().reduce(0) { $0 + $1.nonzeroBitCount }
      let subject = Int64(packet[packet.count - 1]) + Int64(stray) * 1_000
      effects.note(Note(kind: ProbeWorld.note, subject: subject, value: Int64(packet.uint64(at: 0))))
    }
  }
}
