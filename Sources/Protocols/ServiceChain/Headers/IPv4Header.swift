/// An IPv4 header (RFC 791). Options may stand in a packet that came in; nothing here looks into them or makes any.
public struct IPv4Header: Hashable, Sendable {
  /// Without options.
  public static let minimumByteCount = 20

  /// Differentiated services and explicit congestion notification (RFC 2474, RFC 3168).
  public var trafficClass: UInt8
  /// Bytes of the packet, this header included.
  public var totalLength: Int
  public var identification: UInt16
  public var mayNotFragment: Bool
  public var timeToLive: UInt8
  public var transport: IPProtocol
  public var source: UInt32
  public var destination: UInt32
  /// Bytes of the header, options included.
  public var byteCount: Int

  public init(
    trafficClass: UInt8 = 0, totalLength: Int, identification: UInt16 = 0, mayNotFragment: Bool = true,
    timeToLive: UInt8 = 64, transport: IPProtocol, source: UInt32, destination: UInt32
  ) {
    self.trafficClass = trafficClass
    self.totalLength = totalLength
    self.identification = identification
    self.mayNotFragment = mayNotFragment
    self.timeToLive = timeToLive
    self.transport = transport
    self.source = source
    self.destination = destination
    byteCount = IPv4Header.minimumByteCount
  }

  /// Bytes behind the header that belong to the packet.
  public var payloadCount: Int { totalLength - byteCount }

  /// Reads the header at `offset`. Refuses what is too short, of another version, inconsistent or of a wrong checksum, and
  /// fragments: nothing here puts them together.
  public init(in packet: PacketBuffer, at offset: Int = 0) throws(DropReason) {
    let available = packet.count - offset
    guard available >= IPv4Header.minimumByteCount else { throw .truncated }
    let first = packet[offset]
    guard first >> 4 == 4 else { throw .badHeader }
    byteCount = Int(first & 15) * 4
    guard byteCount >= IPv4Header.minimumByteCount else { throw .badHeader }
    guard available >= byteCount else { throw .truncated }
    totalLength = Int(packet.uint16(at: offset + 2))
    guard totalLength >= byteCount else { throw .badHeader }
    guard available >= totalLength else { throw .truncated }
    var checksum = InternetChecksum()
    checksum.add(packet, from: offset, count: byteCount)
    guard checksum.value == 0 else { throw .badChecksum }
    let fragment = packet.uint16(at: offset + 6)
    guard fragment & 0x8000 == 0 else { throw .badHeader }
    guard fragment & 0x3FFF == 0 else { throw .fragmented }
    mayNotFragment = fragment & 0x4000 != 0
    trafficClass = packet[offset + 1]
    identification = packet.uint16(at: offset + 4)
    timeToLive = packet[offset + 8]
    transport = IPProtocol(rawValue: packet[offset + 9])
    source = packet.uint32(at: offset + 12)
    destination = packet.uint32(at: offset + 16)
  }

  /// Writes the header at `offset` with its checksum. Options that stand there stay.
  public func write(to packet: PacketBuffer, at offset: Int = 0) {
    precondition(totalLength <= 0xFFFF, "an IPv4 packet of \(totalLength) bytes")
    packet[offset] = 0x40 | UInt8(byteCount / 4)
    packet[offset + 1] = trafficClass
    packet.set(UInt16(totalLength), at: offset + 2)
    packet.set(identification, at: offset + 4)
    packet.set(mayNotFragment ? 0x4000 : 0 as UInt16, at: offset + 6)
    packet[offset + 8] = timeToLive
    packet[offset + 9] = transport.rawValue
    packet.set(0 as UInt16, at: offset + 10)
    packet.set(source, at: offset + 12)
    packet.set(destination, at: offset + 16)
    var checksum = InternetChecksum()
    checksum.add(packet, from: offset, count: byteCount)
    packet.set(checksum.value, at: offset + 10)
  }

  /// Puts a header without options in front; the packet's bytes become its payload.
  public func push(on packet: PacketBuffer) {
    packet.prepend(IPv4Header.minimumByteCount)
    var header = self
    header.byteCount = IPv4Header.minimumByteCount
    header.totalLength = packet.count
    header.write(to: packet)
  }

  /// Counts down the time to live of a packet whose header was read, and updates the checksum (RFC 1812, 5.3.1).
  public static func decrementTimeToLive(in packet: PacketBuffer, at offset: Int = 0) throws(DropReason) {
    let old = packet.uint16(at: offset + 8)
    guard old >= 0x0200 else { throw .ttlExpired }
    packet.set(old - 0x0100, at: offset + 8)
    let checksum = packet.uint16(at: offset + 10)
    packet.set(InternetChecksum.updated(checksum, from: old, to: old - 0x0100), at: offset + 10)
  }
}
