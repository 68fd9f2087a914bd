import Vocabulary

/// A node's own clocks, in integer arithmetic: the one that it shows, and the monotonic one that its timers run on. Both
/// start off by an offset, run fast or slow by a drift, and are the same until something goes wrong with one of them.
public struct NodeClock: Hashable, Sendable {
  /// The most that a clock is off, some 73 years; what would take it further leaves it there.
  public static let farthestOffset = TimeSpan(nanoseconds: 1 << 61)
  /// The most that a clock runs fast or slow, in parts per billion: half of true speed.
  public static let largestDrift: Int64 = 500_000_000

  /// What it shows at the start of the run.
  public private(set) var offset: TimeSpan
  /// Parts per billion that it runs fast (or slow, below 0). 1 ppm is 1,000.
  public private(set) var driftPerBillion: Int64
  /// The same of the monotonic clock.
  public private(set) var timerDriftPerBillion: Int64
  @usableFromInline private(set) var timerOffset: TimeSpan
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
    timerOffset = offset
  }

  /// What the clock shows at the instant `true`, rounded down.
  @inlinable public func local(_ true: Instant) -> Instant { frozen ?? running(`true`) }

  /// What it shows, or would show if it did not stand still.
  @usableFromInline func running(_ true: Instant) -> Instant {
    NodeClock.reading(`true`, offset, driftPerBillion)
  }

  /// What the monotonic clock stands at, rounded down: it never stands still and never jumps.
  @inlinable public func monotonic(_ true: Instant) -> Instant {
    NodeClock.reading(`true`, timerOffset, timerDriftPerBillion)
  }

  @usableFromInline static func reading(_ true: Instant, _ offset: TimeSpan, _ drift: Int64) -> Instant {
    guard `true` < .never else { return .never }
    guard drift != 0 else { return `true` + offset }
    let gained = scale(`true`.nanoseconds, by: drift, over: 1_000_000_000)
    return `true` + TimeSpan(nanoseconds: offset.nanoseconds + gained)
  }

  /// How far the monotonic clock advances in a true span, rounded up.
  public func advance(in true: TimeSpan) -> TimeSpan {
    let speed = 1_000_000_000 + timerDriftPerBillion
    return TimeSpan(nanoseconds: -NodeClock.scale(-`true`.nanoseconds, by: speed, over: 1_000_000_000))
  }

  /// How long it really takes until the monotonic clock has advanced by `local`, rounded up.
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

  /// Runs at another speed from now on, without a jump.
  public mutating func setDrift(_ perBillion: Int64, timers: Int64, at now: Instant) {
    let (shown, stands, counted) = (running(now), frozen, monotonic(now))
    driftPerBillion = min(max(perBillion, -NodeClock.largestDrift), NodeClock.largestDrift)
    timerDriftPerBillion = min(max(timers, -NodeClock.largestDrift), NodeClock.largestDrift)
    jump(by: shown - running(now))
    frozen = stands
    timerOffset += counted - monotonic(now)
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
    let (small, isLarge) = value.multipliedReportingOverflow(by: factor)
    if !isLarge {
      let (quotient, remainder) = small.quotientAndRemainder(dividingBy: divisor)
      return remainder < 0 ? quotient - 1 : quotient
    }
    let product = Int128(value) * Int128(factor)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(divisor))
    return Int64(remainder < 0 ? quotient - 1 : quotient)
  }
}
