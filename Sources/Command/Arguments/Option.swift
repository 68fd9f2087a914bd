/// A value known by its name: `--seed 7` or `--seed=7`. A list may be given again; otherwise the last one counts.
@propertyWrapper
struct Option<Value: ParameterValue>: Parameter {
  private let given: Given<Value>
  let definition: ParameterDefinition

  init(_ help: String, value name: String? = nil) {
    given = Given(Value.absent)
    definition = ParameterDefinition(
      kind: .option, valueName: name, help: help, isRequired: Value.absent == nil, isRepeated: Value.isRepeated,
      allowed: Value.allowed, expected: Value.expected)
  }

  init(wrappedValue: Value, _ help: String, value name: String? = nil) {
    given = Given(wrappedValue)
    definition = ParameterDefinition(
      kind: .option, valueName: name, help: help, isRequired: false, isRepeated: Value.isRepeated,
      allowed: Value.allowed, expected: Value.expected, defaultText: "\(wrappedValue)")
  }

  var wrappedValue: Value { given.required }
  var isSatisfied: Bool { given.value != nil }
  func take(_ text: String) -> Bool { given.take(text) }
}
