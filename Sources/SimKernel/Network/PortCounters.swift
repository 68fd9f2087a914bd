import Vocabulary

/// What passed through a port.
public struct PortCounters: Hashable, Sendable {
  public var packets: Int64 = 0
  public var bytes: Int64 = 0
  /// Packets that did not fit into the buffer.
  public var drops: Int64 = 0
  /// The longest that a last bit had to wait from the arrival of its packet until it was through.
  public var longestBacklog = TimeSpan.zero
  /// The time for all packets accepted so far, in nanoseconds and 2^-32 ns.
  @usableFromInline var busy: Int64 = 0
  @usableFromInline var busyFraction: UInt64 = 0

  init() {}

  @usableFromInline @inline(__always)
  mutating func count(_ size: Int32, busy whole: Int64, fraction: UInt64, backlog: Int64) {
    packets += 1
    bytes += Int64(size)
    busyFraction += fraction
    busy += whole + Int64(busyFraction >> 32)
    busyFraction &= 0xFFFF_FFFF
    longestBacklog = max(longestBacklog, TimeSpan(nanoseconds: backlog))
  }
}
