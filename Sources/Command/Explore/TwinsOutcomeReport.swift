import Report
import Scenarios

/// One scenario in words.
struct TwinsOutcomeReport {
  let space: TwinsSpace
  let outcome: TwinsOutcome
  /// The options that say what the choices are about.
  let words: [String]

  /// `17.3.22.5`.
  private var schedule: String { outcome.schedule.map(String.init).joined(separator: ".") }
  private var views: [String] {
    outcome.schedule.enumerated().map { space.choice($1, in: $0).words(in: space.federation) }
  }
  var command: String { (["chainbed", "twins", "--only", schedule] + words).joined(separator: " ") }

  var text: String {
    var lines = ["scenario \(schedule)"]
    lines += views.enumerated().map { "  view \($0): \($1)" }
    lines += outcome.violations.isEmpty ? ["  nothing is violated"] : outcome.violations.map { "  violated: \($0)" }
    lines.append("  \(outcome.decided) blocks decided, the highest view is \(outcome.view)")
    if let healing = outcome.healing {
      lines.append("  everything was decided \(healing.seconds) s after the network was whole")
    }
    lines.append("  replay: \(command)")
    return lines.joined(separator: "\n") + "\n"
  }

  func json(transcript: [String]? = nil) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("scenario", JSONValue(schedule)), .init("views", .array(views.map { JSONValue($0) })),
      .init("violations", .array(outcome.violations.map { JSONValue($0.description) })),
      .init("decided_blocks", JSONValue(outcome.decided)), .init("highest_view", JSONValue(outcome.view)),
      .init("healing_seconds", outcome.healing.map { JSONValue($0.seconds) } ?? .null),
      .init("replay", JSONValue(command)),
    ]
    if let transcript { members.append(.init("transcript", .array(transcript.map { JSONValue($0) }))) }
    return .object(members)
  }
}
