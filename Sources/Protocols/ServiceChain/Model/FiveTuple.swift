/// What a packet is classified by.
public struct FiveTuple: Hashable, Sendable {
  public var source: UInt32
  public var destination: UInt32
  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var transport: UInt8

  public init(source: UInt32, destination: UInt32, transport: UInt8, sourcePort: UInt16, destinationPort: UInt16) {
    self.source = source
    self.destination = destination
    self.transport = transport
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
  }
}

extension FiveTuple {
  /// That of an IPv4 packet whose header was read at `offset`.
  init(of header: IPv4Header, in packet: borrowing PacketBuffer, at offset: Int) throws(DropReason) {
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
