import Vocabulary

/// How an element watches its neighbours: a hello every interval; one that leaves so many unanswered is lost (RFC 5880, 6.8.4).
public struct LivenessSettings: Hashable, Sendable {
  public var every: TimeSpan
  /// 1 to 255.
  public var multiplier: Int

  public init(every: TimeSpan, multiplier: Int) {
    precondition(every > .zero, "hellos every \(every.nanoseconds) ns")
    precondition((1...255).contains(multiplier), "a multiplier of \(multiplier)")
    self.every = every
    self.multiplier = multiplier
  }

  /// Between two hellos: a little less, so that the answer to the last one that counts is not too late (RFC 5880, 6.8.7).
  public var sendingInterval: TimeSpan { every * 9 / 10 }
  /// From the last answer to the loss.
  public var detectionTime: TimeSpan { every * Int64(multiplier) }
}
