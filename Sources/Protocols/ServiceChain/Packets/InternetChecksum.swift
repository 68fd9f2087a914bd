/// The ones' complement checksum of IPv4, UDP, TCP and ICMP (RFC 1071).
///
/// Bytes are added in any number of pieces; every piece but the last must have an even number of bytes.
public struct InternetChecksum: Sendable {
  /// Words summed up; carries are folded in at the end. Room for 16 GB of them.
  @usableFromInline var sum: UInt64 = 0

  @inlinable public init() {}

  @inlinable public mutating func add(_ word: UInt16) { sum &+= UInt64(word) }
  @inlinable public mutating func add(_ words: UInt32) { sum &+= UInt64(words >> 16) &+ UInt64(words & 0xFFFF) }

  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    // Four bytes at a time: a sum of 32-bit words folds to the same 16 bits (RFC 1071, section 2 C).
    var offset = 0
    let count = bytes.count
    while offset &+ 8 <= count {
      let eight = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      sum &+= (eight >> 32) &+ (eight & 0xFFFF_FFFF)
      offset &+= 8
    }
    while offset &+ 2 <= count {
      sum &+= UInt64(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
      offset &+= 2
    }
    if offset < count { sum &+= UInt64(bytes[offset]) << 8 }
  }

  /// Adds bytes of a packet.
  public mutating func add(_ packet: PacketBuffer, from offset: Int, count: Int) {
    packet.withUnsafeBytes { add(UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
  }

  /// What TCP and UDP count in of the IPv4 header (RFC 9293, 3.1; RFC 768).
  public mutating func addPseudoHeader(source: UInt32, destination: UInt32, transport: IPProtocol, count: Int) {
    add(source)
    add(destination)
    add(UInt16(transport.rawValue))
    add(UInt16(truncatingIfNeeded: count))
  }

  /// What goes into the header. Over bytes that hold a right checksum: 0.
  public var value: UInt16 {
    var folded = sum
    while folded >> 16 != 0 { folded = (folded >> 16) &+ (folded & 0xFFFF) }
    return ~UInt16(truncatingIfNeeded: folded)
  }

  /// The checksum after one word under it has changed, without reading the rest (RFC 1624, equation 3).
  @inlinable public static func updated(_ checksum: UInt16, from old: UInt16, to new: UInt16) -> UInt16 {
    var sum = UInt32(~checksum) &+ UInt32(~old) &+ UInt32(new)
    sum = (sum >> 16) &+ (sum & 0xFFFF)
    sum = (sum >> 16) &+ (sum & 0xFFFF)
    return ~UInt16(truncatingIfNeeded: sum)
  }
}
