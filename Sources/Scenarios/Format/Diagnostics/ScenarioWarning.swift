/// Something in a scenario that is allowed and probably not wanted, and where.
public struct ScenarioWarning: Hashable, Sendable {
  public var place: Place
  /// Begins with the dotted key.
  public var text: String

  public init(_ text: String, at place: Place) {
    self.place = place
    self.text = text
  }
}

extension ScenarioWarning: CustomStringConvertible {
  /// One line: `file:line:column: warning: text`.
  public var description: String { "\(place): warning: \(text)" }
}
