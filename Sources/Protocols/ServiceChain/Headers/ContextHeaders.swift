/// The context headers of a network service header with MD type 2 or 3 (RFC 8300, 2.5.1), in their order.
public struct ContextHeaders: Sequence, IteratorProtocol {
  /// Bytes of the header of a context header.
  static let headerByteCount = 4

  public struct Element: Hashable, Sendable {
    public var metadataClass: UInt16
    public var type: UInt8
    /// Where the whole context header starts.
    public var offset: Int
    /// Bytes of the value, which starts 4 bytes later; padded to a multiple of 4 behind.
    public var count: Int

    public var valueOffset: Int { offset + ContextHeaders.headerByteCount }
  }

  private let packet: PacketBuffer
  private var offset: Int
  private let end: Int

  /// Those of a header that was read at `offset`.
  public init(of header: NetworkServiceHeader, in packet: PacketBuffer, at offset: Int) {
    self.packet = packet
    end = offset + header.byteCount
    self.offset = header.metadataType == .fixed ? end : offset + header.metadataType.byteCount
  }

  public mutating func next() -> Element? {
    guard offset < end else { return nil }
    let count = Int(packet[offset + 3] & 0x7F)
    let element = Element(
      metadataClass: packet.uint16(at: offset), type: packet[offset + 2], offset: offset, count: count)
    offset = element.valueOffset + (count + 3) & ~3
    return element
  }

  /// Refuses context headers that do not fill the space between the offsets exactly.
  static func check(in packet: PacketBuffer, from start: Int, to end: Int) throws(DropReason) {
    var offset = start
    while offset < end {
      let count = Int(packet[offset + 3] & 0x7F)
      offset += headerByteCount + (count + 3) & ~3
    }
    guard offset == end else { throw .badHeader }
  }
}
