/// A UDP header (RFC 768).
public struct UDPHeader: Hashable, Sendable {
  public static let byteCount = 8

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  /// Bytes of the datagram, this header included.
  public var length: Int
  /// 0: none was made.
  public var checksum: UInt16

  /// Where the datagram's checksum comes from.
  public enum Checksum: Sendable {
    /// None: allowed for tunnels that have one inside (RFC 768; RFC 7348, section 5).
    case none
    /// Over the datagram and these addresses.
    case between(source: UInt32, destination: UInt32)
  }

  /// Reads the header of a datagram that stands at `offset` and has at most `count` bytes: the IPv4 payload. The checksum is
  /// not looked at.
  public init(in packet: PacketBuffer, at offset: Int, count: Int) throws(DropReason) {
    guard count >= UDPHeader.byteCount else { throw .truncated }
    guard packet.count - offset >= count else { throw .truncated }
    sourcePort = packet.uint16(at: offset)
    destinationPort = packet.uint16(at: offset + 2)
    length = Int(packet.uint16(at: offset + 4))
    checksum = packet.uint16(at: offset + 6)
    guard length >= UDPHeader.byteCount else { throw .badHeader }
    guard length <= count else { throw .truncated }
  }

  /// Refuses a datagram whose checksum is wrong, as its receiver must; none is right.
  public func requireChecksum(
    in packet: PacketBuffer, at offset: Int, source: UInt32, destination: UInt32
  ) throws(DropReason) {
    guard checksum != 0 else { return }
    var sum = InternetChecksum()
    sum.addPseudoHeader(source: source, destination: destination, transport: .udp, count: length)
    sum.add(packet, from: offset, count: length)
    guard sum.value == 0 else { throw .badChecksum }
  }

  /// Puts a header in front; the packet's bytes become the datagram's payload.
  public static func push(
    on packet: PacketBuffer, sourcePort: UInt16, destinationPort: UInt16, checksum: Checksum
  ) {
    packet.prepend(byteCount)
    precondition(packet.count <= 0xFFFF, "a datagram of \(packet.count) bytes")
    packet.set(sourcePort, at: 0)
    packet.set(destinationPort, at: 2)
    packet.set(UInt16(packet.count), at: 4)
    packet.set(0 as UInt16, at: 6)
    switch checksum {
    case .none: break
    case .between(let source, let destination):
      var sum = InternetChecksum()
      sum.addPseudoHeader(source: source, destination: destination, transport: .udp, count: packet.count)
      sum.add(packet, from: 0, count: packet.count)
      // A sum that comes out as 0 is sent as all ones: 0 says that there is none.
      packet.set(sum.value == 0 ? 0xFFFF : sum.value, at: 6)
    }
  }
}
