import Protocols
import SimKernel
import Vocabulary

/// Packets that nobody has sent, made after the pattern of those that pass.
extension ChainAdversary {
  enum Injected: CaseIterable {
    /// A network service header with an SPI and SI that can be seen.
    case serviceHeader
    /// The same on another path, at its first hop.
    case otherPath
    /// As if it were encrypted, and is not.
    case encryptionHeader
    /// ESP with an SPI that can be seen, a number ahead of what has come, and made-up bytes.
    case payload
    /// ESP of an association that nobody has.
    case unknownAssociation
    /// The headers of the two layers contradict each other.
    case contradiction
    /// A tunnel from an underlay address where none ends.
    case tunnelSource
    case timeToLive
    case noHeader
  }

  func inject(_ entry: inout Entry) {
    guard !entry.frames.frames.isEmpty else { return }
    let pattern = entry.frames.frames.drawn(&entry.stream)
    let what = Injected.allCases[entry.turns % Injected.allCases.count]
    guard let packet = made(what, after: pattern.packet, &entry.stream) else { return }
    send(packet, over: pattern.link, isContentForged: true, entry)
  }

  /// Nil where the pattern has no network service header.
  func made(_ what: Injected, after pattern: PacketBuffer, _ stream: inout RandomStream) -> PacketBuffer? {
    let anatomy = FrameAnatomy(pattern)
    guard let (path, index) = anatomy.place else { return nil }
    let encryption = anatomy.service?.header.metadataType == .encryption ? anatomy.service?.header : nil
    var inner = NetworkServiceHeader(path: path, index: index)
    var outer = NetworkServiceHeader(
      encryptionPath: encryption?.encryptionPath ?? EncryptionPathID(UInt32(1 + stream.below(8))),
      encryptionIndex: encryption?.encryptionIndex ?? NetworkServiceHeader.initialIndex - 1, on: inner)
    switch what {
    case .serviceHeader, .tunnelSource: break
    case .otherPath: inner.path = ServicePathID(UInt32(1 + stream.below(8)))
    case .timeToLive: inner.timeToLive = 1
    case .encryptionHeader, .payload, .unknownAssociation: break
    case .contradiction: outer.path = ServicePathID(path.number ^ 1)
    case .noHeader: return Self.wrapped(PacketBuffer(stream.bytes(80)), like: pattern, anatomy)
    }
    let packet: PacketBuffer
    switch what {
    case .payload, .unknownAssociation, .contradiction:
      packet = Self.sealed(like: pattern, anatomy, isKnown: what != .unknownAssociation, &stream)
    case .serviceHeader, .otherPath, .encryptionHeader, .tunnelSource, .timeToLive, .noHeader:
      packet = datagram(&stream)
    }
    inner.push(on: packet)
    switch what {
    case .encryptionHeader, .payload, .unknownAssociation, .contradiction: outer.push(on: packet)
    case .serviceHeader, .otherPath, .tunnelSource, .timeToLive, .noHeader: break
    }
    let frame = Self.wrapped(packet, like: pattern, anatomy)
    if what == .tunnelSource { return Self.apply(.tunnelSource, to: frame, &stream) ? frame : nil }
    return frame
  }

  /// A user's datagram, from a client to its server: addresses are no secret.
  func datagram(_ stream: inout RandomStream) -> PacketBuffer {
    let copy = Int(stream.below(UInt64(layout.spec.copies)))
    let client = SFCLayout.element(layout.node(.client, copy)).networkAddress
    let server = SFCLayout.element(layout.node(.server, copy)).networkAddress
    // A server takes the first bytes for the mark of a client's packet: one of nobody.
    let packet = PacketBuffer([UInt8](repeating: 0xFF, count: 16) + Array("says the adversary".utf8))
    UDPHeader.push(
      on: packet, sourcePort: 4_000, destinationPort: 80, checksum: .between(source: client, destination: server))
    IPv4Header(totalLength: 0, transport: .udp, source: client, destination: server).push(on: packet)
    return packet
  }

  /// An ESP packet of random bytes. `isKnown`: of the association in the pattern, if it has one, and of later numbers.
  private static func sealed(
    like pattern: PacketBuffer, _ anatomy: FrameAnatomy, isKnown: Bool, _ stream: inout RandomStream
  ) -> PacketBuffer {
    let packet = PacketBuffer(stream.bytes(ESP.headerByteCount + 8 + 96))
    let seen = isKnown ? anatomy.association : nil
    packet.set(seen?.spi ?? 0x7000_0000 | UInt32(stream.below(1 << 16)), at: 0)
    packet.set((seen?.sequence ?? 0) &+ UInt32(1_000 + stream.below(1_000)), at: 4)
    let addresses = anatomy.content.flatMap { try? IPv4Header(in: pattern, at: $0) }
    IPv4Header(
      totalLength: 0, transport: .esp, source: addresses?.source ?? 0x0A00_0001,
      destination: addresses?.destination ?? 0x0A00_0002
    ).push(on: packet)
    return packet
  }

  /// With the pattern's frame, and its tunnel if it has one.
  private static func wrapped(
    _ packet: PacketBuffer, like pattern: PacketBuffer, _ anatomy: FrameAnatomy
  ) -> PacketBuffer {
    if let (source, destination) = anatomy.tunnel {
      VXLANGPEHeader(networkIdentifier: 1, nextProtocol: .nsh).push(on: packet)
      UDPHeader.push(on: packet, sourcePort: 0xC000, destinationPort: VXLANGPEHeader.port, checksum: .none)
      IPv4Header(totalLength: 0, transport: .udp, source: source, destination: destination).push(on: packet)
    }
    packet.prepend(EthernetHeader.byteCount)
    for place in 0..<EthernetHeader.byteCount { packet[place] = pattern[place] }
    return packet
  }
}
