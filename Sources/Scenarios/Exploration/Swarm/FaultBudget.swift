/// How much goes wrong at most.
public enum FaultBudget: String, CaseIterable, Sendable {
  /// At most f modules are faulty for good, and the network behaves again: safety and progress must hold.
  case within
  /// More than f modules are: evidence must name them.
  case beyond
}
