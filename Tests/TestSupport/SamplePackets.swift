import Protocols

/// Packets of service chains for tests: built as a chain builds them.
public enum SamplePackets {
  public static let client: UInt32 = 0x0A00_0064
  public static let server: UInt32 = 0x0A00_00C8

  /// An IPv4 packet with a UDP datagram of `count` bytes of payload.
  public static func user(_ count: Int = 100, seed: UInt8 = 1) -> PacketBuffer {
    let packet = PacketBuffer((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) &+ seed })
    UDPHeader.push(
      on: packet, sourcePort: 4_000, destinationPort: 80, checksum: .between(source: client, destination: server))
    IPv4Header(totalLength: 0, transport: .udp, source: client, destination: server).push(on: packet)
    return packet
  }

  /// A header of the service layer, of MD type 2.
  public static func service(path: UInt32 = 5, index: UInt8 = 254) -> NetworkServiceHeader {
    NetworkServiceHeader(path: ServicePathID(path), index: index)
  }

  /// Puts the header of the encryption layer in front of a packet with a header of the service layer.
  public static func nest(_ packet: PacketBuffer, over path: UInt32 = 9, index: UInt8 = 255) throws {
    let inner = try NetworkServiceHeader(in: packet)
    NetworkServiceHeader(encryptionPath: EncryptionPathID(path), encryptionIndex: index, on: inner).push(on: packet)
  }

  public static func frame(_ packet: PacketBuffer, _ type: EtherType) {
    EthernetHeader(destination: 0x0200_0000_0002, source: 0x0200_0000_0001, type: type).push(on: packet)
  }

  /// Puts a packet with a network service header into a frame between sites.
  public static func tunnel(_ packet: PacketBuffer) {
    VXLANGPEHeader(networkIdentifier: 1, nextProtocol: .nsh).push(on: packet)
    UDPHeader.push(on: packet, sourcePort: 50_000, destinationPort: VXLANGPEHeader.port, checksum: .none)
    IPv4Header(totalLength: 0, transport: .udp, source: 0x0A00_0003, destination: 0x0A00_0004).push(on: packet)
    frame(packet, .ipv4)
  }
}
