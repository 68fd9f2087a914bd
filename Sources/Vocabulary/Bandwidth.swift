/// A transmission rate in bits a second. `unlimited` takes no time for any number of bytes.
public struct Bandwidth: Hashable, Comparable, Sendable {
  public var bitsPerSecond: Int64

  @inlinable public init(bitsPerSecond: Int64) { self.bitsPerSecond = bitsPerSecond }

  @inlinable public static var unlimited: Bandwidth { Bandwidth(bitsPerSecond: .max) }
  @inlinable public var isUnlimited: Bool { bitsPerSecond == .max }
  @inlinable public static func < (a: Bandwidth, b: Bandwidth) -> Bool { a.bitsPerSecond < b.bitsPerSecond }

  /// Time to put `bytes` on the wire, rounded up to a whole nanosecond; the arithmetic is exact.
  @inlinable public func serialisation(ofBytes bytes: Int64) -> TimeSpan {
    guard !isUnlimited else { return .zero }
    let bits = bytes * 8
    let (whole, rest) = bits.quotientAndRemainder(dividingBy: bitsPerSecond)
    let part = rest.multipliedFullWidth(by: 1_000_000_000)
    let (quotient, remainder) = bitsPerSecond.dividingFullWidth(part)
    return TimeSpan(nanoseconds: whole * 1_000_000_000 + quotient + (remainder > 0 ? 1 : 0))
  }
}
