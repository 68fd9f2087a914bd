/// Where a result comes from, as ordered keys and values: enough to get it again.
public struct Provenance: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var key: String
    public var value: String
  }

  public private(set) var entries: [Entry] = []

  public init() {}

  /// The value of a key; setting nil removes it, setting a known key keeps its place.
  public subscript(key: String) -> String? {
    get { entries.first { $0.key == key }?.value }
    set {
      let position = entries.firstIndex { $0.key == key }
      switch (position, newValue) {
      case (let position?, let value?): entries[position].value = value
      case (let position?, nil): entries.remove(at: position)
      case (nil, let value?): entries.append(Entry(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// As comment lines for text files: `# key: value`, further lines of a value indented.
  public var comment: String {
    entries.map { entry in
      let lines = entry.value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      return "# \(entry.key): \(lines.joined(separator: "\n#   "))\n"
    }.joined()
  }

  /// As an object of strings.
  public var json: JSONValue { .object(entries.map { .init($0.key, .string($0.value)) }) }
}
