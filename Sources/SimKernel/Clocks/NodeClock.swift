import Vocabulary

/// A node's own clocks, in integer arithmetic: the one that it shows, which starts off by an offset and runs fast or slow
/// by a drift, and the monotonic one that its timers run on. Both run on one oscillator, and so at one speed, unless
/// they are set apart.
public struct NodeClock: Hashable, Sendable {
  /// The most that a clock is off, some 73 years; what would take it further leaves it there.
  public static let farthestOffset = TimeSpan(nanoseconds: 1 << 61)
  /// The most that a clock runs fast or slow, in parts per billion: half of true speed.
  public static let largestDrift: Int64 = 500_000_000

  /// What it shows at the start of the run.
  public private(set) var offset: TimeSpan
  /// Parts per billion that it runs fast (or slow, below 0). 1 ppm is 1,000.
  public private(set) var driftPerBillion: Int64
  /// The same of the clock that timers run on.
  public private(set) var timerDriftPerBillion: Int64
  /// What it shows while it stands still.
  @usableFromInline private(set) var frozen: Instant?

  /// Keeps true time.
  public static let exact = NodeClock()

  /// The drift must lie between -100,000 and 100,000 ppm (a tenth of true speed).
  public init(offset: TimeSpan = .zero, driftPerBillion: Int64 = 0) {
    precondition(abs(driftPerBillion) <= 100_000_000, "a clock drift of \(driftPerBillion) parts per billion")
    self.offset = offset
    self.driftPerBillion = driftPerBillion
    timerDriftPerBillion = driftPerBillion
  }

  /// What the clock shows at the instant `true`, rounded down.
  @inlinable public func local(_ true: Instant) -> Instant { frozen ?? running(`true`) }

  /// What it shows, or would show if it did not stand still.
  @usableFromInline func running(_ true: Instant) -> Instant {
    guard `true` < .never else { return .never }
    let gained = NodeClock.scale(`true`.nanoseconds, by: driftPerBillion, over: 1_000_000_000)
    return `true` + TimeSpan(nanoseconds: offset.nanoseconds + gained)
  }

  /// How long it really takes until timers have advanced by `local`, rounded up.
  @inlinable public func elapsed(_ local: TimeSpan) -> TimeSpan {
    guard timerDriftPerBillion != 0 else { return local }
    let speed = 1_000_000_000 + timerDriftPerBillion
    return TimeSpan(nanoseconds: -NodeClock.scale(-local.nanoseconds, by: 1_000_000_000, over: speed))
  }

  // MARK: What goes wrong

  /// What it shows jumps; timers run on.
  public mutating func jump(by span: TimeSpan) {
    let farthest = NodeClock.farthestOffset
    let (sum, overflow) = offset.nanoseconds.addingReportingOverflow(span.nanoseconds)
    let target = overflow ? (span > .zero ? farthest : .zero - farthest) : TimeSpan(nanoseconds: sum)
    let bounded = min(max(target, .zero - farthest), farthest)
    frozen = frozen.map { $0 + (bounded - offset) }
    offset = bounded
  }

  /// Runs at another speed from now on, without a jump. Timers that run already keep their time.
  public mutating func setDrift(_ perBillion: Int64, timers: Int64, at now: Instant) {
    let (shown, stands) = (running(now), frozen)
    driftPerBillion = min(max(perBillion, -NodeClock.largestDrift), NodeClock.largestDrift)
    timerDriftPerBillion = min(max(timers, -NodeClock.largestDrift), NodeClock.largestDrift)
    jump(by: shown - running(now))
    frozen = stands
  }

  /// Shows this instant until it goes on; timers run on.
  public mutating func freeze(at now: Instant) { frozen = local(now) }

  /// Goes on from what it showed.
  public mutating func thaw(at now: Instant) {
    guard let shown = frozen else { return }
    frozen = nil
    jump(by: shown - running(now))
  }

  /// value * factor / divisor in 128 bits, rounded down. The divisor is positive.
  @usableFromInline static func scale(_ value: Int64, by factor: Int64, over divisor: Int64) -> Int64 {
    let product = Int128(value) * Int128(factor)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(divisor))
    return Int64(remainder < 0 ? quotient - 1 : quotient)
  }
}
