import Scenarios

/// `chainbed schema`.
struct Schema: Command {
  static let name = "schema"
  static let abstract = "Print the JSON Schema of scenarios or cost profiles, for editors."

  @Option("Of which files.", value: "format") var of: SchemaSubject = .scenario

  func run() throws -> ExitStatus {
    switch of {
    case .scenario: Console.standard.write(SchemaPrinter.json())
    case .profile: Console.standard.write(SchemaPrinter.profileJSON())
    }
    return .done
  }
}

/// What a schema is about.
enum SchemaSubject: String, CaseIterable, ArgumentValue {
  case scenario, profile
}
