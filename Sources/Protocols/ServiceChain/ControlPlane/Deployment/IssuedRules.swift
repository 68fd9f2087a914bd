/// A rule set and the element that it is for.
public struct IssuedRules: Hashable, Codable, Sendable {
  public var element: ElementID
  public var rules: RuleSet

  public init(_ rules: RuleSet, for element: ElementID) {
    self.element = element
    self.rules = rules
  }
}
