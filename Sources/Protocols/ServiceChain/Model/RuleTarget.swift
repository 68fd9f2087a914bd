/// An element that takes flow rules.
public protocol RuleTarget {
  /// Puts the set in the place of the path's former one, at once and whole, or throws `RuleDefect` and changes nothing.
  mutating func install(_ rules: RuleSet) throws(RuleDefect)
  /// What is installed, by path number: what the forwarding state is made of, for whoever checks it.
  var ruleSets: [RuleSet] { get }
}
