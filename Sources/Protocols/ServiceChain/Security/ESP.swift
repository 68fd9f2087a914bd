/// The encapsulating security payload in tunnel mode (RFC 4303) with AES-256-GCM (RFC 4106): an IPv4 packet within
/// another.
///
///     IPv4 | SPI 4 | sequence 4 | IV 8 | IPv4 packet | padding 0-3 | pad length 1 | next header 1 | ICV 16
///                                      '----------------- encrypted ------------------------------'
///
/// Sequence numbers have 32 bits; extended ones (RFC 4303, 2.2.1) are not supported.
public enum ESP {
  /// SPI and sequence number: also the additional authenticated data (RFC 4106, section 5).
  public static let headerByteCount = 8
  /// The initialisation vector: the sequence number as 64 bits.
  public static let vectorByteCount = 8
  /// The integrity check value.
  public static let tagByteCount = 16
  /// Pad length and next header.
  static let trailerByteCount = 2
  /// What is encrypted has a multiple of so many bytes (RFC 4303, 2.4).
  static let alignment = 4
  /// Numbers below are reserved (RFC 4303, 2.1).
  public static let smallestSPI: UInt32 = 256
  /// Bytes that encryption adds at least and at most.
  public static let overhead = 54...57

  /// Bytes of padding for a payload.
  static func padding(of count: Int) -> Int { -(count + trailerByteCount) & (alignment - 1) }

  /// Bytes of the packet that a packet of so many becomes.
  public static func byteCount(ofPacket count: Int) -> Int {
    IPv4Header.minimumByteCount + headerByteCount + vectorByteCount + count + padding(of: count) + trailerByteCount
      + tagByteCount
  }

  /// The SPI of the packet with an IPv4 header at `offset`. Refuses what is no ESP.
  public static func spi(in packet: PacketBuffer, at offset: Int = 0) throws(DropReason) -> UInt32 {
    let header = try IPv4Header(in: packet, at: offset)
    guard header.transport == .esp else { throw .unknownProtocol }
    guard header.payloadCount >= headerByteCount else { throw .truncated }
    return packet.uint32(at: offset + header.byteCount)
  }
}
