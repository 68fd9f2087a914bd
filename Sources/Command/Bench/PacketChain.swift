import PriorityQueueBaseline
import SimKernel
import Vocabulary

/// Packets of one size, sent back to back through a row of links with latency, serialisation and finite buffers.
final class PacketChain: EventHandler {
  static let packetBytes: Int32 = 1_000
  static let hops = 10
  /// 1 Gbit/s.
  static let nanosecondsPerByte: Int64 = 8
  static let latency = TimeSpan.microseconds(10)
  static let buffer = ByteCount(100_000)

  private static let source = EventKind(0)

  private let simulator = Simulator()
  private let network: Network
  private let links: [LinkID]
  private let last: NodeID
  private var left: Int64
  private var checksum: UInt64 = 0

  private init(packets: Int64) {
    network = Network(simulator: simulator, streams: RandomStreams(seed: 1))
    let bandwidth = Bandwidth(bitsPerSecond: 8_000_000_000 / Self.nanosecondsPerByte)
    links = network.addChain(
      nodes: Self.hops + 1, Attachment(egress: bandwidth, buffer: Self.buffer, latency: .constant(Self.latency)))
    last = NodeID(Self.hops)
    left = packets
    if packets > 0 { simulator.schedule(Event(Self.source, node: NodeID(0)), at: .start) }
  }

  func handle(_ event: Event) {
    switch event.kind {
    case .packetArrived:
      if event.node < last {
        _ = network.transmit(event.packet, over: links[Int(event.node.index)])
      } else {
        checksum &+= UInt64(simulator.now.nanoseconds) ^ UInt64(event.packet.payload)
      }
    default:
      _ = network.transmit(Packet(payload: Int32(left), bytes: Self.packetBytes), over: links[0])
      left -= 1
      if left > 0 {
        simulator.schedule(event, after: TimeSpan(nanoseconds: Int64(Self.packetBytes) * Self.nanosecondsPerByte))
      }
    }
  }

  /// Measures so many packets from end to end.
  static func run(packets: Int64) -> KernelMeasurement {
    let chain = PacketChain(packets: packets)
    let start = WallClock.seconds()
    chain.simulator.run(until: .never, chain)
    return KernelMeasurement(
      seconds: WallClock.seconds() - start, events: chain.simulator.handledEvents, checksum: chain.checksum)
  }

  /// The same on the C++ baseline.
  static func runBaseline(packets: Int64) -> KernelMeasurement {
    KernelMeasurement(
      chainbed_priority_queue_chain(
        packets, packetBytes, Int32(hops), nanosecondsPerByte, latency.nanoseconds, buffer.bytes))
  }
}
