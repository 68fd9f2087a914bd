import Protocols

/// Where the headers of a frame stand, for somebody on the wire who has no key.
struct FrameAnatomy {
  /// Of the tunnel's IPv4 header; nil within a site.
  private(set) var tunnel: (source: UInt32, destination: UInt32)?
  /// The front network service header, and where it starts; nil where there is none.
  private(set) var service: (header: NetworkServiceHeader, offset: Int)?
  /// That of the service layer, behind one of the encryption layer.
  private(set) var inner: (header: NetworkServiceHeader, offset: Int)?
  /// Where the IPv4 packet within starts, if there is one.
  private(set) var content: Int?
  /// Of the ESP packet within.
  private(set) var association: (spi: UInt32, sequence: UInt32)?

  init(_ frame: PacketBuffer) {
    guard let ethernet = try? EthernetHeader(in: frame) else { return }
    var offset = EthernetHeader.byteCount
    if ethernet.type == .ipv4 {
      guard let network = try? IPv4Header(in: frame, at: offset) else { return }
      guard let behind = Self.endOfTunnel(frame, offset, network) else {
        content = offset
        return
      }
      tunnel = (network.source, network.destination)
      offset = behind
    }
    guard let header = try? NetworkServiceHeader(in: frame, at: offset) else { return }
    service = (header, offset)
    offset += header.byteCount
    if header.metadataType == .encryption {
      guard let second = try? NetworkServiceHeader(in: frame, at: offset) else { return }
      inner = (second, offset)
      offset += second.byteCount
    }
    guard let network = try? IPv4Header(in: frame, at: offset) else { return }
    content = offset
    let start = offset + network.byteCount
    guard network.transport == .esp, network.payloadCount >= ESP.headerByteCount else { return }
    association = (frame.uint32(at: start), frame.uint32(at: start + 4))
  }

  private static func endOfTunnel(_ frame: PacketBuffer, _ offset: Int, _ network: IPv4Header) -> Int? {
    let start = offset + network.byteCount
    guard network.transport == .udp else { return nil }
    guard let udp = try? UDPHeader(in: frame, at: start, count: network.payloadCount) else { return nil }
    guard udp.destinationPort == VXLANGPEHeader.port else { return nil }
    return start + UDPHeader.byteCount + VXLANGPEHeader.byteCount
  }

  /// Where the hello starts, and whether it is a question; nil of anything else.
  static func hello(in frame: PacketBuffer) -> (content: Int, isQuestion: Bool)? {
    guard let ethernet = try? EthernetHeader(in: frame), ethernet.type == .ipv4 else { return nil }
    guard let network = try? IPv4Header(in: frame, at: EthernetHeader.byteCount) else { return nil }
    let start = EthernetHeader.byteCount + network.byteCount
    guard network.transport == .udp else { return nil }
    guard let udp = try? UDPHeader(in: frame, at: start, count: network.payloadCount) else { return nil }
    // Up to the discriminators.
    guard udp.length >= UDPHeader.byteCount + 12 else { return nil }
    switch udp.destinationPort {
    case Hello.reflectorPort: return (start + UDPHeader.byteCount, true)
    case Hello.initiatorPort: return (start + UDPHeader.byteCount, false)
    default: return nil
    }
  }

  /// SPI and SI, which can be seen whether the packet is encrypted or not.
  var place: (path: ServicePathID, index: UInt8)? { service.map { ($0.header.path, $0.header.index) } }
}
