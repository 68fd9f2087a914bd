import Vocabulary

/// When a packet was first authenticated: seconds and their binary fractions, 32 bits each (RFC 9145, section 6), here since
/// the start of the run.
public struct IntegrityTimestamp: Hashable, Comparable, Sendable {
  public let bits: UInt64

  init(_ bits: UInt64) { self.bits = bits }

  /// Of a wall clock. Before the start counts as the start.
  public init(_ instant: Instant) { bits = IntegrityTimestamp.fixedPoint(max(instant.nanoseconds, 0)) }

  public static func < (a: IntegrityTimestamp, b: IntegrityTimestamp) -> Bool { a.bits < b.bits }

  /// How far two timestamps lie from each other, at most as far as a `TimeSpan` goes.
  func isWithin(_ span: TimeSpan, of other: IntegrityTimestamp) -> Bool {
    let distance = bits > other.bits ? bits - other.bits : other.bits - bits
    return distance <= IntegrityTimestamp.fixedPoint(max(span.nanoseconds, 0))
  }

  private static func fixedPoint(_ nanoseconds: Int64) -> UInt64 {
    let (seconds, rest) = UInt64(nanoseconds).quotientAndRemainder(dividingBy: 1_000_000_000)
    return seconds << 32 | (rest << 32) / 1_000_000_000
  }
}
