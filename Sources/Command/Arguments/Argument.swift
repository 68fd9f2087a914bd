/// A value known by its place: `chainbed run <file>`. A list takes all the places that are left.
@propertyWrapper
struct Argument<Value: ParameterValue>: Parameter {
  private let given: Given<Value>
  let definition: ParameterDefinition

  /// `required` matters to a list only: it then needs at least one value.
  init(_ help: String, value name: String? = nil, required: Bool = true) {
    let needed = Value.absent == nil || (Value.isRepeated && required)
    given = Given(needed ? nil : Value.absent)
    definition = ParameterDefinition(
      kind: .argument, valueName: name, help: help, isRequired: needed, isRepeated: Value.isRepeated,
      allowed: Value.allowed, expected: Value.expected)
  }

  var wrappedValue: Value { given.required }
  var isSatisfied: Bool { given.value != nil }
  func take(_ text: String) -> Bool { given.take(text) }
}

/// Where a parameter keeps its value: shared by all copies of the command that it belongs to.
final class Given<Value: ParameterValue> {
  private(set) var value: Value?

  init(_ value: Value?) { self.value = value }

  var required: Value {
    guard let value else { preconditionFailure("a parameter is read before the command line is parsed") }
    return value
  }

  func take(_ text: String) -> Bool {
    guard let next = Value.adding(text, to: value) else { return false }
    value = next
    return true
  }
}
