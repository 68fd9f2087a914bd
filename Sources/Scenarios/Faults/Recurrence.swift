import Vocabulary

/// How often a fault strikes that does not strike once: the times between strikes are exponential.
public struct Recurrence: Hashable, Sendable {
  /// Strikes a second, on average.
  public var rate: Double
  /// No strike from then on; nil: to the end of the run.
  public var until: TimeSpan?
  /// Each strike is on one module, drawn from those of the fault, in place of all of them.
  public var picksOne: Bool

  public init(rate: Double, until: TimeSpan? = nil, picksOne: Bool = false) {
    self.rate = rate
    self.until = until
    self.picksOne = picksOne
  }
}
