/// The machine's own clock, for progress and benchmarks only: nothing simulated may see it.
enum WallClock {
  private static let start = ContinuousClock.now

  /// Seconds since the first call; never goes backwards.
  @Sendable static func seconds() -> Double {
    let elapsed = ContinuousClock.now - start
    let (seconds, attoseconds) = elapsed.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
