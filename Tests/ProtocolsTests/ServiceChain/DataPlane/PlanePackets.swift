import Vocabulary

@testable import Protocols

/// Packets as a client sends them.
enum PlanePackets {
  /// Stands in every packet's payload; no wire outside may show it.
  static let secret = Array("the customer's secret".utf8)

  static func key(_ number: UInt32) -> [UInt8] {
    var stream = RandomStream(seed: UInt64(number) &+ 0xC0FFEE)
    return stream.bytes(SecurityAssociation.keyByteCount)
  }

  /// A UDP datagram in an Ethernet frame.
  static func datagram(
    from: ElementID = Site.client, to: ElementID = Site.server, via: ElementID = Site.a.classifier, port: UInt16 = 80,
    sourcePort: UInt16 = 40_000, number: UInt32 = 0, payload: Int = 200
  ) -> PacketBuffer {
    var bytes = [UInt8](repeating: 0x20, count: payload)
    bytes.replaceSubrange(4..<4 + secret.count, with: secret)
    let packet = PacketBuffer(bytes)
    packet.set(number, at: 0)
    UDPHeader.push(
      on: packet, sourcePort: sourcePort, destinationPort: port,
      checksum: .between(source: from.networkAddress, destination: to.networkAddress))
    IPv4Header(totalLength: 0, transport: .udp, source: from.networkAddress, destination: to.networkAddress)
      .push(on: packet)
    packet.prepend(EthernetHeader.byteCount)
    EthernetHeader.write(to: packet, from: from, to: via, type: .ipv4)
    return packet
  }

  /// The IPv4 packet in a frame that a customer sends or gets.
  static func content(_ frame: [UInt8]) -> [UInt8] { Array(frame.dropFirst(EthernetHeader.byteCount)) }

  /// A datagram with a network service header on it, from one element to another.
  static func onPath(
    _ path: ServicePathID, index: UInt8, from: ElementID, to: ElementID, timeToLive: UInt8 = 63,
    metadataType: NetworkServiceHeader.MetadataType = .variable, port: UInt16 = 80
  ) -> PacketBuffer {
    let packet = datagram(port: port)
    packet.removeFirst(EthernetHeader.byteCount)
    NetworkServiceHeader(path: path, index: index, metadataType: metadataType, timeToLive: timeToLive).push(on: packet)
    packet.prepend(EthernetHeader.byteCount)
    EthernetHeader.write(to: packet, from: from, to: to, type: .nsh)
    return packet
  }

  /// The same, with a header of the encryption layer on top.
  static func onEncryptionPath(
    _ encryptionPath: EncryptionPathID, index: UInt8, of path: ServicePathID, at serviceIndex: UInt8, from: ElementID,
    to: ElementID
  ) -> PacketBuffer {
    let packet = onPath(path, index: serviceIndex, from: from, to: to)
    let service = try! NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
    packet.removeFirst(EthernetHeader.byteCount)
    NetworkServiceHeader(encryptionPath: encryptionPath, encryptionIndex: index, on: service).push(on: packet)
    packet.prepend(EthernetHeader.byteCount)
    EthernetHeader.write(to: packet, from: from, to: to, type: .nsh)
    return packet
  }
}

extension StateMachine {
  /// Takes one packet in: what leaves, and why what does not.
  mutating func take(
    _ packet: PacketBuffer, on port: Int, at now: Instant = .start
  ) -> (out: [(packet: PacketBuffer, port: PortNumber)], drops: [DropReason]) {
    var effects = Effects()
    step(.packet(packet, on: PortNumber(port)), at: now, into: &effects)
    let out = effects.list.compactMap { effect -> (packet: PacketBuffer, port: PortNumber)? in
      guard case .transmit(let packet, on: let port) = effect else { return nil }
      return (packet, port)
    }
    return (out, effects.drops)
  }
}

extension [UInt8] {
  func holds(_ piece: [UInt8]) -> Bool {
    guard count >= piece.count else { return false }
    return (0...count - piece.count).contains { self[$0] == piece[0] && Array(self[$0..<$0 + piece.count]) == piece }
  }
}
