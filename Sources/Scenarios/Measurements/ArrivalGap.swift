import Vocabulary

/// The longest time within a span in which nothing arrived, its ends included.
struct ArrivalGap {
  private let span: Range<Instant>
  private var last: Instant
  private var longest = TimeSpan.zero

  init(during span: Range<Instant>) {
    self.span = span
    last = span.lowerBound
  }

  mutating func arrived(at now: Instant) {
    longest = max(longest, gap(until: now))
    last = max(last, now)
  }

  /// Nil where the span has no length.
  var length: TimeSpan? { span.isEmpty ? nil : max(longest, gap(until: span.upperBound)) }

  private func gap(until now: Instant) -> TimeSpan { max(.zero, min(now, span.upperBound) - last) }
}
