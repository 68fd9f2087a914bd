import Vocabulary

/// What a run does otherwise than usual, to reach states that chance alone seldom reaches.
public struct ExplorationSpec: Hashable, Sendable {
  /// Draws another order of simultaneous events; nil: the order in which they were scheduled.
  public var order: UInt64?
  /// Each packet takes up to this much longer.
  public var jitter = TimeSpan.zero

  public init(order: UInt64? = nil, jitter: TimeSpan = .zero) {
    self.order = order
    self.jitter = jitter
  }
}
