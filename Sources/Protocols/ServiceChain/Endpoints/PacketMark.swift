/// Which packet of which source: what `PacketBuffer.mark` holds, and what datagrams carry in front.
public struct PacketMark: Hashable, Sendable {
  /// Sources are numbered from 0; so many are possible.
  public static let sources = 1 << 22
  /// And so many packets of each.
  public static let sequences: Int64 = 1 << 40

  /// Of packets that belong to no source: an element's own.
  public static let none = PacketMark(rawValue: .max)

  public var rawValue: Int64

  public init(rawValue: Int64) { self.rawValue = rawValue }

  public init(source: Int, sequence: Int64) {
    precondition((0..<PacketMark.sources).contains(source), "source \(source)")
    rawValue = Int64(source) << 40 | sequence & (PacketMark.sequences - 1)
  }

  /// Never negative, whatever the bits; it may be more than there are sources.
  public var source: Int { Int(UInt64(bitPattern: rawValue) >> 40) }
  public var sequence: Int64 { rawValue & (PacketMark.sequences - 1) }
}
