/// Why an element refuses a rule set. It then keeps the rules that it has.
public enum RuleDefect: String, Error, CaseIterable, Sendable {
  /// The element has no such neighbour.
  case unknownNeighbour = "unknown-neighbour"
  /// The neighbour is of another kind than the rule needs: plain packets for an encryption function, encrypted ones for others.
  case wrongNeighbour = "wrong-neighbour"
  /// A rule for another kind of element.
  case wrongElement = "wrong-element"
  /// A newer set of this path is installed.
  case outdated
  /// Another rule, of this set or of another path, says something else about the same packets.
  case conflicting
}

/// An element that takes flow rules.
public protocol RuleTarget {
  /// Puts the set in the place of the path's former one, at once and whole, or throws `RuleDefect` and changes nothing.
  mutating func install(_ rules: RuleSet) throws(RuleDefect)
  /// What is installed, by path number: what the forwarding state is made of, for whoever checks it.
  var ruleSets: [RuleSet] { get }
}
