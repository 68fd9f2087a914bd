import Vocabulary

/// Packets through a row of equal links, with the production network.
final class PacketChain: EventHandler {
  private static let injection = EventKind(1)

  let simulator = Simulator()
  private let network: Network
  private let links: [LinkID]
  private let increments: ExponentialIncrements
  private var stream: RandomStream
  private let packets: Int
  private let bytes: Int32
  private var injected = 0
  private(set) var delivered = 0

  init(
    hops: Int, packets: Int, bytes: Int, bandwidth: Bandwidth, latency: TimeSpan, increments: ExponentialIncrements,
    stream: RandomStream
  ) {
    network = Network(simulator: simulator, streams: RandomStreams(seed: 1))
    links = network.addChain(nodes: hops + 1, Attachment(egress: bandwidth, latency: .constant(latency)))
    self.packets = packets
    self.bytes = Int32(bytes)
    self.increments = increments
    self.stream = stream
    simulator.schedule(Event(PacketChain.injection, node: NodeID(0)), at: .start)
  }

  func run() { simulator.run(until: .never, self) }

  func handle(_ event: Event) {
    switch event.kind {
    case .packetArrived:
      let node = Int(event.node.index)
      if node < links.count {
        _ = network.transmit(event.packet, over: links[node])
      } else {
        delivered += 1
      }
    case PacketChain.injection:
      _ = network.transmit(Packet(payload: Int32(injected & 0xFFFF), bytes: bytes), over: links[0])
      injected += 1
      if injected < packets { simulator.schedule(event, after: increments.next(&stream)) }
    default:
      preconditionFailure("kind \(event.kind.rawValue)")
    }
  }
}
