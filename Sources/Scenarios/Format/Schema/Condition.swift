/// When a key has an effect: as another key of the same mapping says.
enum Condition: Sendable {
  /// With this choice, or form, of the other key.
  case with(String, of: String)
  /// With any of these choices.
  case withAny([String], of: String)
  /// Unless the other key has this value.
  case unless(String, of: String)
  /// When the other key is given.
  case beside(String)

  var sibling: String {
    switch self {
    case .with(_, let sibling), .withAny(_, let sibling), .unless(_, let sibling), .beside(let sibling): sibling
    }
  }

  func holds(for value: String) -> Bool {
    switch self {
    case .with(let wanted, _): value == wanted
    case .withAny(let wanted, _): wanted.contains(value)
    case .unless(let excluded, _): value != excluded
    case .beside: true
    }
  }

  /// `with 'rate: saturating'`.
  var words: String {
    switch self {
    case .with(let value, let sibling): "with '\(sibling): \(value)'"
    case .withAny(let values, let sibling): "with '\(sibling): \(values.joined(separator: "' or '"))'"
    case .unless(let value, let sibling): "without '\(sibling): \(value)'"
    case .beside(let sibling): "beside '\(sibling)'"
    }
  }
}
