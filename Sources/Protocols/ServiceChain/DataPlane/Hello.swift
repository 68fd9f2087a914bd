import Vocabulary

/// A packet of seamless bidirectional forwarding detection (RFC 7880, over IPv4 as RFC 7881): a watcher asks, and whoever is
/// asked answers from the question alone, without any state.
struct Hello {
  /// The UDP port of those who answer.
  static let reflectorPort: UInt16 = 7784
  /// The UDP port of those who ask.
  static let initiatorPort: UInt16 = 49_152
  static let byteCount = 24

  private static let version: UInt8 = 1 << 5
  private static let isUp: UInt8 = 3 << 6
  private static let isDemand: UInt8 = 1 << 1

  /// Discriminators are element numbers.
  var sender: ElementID
  /// Whether it comes from a watcher.
  var isQuestion: Bool

  /// Reads the packet with an IPv4 header at `offset`, for this element.
  init(in packet: borrowing PacketBuffer, at offset: Int, to element: ElementID) throws(DropReason) {
    let network = try IPv4Header(in: packet, at: offset)
    guard network.destination == element.networkAddress else { throw .wrongRecipient }
    guard network.transport == .udp else { throw .unknownProtocol }
    let datagram = offset + network.byteCount
    let udp = try UDPHeader(in: packet, at: datagram, count: network.payloadCount)
    try udp.requireChecksum(in: packet, at: datagram, source: network.source, destination: network.destination)
    switch udp.destinationPort {
    case Hello.reflectorPort: isQuestion = true
    case Hello.initiatorPort: isQuestion = false
    default: throw .unknownProtocol
    }
    let start = datagram + UDPHeader.byteCount
    guard udp.length >= UDPHeader.byteCount + Hello.byteCount else { throw .truncated }
    guard packet[start] >> 5 == 1 else { throw .badHeader }
    guard packet[start + 3] == UInt8(Hello.byteCount) else { throw .badHeader }
    // The D bit is set by those who ask and clear in answers, so that two never answer each other for ever (RFC 7880, 7.2.2).
    guard (packet[start + 1] & Hello.isDemand != 0) == isQuestion else { throw .badHeader }
    guard packet.uint32(at: start + 8) == element.number else { throw .wrongRecipient }
    guard let sender = ElementID(networkAddress: network.source) else { throw .unknownSender }
    guard packet.uint32(at: start + 4) == sender.number else { throw .badHeader }
    self.sender = sender
  }

  /// A frame from one element to another, by way of a neighbour.
  static func packet(
    from: ElementID, to: ElementID, via neighbour: ElementID, settings: LivenessSettings?
  ) -> PacketBuffer {
    let packet = PacketBuffer(count: byteCount)
    packet.mark = PacketMark.none.rawValue
    let isQuestion = settings != nil
    let interval = UInt32(clamping: (settings?.every.nanoseconds ?? 0) / 1_000)
    packet[0] = version
    packet[1] = isUp | (isQuestion ? isDemand : 0)
    packet[2] = UInt8(settings?.multiplier ?? 1)
    packet[3] = UInt8(byteCount)
    packet.set(from.number, at: 4)
    packet.set(to.number, at: 8)
    packet.set(interval, at: 12)
    packet.set(interval, at: 16)
    UDPHeader.push(
      on: packet, sourcePort: isQuestion ? initiatorPort : reflectorPort,
      destinationPort: isQuestion ? reflectorPort : initiatorPort,
      checksum: .between(source: from.networkAddress, destination: to.networkAddress))
    IPv4Header(
      totalLength: 0, timeToLive: 255, transport: .udp, source: from.networkAddress, destination: to.networkAddress
    ).push(on: packet)
    packet.prepend(EthernetHeader.byteCount)
    EthernetHeader.write(to: packet, from: from, to: neighbour, type: .ipv4)
    return packet
  }
}
