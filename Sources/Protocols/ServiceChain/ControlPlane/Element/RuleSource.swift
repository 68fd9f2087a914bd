/// On whose word an element takes a rule set that its controller hands it.
public protocol RuleSource: Sendable {
  /// Whether the set may be installed.
  func admits(_ set: IssuedRules) -> Bool
}

/// The controller's word is enough.
public struct ControllerRules: RuleSource {
  public init() {}

  public func admits(_ set: IssuedRules) -> Bool { true }
}
