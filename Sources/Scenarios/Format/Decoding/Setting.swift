/// A value of the format, checked against the schema, with the place where it stands.
///
/// The accessors are for keys that the schema guarantees: asking for anything else is a defect of ours.
struct Setting: Sendable {
  indirect enum Value: Sendable {
    case scalar(ScalarValue)
    case list([Setting])
    case mapping([(key: String, setting: Setting)])
  }

  var path: String
  var place: Place
  /// As written, for what is formatted again.
  var text: String
  var value: Value

  func find(_ key: String) -> Setting? {
    guard case .mapping(let pairs) = value else { return nil }
    return pairs.first { $0.key == key }?.setting
  }

  subscript(key: String) -> Setting {
    guard let setting = find(key) else { preconditionFailure("\(path) has no '\(key)'") }
    return setting
  }

  /// The one key of a mapping that has exactly one, or nil for a single value.
  var sole: (key: String, setting: Setting)? {
    guard case .mapping(let pairs) = value else { return nil }
    return pairs.first
  }

  var pairs: [(key: String, setting: Setting)] {
    guard case .mapping(let pairs) = value else { preconditionFailure("\(path) is not a mapping") }
    return pairs
  }

  var items: [Setting] {
    guard case .list(let items) = value else { preconditionFailure("\(path) is not a list") }
    return items
  }

  var scalar: ScalarValue {
    guard case .scalar(let scalar) = value else { preconditionFailure("\(path) is not a single value") }
    return scalar
  }

  var whole: Int64 {
    guard case .whole(let value) = scalar else { preconditionFailure("\(path) is not a whole number") }
    return value
  }

  var real: Double {
    guard case .real(let value) = scalar else { preconditionFailure("\(path) is not a real number") }
    return value
  }

  var word: String {
    guard case .word(let value) = scalar else { preconditionFailure("\(path) is not a word") }
    return value
  }

  /// A word as a type whose raw values are the schema's choices.
  func choice<Choice: RawRepresentable<String>>() -> Choice {
    guard let choice = Choice(rawValue: word) else {
      preconditionFailure("the schema has a choice '\(word)' of \(path) that is not built")
    }
    return choice
  }
}
