/// A piece of YAML with the place where it stands.
public struct Node: Sendable {
  public indirect enum Content: Sendable {
    case scalar(String)
    case list([Node])
    case mapping([Entry])
  }

  /// One `key: value` of a mapping.
  public struct Entry: Sendable {
    public var key: String
    public var keyPlace: Place
    public var value: Node
  }

  public var place: Place
  public var content: Content

  public init(_ content: Content, at place: Place) {
    self.content = content
    self.place = place
  }

  /// What it is, for messages: `a text`, `a list`, `a mapping`.
  var noun: String {
    switch content {
    case .scalar: "a single value"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The text of a scalar.
  var scalar: String? {
    if case .scalar(let text) = content { return text }
    return nil
  }

  /// The entries of a mapping; none for anything else.
  var entries: [Entry] {
    if case .mapping(let entries) = content { return entries }
    return []
  }

  func entry(_ key: String) -> Entry? { entries.first { $0.key == key } }
}
