/// Parameters that several commands share, declared in a struct of their own.
@propertyWrapper
struct OptionGroup<Parameters>: ParameterGroup {
  let wrappedValue: Parameters

  init(wrappedValue: Parameters) { self.wrappedValue = wrappedValue }

  var parameters: Any { wrappedValue }
}

/// A property that holds further parameters.
protocol ParameterGroup {
  var parameters: Any { get }
}
