import Vocabulary

/// On whose word an element takes a rule set that its controller hands it.
public protocol RuleSource {
  /// Whether the set may be installed.
  func admission(of set: IssuedRules) -> Admission

  /// The element runs.
  mutating func start(into effects: inout Effects)
  /// Whether a message of the node, or the timer, is the source's own.
  func takes(_ input: Input) -> Bool
  mutating func step(_ input: Input, into effects: inout Effects)
  /// Somebody waits for an admission, or nobody any more.
  mutating func isAwaited(_ awaited: Bool, into effects: inout Effects)
}

/// What a source says of a rule set.
public enum Admission: Hashable, Sendable {
  case admitted
  /// There is a newer one, of this version.
  case outdated(version: Int)
  /// It may be admitted later.
  case unknown
}

extension RuleSource {
  public mutating func start(into effects: inout Effects) {}
  public func takes(_ input: Input) -> Bool { false }
  public mutating func step(_ input: Input, into effects: inout Effects) {}
  public mutating func isAwaited(_ awaited: Bool, into effects: inout Effects) {}
}

/// The controller's word is enough.
public struct ControllerRules: RuleSource {
  public init() {}

  public func admission(of set: IssuedRules) -> Admission { .admitted }
}
