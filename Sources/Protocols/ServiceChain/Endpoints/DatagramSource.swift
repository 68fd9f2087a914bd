import Vocabulary

/// Sends datagrams at a constant rate. Each carries its mark and the time at which it left, then the flow's secret.
struct DatagramSource {
  let flow: TrafficFlow
  let rate: PacketRate
  /// Bytes of an IPv4 packet.
  let size: Int
  private let content: [UInt8]
  private var sequence: Int64

  /// The first packet is the first that is due from `now` on.
  init(_ flow: TrafficFlow, _ rate: PacketRate, size: Int, now: Instant) {
    self.flow = flow
    self.rate = rate
    self.size = size
    content = PacketFactory.content(size - IPv4Header.minimumByteCount - UDPHeader.byteCount, of: flow.number)
    sequence = rate.first(from: now - flow.start)
  }

  /// When the next one leaves; nil when there are no more.
  var due: Instant? {
    let time = flow.start + rate.offset(of: sequence)
    return time < flow.stop ? time : nil
  }

  mutating func next(from source: ElementID, at now: Instant) -> PacketBuffer {
    let mark = PacketMark(source: flow.number, sequence: sequence)
    sequence += 1
    let packet = PacketFactory.packet(content, mark, at: now)
    UDPHeader.push(
      on: packet, sourcePort: flow.sourcePort, destinationPort: flow.destinationPort,
      checksum: .between(source: source.networkAddress, destination: flow.destination.networkAddress))
    return packet
  }
}
