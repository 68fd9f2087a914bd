/// One thing wrong with a scenario or profile, and where.
public struct ScenarioError: Hashable, Sendable {
  public var place: Place
  /// Begins with the dotted key where there is one.
  public var text: String

  public init(_ text: String, at place: Place) {
    self.place = place
    self.text = text
  }
}

extension ScenarioError: CustomStringConvertible {
  /// One line: `file:line:column: error: text`.
  public var description: String { "\(place): error: \(text)" }
}
