import Vocabulary

/// A packet of seamless bidirectional forwarding detection (RFC 7880, over IPv4 as RFC 7881): a watcher asks, and whoever is
/// asked answers from the question alone, without any state.
public struct Hello {
  /// The UDP port of those who answer.
  public static let reflectorPort: UInt16 = 7784
  /// The UDP port of those who ask.
  public static let initiatorPort: UInt16 = 49_152
  static let byteCount = 24
  static let authenticatedByteCount = byteCount + HelloProof.byteCount

  private static let version: UInt8 = 1 << 5
  private static let isUp: UInt8 = 3 << 6
  private static let isDemand: UInt8 = 1 << 1
  private static let isAuthenticated: UInt8 = 1 << 2

  /// Discriminators are element numbers.
  var sender: ElementID
  /// Whether it comes from a watcher.
  var isQuestion: Bool
  /// Nil of one that carries no code. Not looked at yet.
  var proof: HelloProof?
  /// Where it starts.
  let place: Int

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
    let hasCode = packet[start + 1] & Hello.isAuthenticated != 0
    let byteCount = hasCode ? Hello.authenticatedByteCount : Hello.byteCount
    guard packet[start + 3] == UInt8(byteCount) else { throw .badHeader }
    guard udp.length >= UDPHeader.byteCount + byteCount else { throw .truncated }
    // The D bit is set by those who ask and clear in answers, so that two never answer each other for ever (RFC 7880, 7.2.2).
    guard (packet[start + 1] & Hello.isDemand != 0) == isQuestion else { throw .badHeader }
    guard packet.uint32(at: start + 8) == element.number else { throw .wrongRecipient }
    guard let sender = ElementID(networkAddress: network.source) else { throw .unknownSender }
    guard packet.uint32(at: start + 4) == sender.number else { throw .badHeader }
    self.sender = sender
    place = start
    proof = hasCode ? try HelloProof(in: packet, at: start + Hello.byteCount) : nil
  }

  /// Refuses one without the code of a key of its path.
  func verify(
    in packet: PacketBuffer, by integrity: inout IntegrityTable, at now: Instant, _ meter: inout Meter
  ) throws(DropReason) {
    guard integrity.settings != nil else { return }
    guard let proof else { throw .notAuthenticated }
    let known = integrity.helloKeys(of: proof.path, at: now)
    guard let key = known.first(where: { $0.identifier == proof.key }) else { throw .notAuthenticated }
    guard proof.isRight(in: packet, from: place, by: key, &meter) else { throw .badAuthentication }
  }

  /// A frame from one element to another, by way of a neighbour.
  /// - Parameters:
  ///   - settings: of a question; nil: it is an answer.
  ///   - proof: what it is authenticated with, and the key; nil: it is not.
  static func packet(
    from: ElementID, to: ElementID, via neighbour: ElementID, settings: LivenessSettings?,
    proof: (content: HelloProof, key: IntegrityKey)? = nil, _ meter: inout Meter
  ) -> PacketBuffer {
    let byteCount = proof == nil ? byteCount : authenticatedByteCount
    let packet = PacketBuffer(count: byteCount)
    packet.mark = PacketMark.none.rawValue
    let isQuestion = settings != nil
    let interval = UInt32(clamping: (settings?.every.nanoseconds ?? 0) / 1_000)
    packet[0] = version
    packet[1] = isUp | (isQuestion ? isDemand : 0) | (proof == nil ? 0 : isAuthenticated)
    packet[2] = UInt8(settings?.multiplier ?? 1)
    packet[3] = UInt8(byteCount)
    packet.set(from.number, at: 4)
    packet.set(to.number, at: 8)
    packet.set(interval, at: 12)
    packet.set(interval, at: 16)
    if let (content, key) = proof { content.write(to: packet, at: Hello.byteCount, by: key, &meter) }
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
