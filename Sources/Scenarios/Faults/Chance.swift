/// Which of the packets or syncs in a fault's scope are struck.
public enum Chance: Hashable, Sendable {
  /// Each with this probability, drawn from the fault's stream.
  case share(Double)
  /// Those with these ordinals, ascending: the first one since the fault began is 1.
  case strikes([Int])
}
