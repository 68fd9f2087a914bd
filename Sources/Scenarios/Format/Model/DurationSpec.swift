import Vocabulary

/// What a run lasts, in simulated time.
public struct DurationSpec: Hashable, Sendable {
  /// Before measuring.
  public var warmUp: TimeSpan
  public var measure: TimeSpan

  public var total: TimeSpan { warmUp + measure }

  /// What is measured.
  var window: Range<Instant> { (Instant.start + warmUp)..<(Instant.start + total) }
}
