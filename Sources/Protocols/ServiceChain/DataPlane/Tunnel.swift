/// What stands around a network service header on the underlay: IPv4, UDP and VXLAN-GPE.
struct Tunnel {
  /// Of the three headers.
  var byteCount: Int
  /// The underlay address that it came from.
  var source: UInt32
  /// Where the packet ends in the frame.
  var end: Int

  /// The only network identifier: chains are told apart by their paths.
  private static let networkIdentifier: UInt32 = 1

  /// Reads the headers at `offset` of a packet for this element; nil if it is for another UDP port.
  init?(in packet: PacketBuffer, at offset: Int, to element: ElementID) throws(DropReason) {
    let network = try IPv4Header(in: packet, at: offset)
    guard network.destination == element.networkAddress else { throw .wrongRecipient }
    guard network.transport == .udp else { throw .unknownProtocol }
    let datagram = offset + network.byteCount
    let udp = try UDPHeader(in: packet, at: datagram, count: network.payloadCount)
    guard udp.destinationPort == VXLANGPEHeader.port else { return nil }
    try udp.requireChecksum(in: packet, at: datagram, source: network.source, destination: network.destination)
    let header = try VXLANGPEHeader(in: packet, at: datagram + UDPHeader.byteCount)
    guard header.networkIdentifier == Tunnel.networkIdentifier else { throw .badHeader }
    guard header.nextProtocol == .nsh else { throw .unknownProtocol }
    byteCount = network.byteCount + UDPHeader.byteCount + VXLANGPEHeader.byteCount
    source = network.source
    end = datagram + udp.length
    guard end >= offset + byteCount else { throw .truncated }
  }

  /// Puts the headers in front of a network service header. The UDP source port tells the paths apart for whoever spreads load.
  static func push(on packet: PacketBuffer, from: ElementID, to: ElementID, flow: ServicePathID) {
    VXLANGPEHeader(networkIdentifier: networkIdentifier, nextProtocol: .nsh).push(on: packet)
    UDPHeader.push(
      on: packet, sourcePort: 0xC000 | UInt16(truncatingIfNeeded: flow.number) & 0x3FFF,
      destinationPort: VXLANGPEHeader.port, checksum: .none)
    IPv4Header(totalLength: 0, transport: .udp, source: from.networkAddress, destination: to.networkAddress)
      .push(on: packet)
  }
}
