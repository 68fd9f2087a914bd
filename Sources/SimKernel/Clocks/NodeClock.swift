import Vocabulary

/// A node's own clock: it starts off by an offset and runs fast or slow by a constant drift. Integer arithmetic.
public struct NodeClock: Hashable, Sendable {
  /// What it shows at the start of the run.
  public var offset: TimeSpan
  /// Parts per billion that it runs fast (or slow, below 0). 1 ppm is 1,000.
  public var driftPerBillion: Int64

  /// Keeps true time.
  public static let exact = NodeClock()

  /// The drift must lie between -100,000 and 100,000 ppm (a tenth of true speed).
  public init(offset: TimeSpan = .zero, driftPerBillion: Int64 = 0) {
    precondition(abs(driftPerBillion) <= 100_000_000, "a clock drift of \(driftPerBillion) parts per billion")
    self.offset = offset
    self.driftPerBillion = driftPerBillion
  }

  /// What the clock shows at the instant `true`, rounded down.
  @inlinable public func local(_ true: Instant) -> Instant {
    guard `true` < .never else { return .never }
    let gained = NodeClock.scale(`true`.nanoseconds, by: driftPerBillion, over: 1_000_000_000)
    return `true` + TimeSpan(nanoseconds: offset.nanoseconds + gained)
  }

  /// How long it really takes until this clock has advanced by `local`, rounded up.
  @inlinable public func elapsed(_ local: TimeSpan) -> TimeSpan {
    guard driftPerBillion != 0 else { return local }
    let speed = 1_000_000_000 + driftPerBillion
    return TimeSpan(nanoseconds: -NodeClock.scale(-local.nanoseconds, by: 1_000_000_000, over: speed))
  }

  /// value * factor / divisor in 128 bits, rounded down. The divisor is positive.
  @usableFromInline static func scale(_ value: Int64, by factor: Int64, over divisor: Int64) -> Int64 {
    let product = Int128(value) * Int128(factor)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(divisor))
    return Int64(remainder < 0 ? quotient - 1 : quotient)
  }
}
