/// A type that one word of the command line can be read as.
protocol ArgumentValue: ParameterValue {
  init?(argument: String)
  /// The words that are accepted, where they are few.
  static var allowed: [String] { get }
  /// What is accepted, where no list says it: `a whole number from 1`.
  static var expected: String? { get }
}

/// A type that a parameter can have: a value, an optional value or a list of values.
protocol ParameterValue {
  /// The value when nothing was given; nil when something must be.
  static var absent: Self? { get }
  static var isRepeated: Bool { get }
  static var allowed: [String] { get }
  static var expected: String? { get }
  /// The value after one more word; nil when the word does not fit.
  static func adding(_ text: String, to value: Self?) -> Self?
}

extension ArgumentValue {
  static var absent: Self? { nil }
  static var isRepeated: Bool { false }
  static var allowed: [String] { [] }
  static var expected: String? { nil }
  static func adding(_ text: String, to value: Self?) -> Self? { Self(argument: text) }
}

extension Optional: ParameterValue where Wrapped: ArgumentValue {
  static var absent: Self? { .some(nil) }
  static var isRepeated: Bool { false }
  static var allowed: [String] { Wrapped.allowed }
  static var expected: String? { Wrapped.expected }
  static func adding(_ text: String, to value: Self?) -> Self? { Wrapped(argument: text).map { .some($0) } }
}

extension Array: ParameterValue where Element: ArgumentValue {
  static var absent: Self? { [] }
  static var isRepeated: Bool { true }
  static var allowed: [String] { Element.allowed }
  static var expected: String? { Element.expected }
  static func adding(_ text: String, to value: Self?) -> Self? {
    Element(argument: text).map { (value ?? []) + [$0] }
  }
}

extension String: ArgumentValue {
  init?(argument: String) { self = argument }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  init?(argument: String) { self.init(rawValue: argument) }
  static var allowed: [String] { allCases.map(\.rawValue) }
}
