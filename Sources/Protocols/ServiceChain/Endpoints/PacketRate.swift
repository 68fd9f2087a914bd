import Vocabulary

/// So many packets in so long a time, evenly spaced: the k-th leaves at k * time / packets, without drift.
public struct PacketRate: Hashable, Sendable {
  public var packets: Int64
  public var time: TimeSpan

  /// Both must be positive; time at most a day, and packets at most one a nanosecond.
  public init(_ packets: Int64, per time: TimeSpan) {
    precondition(packets > 0, "\(packets) packets")
    precondition((1...86_400_000_000_000).contains(time.nanoseconds), "per \(time.nanoseconds) ns")
    precondition(packets <= time.nanoseconds, "\(packets) packets in \(time.nanoseconds) ns")
    self.packets = packets
    self.time = time
  }

  public static func perSecond(_ packets: Int64) -> PacketRate { PacketRate(packets, per: .seconds(1)) }

  public var perSecond: Double { Double(packets) / time.seconds }

  /// When packet k leaves, after packet 0.
  public func offset(of k: Int64) -> TimeSpan {
    let (whole, rest) = k.quotientAndRemainder(dividingBy: packets)
    let (high, low) = rest.multipliedFullWidth(by: time.nanoseconds)
    return time * whole + .nanoseconds(packets.dividingFullWidth((high, low)).quotient)
  }

  /// The first packet that leaves at or after `offset`.
  public func first(from offset: TimeSpan) -> Int64 {
    guard offset > .zero else { return 0 }
    let (whole, rest) = offset.nanoseconds.quotientAndRemainder(dividingBy: time.nanoseconds)
    let (high, low) = rest.multipliedFullWidth(by: packets)
    let before = whole * packets + time.nanoseconds.dividingFullWidth((high, low)).quotient
    return self.offset(of: before) >= offset ? before : before + 1
  }
}
