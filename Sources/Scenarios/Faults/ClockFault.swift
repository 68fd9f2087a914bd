import Vocabulary

/// What goes wrong with clocks.
public enum ClockFault: Hashable, Sendable {
  /// What the clocks show jumps by this.
  case jump(TimeSpan)

  public var name: String {
    switch self {
    case .jump: "clock-jump"
    }
  }
}
