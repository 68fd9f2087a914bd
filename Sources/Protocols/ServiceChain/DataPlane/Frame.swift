/// What every element does with the Ethernet frame around a packet.
extension EthernetHeader {
  /// Reads the header of a frame that arrived at this element. Refuses one for somebody else.
  @inline(__always) init(in packet: PacketBuffer, for element: ElementID) throws(DropReason) {
    try self.init(in: packet)
    guard destination == element.linkAddress else { throw .wrongRecipient }
  }

  /// Writes a header from one element to another.
  @inline(__always)
  static func write(to packet: PacketBuffer, from: ElementID, to: ElementID, type: EtherType) {
    EthernetHeader(destination: to.linkAddress, source: from.linkAddress, type: type).write(to: packet)
  }
}

extension Meter {
  /// Charges one packet through a forwarding element.
  @inline(__always) mutating func chargeVisit(of packet: PacketBuffer) {
    charge(.packet)
    charge(.packetByte, packet.count)
  }
}

extension FiveTuple {
  /// That of an IPv4 packet whose header was read at `offset`.
  init(of header: IPv4Header, in packet: PacketBuffer, at offset: Int) throws(DropReason) {
    var ports: UInt32 = 0
    if header.transport == .tcp || header.transport == .udp {
      guard header.payloadCount >= 4 else { throw .truncated }
      ports = packet.uint32(at: offset + header.byteCount)
    }
    self.init(
      source: header.source, destination: header.destination, transport: header.transport.rawValue,
      sourcePort: UInt16(truncatingIfNeeded: ports >> 16), destinationPort: UInt16(truncatingIfNeeded: ports))
  }
}
