import Vocabulary

/// What goes wrong with clocks. A host has two: the one that it shows, and the monotonic one that its timers run on.
public enum ClockFault: Hashable, Sendable {
  /// What the clocks show jumps by this.
  case jump(TimeSpan)
  /// The clocks run fast, or slow, by so many parts per billion, and timers with them.
  case drift(Int64)
  /// What the clocks show stands still; afterwards it goes on from there.
  case freeze
  /// Timers run fast, or slow, by so many parts per billion; what the clocks show does not.
  case timerDrift(Int64)

  public var name: String {
    switch self {
    case .jump: "clock-jump"
    case .drift: "clock-drift"
    case .freeze: "clock-freeze"
    case .timerDrift: "timer-drift"
    }
  }
}
