import Vocabulary

/// How long to wait for an acknowledgment (RFC 6298), in whole nanoseconds.
struct RetransmissionTimeout {
  private let minimum: TimeSpan
  private let maximum: TimeSpan
  private var smoothed: TimeSpan?
  private var variation = TimeSpan.zero
  /// SRTT + 4 RTTVAR, at first 1 s (2.1).
  private var base = TimeSpan.seconds(1)
  /// Timeouts in a row: each doubles the wait (5.5).
  private(set) var backoff = 0

  init(minimum: TimeSpan, maximum: TimeSpan) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// What the timer is to be armed with.
  var span: TimeSpan { span(after: backoff) }

  /// The wait after so many doublings.
  func span(after backoff: Int) -> TimeSpan {
    let bounded = min(max(base, minimum), maximum)
    guard backoff < 30 else { return maximum }
    let (wait, overflow) = bounded.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(backoff))
    return overflow ? maximum : min(.nanoseconds(wait), maximum)
  }

  var smoothedRoundTrip: TimeSpan? { smoothed }

  /// A round trip of a segment that was sent once (2.2, 2.3; Karn's algorithm: 3).
  mutating func measured(_ roundTrip: TimeSpan) {
    if let earlier = smoothed {
      let error = earlier - roundTrip
      variation = variation + (max(error, .zero - error) - variation) / 4
      smoothed = earlier + (roundTrip - earlier) / 8
    } else {
      smoothed = roundTrip
      variation = roundTrip / 2
    }
    base = smoothed! + variation * 4
    backoff = 0
  }

  mutating func expired() { backoff += 1 }

  /// The connection opened, though its SYN had to go more than once: 3 s until there is a measurement (5.7).
  mutating func openedLate() {
    base = .seconds(3)
    backoff = 0
  }
}
