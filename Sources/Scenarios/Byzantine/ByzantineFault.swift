/// Modules that do what the protocol forbids: docs/models/byzantine.md.
public struct ByzantineFault: Hashable, Sendable {
  public var modules: [Int]
  public var behaviour: Misbehaviour

  public init(_ modules: [Int], _ behaviour: Misbehaviour) {
    self.modules = modules
    self.behaviour = behaviour
  }

  /// As the report and coverage call it.
  public var name: String { "byzantine-\(behaviour.name)" }
}
