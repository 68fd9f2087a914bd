import Vocabulary

/// What the cores of a node did.
public struct ProcessorCounters: Hashable, Sendable {
  /// Jobs that started.
  public internal(set) var jobs: Int64 = 0
  /// Sum over the cores of the time given to jobs, that which still lies ahead included.
  public internal(set) var occupied = TimeSpan.zero
  public internal(set) var longestQueue = 0
  /// Integral of the number of waiting jobs over time, in job-nanoseconds, up to the last change.
  var queueArea = 0.0
  var queueChanged = Instant.start
}
