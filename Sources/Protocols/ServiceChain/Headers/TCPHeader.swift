/// A TCP header (RFC 9293, 3.1).
public struct TCPHeader: Hashable, Sendable {
  /// Without options.
  public static let minimumByteCount = 20

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var sequence: UInt32
  public var acknowledgment: UInt32
  public var flags: TCPFlags
  /// As it stands in the header: not scaled.
  public var window: UInt16
  public var urgentPointer: UInt16
  public var options: TCPOptions
  /// Bytes of the header, with all options that stood in it.
  public var byteCount: Int

  public init(
    sourcePort: UInt16, destinationPort: UInt16, sequence: UInt32, acknowledgment: UInt32 = 0, flags: TCPFlags,
    window: UInt16, urgentPointer: UInt16 = 0, options: TCPOptions = TCPOptions()
  ) {
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.flags = flags
    self.window = window
    self.urgentPointer = urgentPointer
    self.options = options
    byteCount = TCPHeader.minimumByteCount + options.byteCount
  }

  /// Reads the header of a segment that stands at `offset` and has `count` bytes: the IPv4 payload. The checksum is not looked
  /// at.
  public init(in packet: PacketBuffer, at offset: Int, count: Int) throws(DropReason) {
    guard count >= TCPHeader.minimumByteCount else { throw .truncated }
    guard packet.count - offset >= count else { throw .truncated }
    byteCount = Int(packet[offset + 12] >> 4) * 4
    guard byteCount >= TCPHeader.minimumByteCount else { throw .badHeader }
    guard byteCount <= count else { throw .truncated }
    sourcePort = packet.uint16(at: offset)
    destinationPort = packet.uint16(at: offset + 2)
    sequence = packet.uint32(at: offset + 4)
    acknowledgment = packet.uint32(at: offset + 8)
    flags = TCPFlags(rawValue: packet[offset + 13])
    window = packet.uint16(at: offset + 14)
    urgentPointer = packet.uint16(at: offset + 18)
    options = try TCPOptions(
      in: packet, from: offset + TCPHeader.minimumByteCount, to: offset + byteCount)
  }

  /// Refuses a segment whose checksum is wrong, as its receiver must.
  public static func requireChecksum(
    in packet: PacketBuffer, at offset: Int, count: Int, source: UInt32, destination: UInt32
  ) throws(DropReason) {
    var sum = InternetChecksum()
    sum.addPseudoHeader(source: source, destination: destination, transport: .tcp, count: count)
    sum.add(packet, from: offset, count: count)
    guard sum.value == 0 else { throw .badChecksum }
  }

  /// Puts the header in front, with the checksum between the addresses; the packet's bytes become the segment's payload.
  public func push(on packet: PacketBuffer, source: UInt32, destination: UInt32) {
    let byteCount = TCPHeader.minimumByteCount + options.byteCount
    packet.prepend(byteCount)
    packet.set(sourcePort, at: 0)
    packet.set(destinationPort, at: 2)
    packet.set(sequence, at: 4)
    packet.set(acknowledgment, at: 8)
    packet[12] = UInt8(byteCount / 4) << 4
    packet[13] = flags.rawValue
    packet.set(window, at: 14)
    packet.set(0 as UInt16, at: 16)
    packet.set(urgentPointer, at: 18)
    options.write(to: packet, at: TCPHeader.minimumByteCount)
    var sum = InternetChecksum()
    sum.addPseudoHeader(source: source, destination: destination, transport: .tcp, count: packet.count)
    sum.add(packet, from: 0, count: packet.count)
    packet.set(sum.value, at: 16)
  }
}
