/// The options of a TCP header that are understood here; others are skipped.
public struct TCPOptions: Hashable, Sendable {
  /// In bytes; of a SYN only (RFC 9293, 3.7.1).
  public var maximumSegmentSize: UInt16?
  /// A power of two, at most 14; of a SYN only (RFC 7323, 2.2).
  public var windowScale: UInt8?
  /// Of a SYN only (RFC 2018, section 2).
  public var permitsSelectiveAcknowledgment = false
  /// RFC 7323, 3.2.
  public var timestamps: Timestamps?

  public struct Timestamps: Hashable, Sendable {
    public var value: UInt32
    public var echo: UInt32

    public init(value: UInt32, echo: UInt32) {
      self.value = value
      self.echo = echo
    }
  }

  public init() {}

  /// Bytes in a header, padded to a multiple of 4; at most 24.
  public var byteCount: Int {
    (maximumSegmentSize == nil ? 0 : 4) + (windowScale == nil ? 0 : 4) + (timestamps == nil ? 0 : 12)
      + (permitsSelectiveAcknowledgment ? 4 : 0)
  }

  private enum Kind {
    static let end: UInt8 = 0
    static let padding: UInt8 = 1
    static let maximumSegmentSize: UInt8 = 2
    static let windowScale: UInt8 = 3
    static let selectiveAcknowledgmentPermitted: UInt8 = 4
    static let timestamps: UInt8 = 8
  }

  /// Reads the options between two offsets of a packet. Refuses lengths that cannot be.
  init(in packet: PacketBuffer, from start: Int, to end: Int) throws(DropReason) {
    var offset = start
    while offset < end {
      let kind = packet[offset]
      if kind == Kind.end { return }
      if kind == Kind.padding {
        offset += 1
        continue
      }
      guard offset + 2 <= end else { throw .badHeader }
      let length = Int(packet[offset + 1])
      guard length >= 2 else { throw .badHeader }
      guard offset + length <= end else { throw .badHeader }
      switch kind {
      case Kind.maximumSegmentSize:
        guard length == 4 else { throw .badHeader }
        maximumSegmentSize = packet.uint16(at: offset + 2)
      case Kind.windowScale:
        guard length == 3 else { throw .badHeader }
        // A greater one counts as 14 (RFC 7323, 2.3).
        windowScale = min(packet[offset + 2], 14)
      case Kind.selectiveAcknowledgmentPermitted:
        guard length == 2 else { throw .badHeader }
        permitsSelectiveAcknowledgment = true
      case Kind.timestamps:
        guard length == 10 else { throw .badHeader }
        timestamps = Timestamps(value: packet.uint32(at: offset + 2), echo: packet.uint32(at: offset + 6))
      default: break
      }
      offset += length
    }
  }

  /// Writes them at `offset`, each padded in front to a multiple of 4 bytes.
  func write(to packet: PacketBuffer, at start: Int) {
    var offset = start
    func put(_ word: UInt32) {
      packet.set(word, at: offset)
      offset += 4
    }
    if let maximumSegmentSize { put(0x0204_0000 | UInt32(maximumSegmentSize)) }
    if permitsSelectiveAcknowledgment { put(0x0101_0402) }
    if let timestamps {
      put(0x0101_080A)
      put(timestamps.value)
      put(timestamps.echo)
    }
    if let windowScale { put(0x0103_0300 | UInt32(windowScale)) }
  }
}
