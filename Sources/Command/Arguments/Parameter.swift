/// Something that a command accepts on its command line.
protocol Parameter {
  var definition: ParameterDefinition { get }
  /// Takes one value (for a flag: no text). False when the text is not a value of the parameter's type.
  func take(_ text: String) -> Bool
  /// Whether it has a value: given, or by default.
  var isSatisfied: Bool { get }
}

/// What the parser and the help need to know about a parameter.
struct ParameterDefinition {
  enum Kind { case argument, option, flag }

  var kind: Kind
  /// The name of its value in the help; the parameter's own name unless given.
  var valueName: String?
  var help: String
  var isRequired: Bool
  var isRepeated: Bool
  /// What stands in the help as `(values: ...; default: ...)`.
  var allowed: [String] = []
  /// What a wrong value is answered with.
  var expected: String?
  var defaultText: String?
}

/// A parameter under the name that its property gives it: `keepDisks` becomes `keep-disks`.
struct NamedParameter {
  var name: String
  var parameter: any Parameter

  var definition: ParameterDefinition { parameter.definition }
  var valueName: String { definition.valueName ?? name }

  /// `<file>`, `--seed <seed>`, `--quiet`.
  var synopsis: String {
    switch definition.kind {
    case .argument: "<\(valueName)>"
    case .option: "--\(name) <\(valueName)>"
    case .flag: "--\(name)"
    }
  }

  /// As in a usage line: brackets around what may be left out, dots after what may be repeated.
  var usage: String {
    let repeated = synopsis + (definition.isRepeated ? " ..." : "")
    return definition.isRequired ? repeated : "[\(repeated)]"
  }

  /// The parameters that the properties of a command declare, in their order.
  static func all(of command: Any) -> [NamedParameter] {
    Mirror(reflecting: command).children.flatMap { child -> [NamedParameter] in
      if let group = child.value as? any ParameterGroup { return all(of: group.parameters) }
      guard let parameter = child.value as? any Parameter else { return [] }
      return [NamedParameter(name: kebabCase(child.label!.dropFirst()), parameter: parameter)]
    }
  }

  private static func kebabCase(_ label: Substring) -> String {
    label.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }
}
