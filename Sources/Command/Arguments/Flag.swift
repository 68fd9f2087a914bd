/// A switch that is off until named: `--quiet`.
@propertyWrapper
struct Flag: Parameter {
  private final class State { var isOn = false }

  private let state = State()
  let definition: ParameterDefinition

  init(_ help: String) {
    definition = ParameterDefinition(kind: .flag, help: help, isRequired: false, isRepeated: false)
  }

  var wrappedValue: Bool { state.isOn }
  var isSatisfied: Bool { true }
  func take(_ text: String) -> Bool {
    state.isOn = true
    return true
  }
}
