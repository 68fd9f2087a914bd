/// How a command prints its result.
enum OutputFormat: String, CaseIterable, ArgumentValue {
  /// For people.
  case text
  /// For programs.
  case json
}
