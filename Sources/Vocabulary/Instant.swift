/// A point in simulated (or real) time: nanoseconds since the start of the run.
public struct Instant: Hashable, Comparable, Sendable {
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @inlinable public static var start: Instant { Instant(nanoseconds: 0) }
  /// Later than every instant that a run can reach (292 years).
  @inlinable public static var never: Instant { Instant(nanoseconds: .max) }

  @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
  /// Saturates at `never` rather than overflowing.
  @inlinable public static func + (a: Instant, b: TimeSpan) -> Instant {
    let (sum, overflow) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
    return overflow ? .never : Instant(nanoseconds: sum)
  }
  @inlinable public static func - (a: Instant, b: Instant) -> TimeSpan {
    TimeSpan(nanoseconds: a.nanoseconds - b.nanoseconds)
  }

  /// Seconds since the start of the run, for people and tables; never for event times.
  public var seconds: Double { Double(nanoseconds) / 1e9 }
}
