import CYAML

/// Says a libyaml syntax error in one line, with what to do where that is known.
enum YAMLSyntax {
  static func error(of parser: yaml_parser_t, source: Place.Source) -> ScenarioError {
    let problem = parser.problem.map { String(cString: $0) } ?? "not valid YAML"
    let mark = parser.problem_mark
    let place = Place(source, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    return ScenarioError(text(for: problem) + opening(of: parser, before: place), at: place)
  }

  /// Where the bracket or quote was opened that is at fault, when that is on an earlier line.
  private static func opening(of parser: yaml_parser_t, before place: Place) -> String {
    guard case .file = place.source else { return "" }
    guard let context = parser.context.map({ String(cString: $0) }) else { return "" }
    let line = Int(parser.context_mark.line) + 1
    guard line < place.line else { return "" }
    guard context.contains("flow") || context.contains("quoted") else { return "" }
    return "; it was opened on line \(line)"
  }

  private static func text(for problem: String) -> String {
    switch problem {
    case "found character that cannot start any token", "found a tab character that violates indentation":
      "a tab or another character that cannot stand here; indent with spaces"
    case "mapping values are not allowed in this context":
      "a ':' that cannot stand here; put a text that contains ': ' in quotes, and check the indentation"
    case "did not find expected ',' or '}'":
      "expected ',' or '}' here; inside '{ }' a value with '{', '[' or ',' needs quotes"
    case "did not find expected ',' or ']'":
      "expected ',' or ']' here"
    case "could not find expected ':'":
      "expected ':' after the key"
    case "did not find expected key":
      "expected a key here; check the indentation"
    case "found unexpected end of stream":
      "a quote or bracket is never closed"
    default: problem
    }
  }
}
