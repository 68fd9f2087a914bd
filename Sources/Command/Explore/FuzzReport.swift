import Report
import Scenarios

/// What a fuzz run came to, for people.
struct FuzzReport {
  /// How to go on from it.
  struct Again {
    /// The command line of one of its cases, but for `--only` and the number.
    var words: [String]
    /// Whether the first violation ends it.
    var stopsAtFirst: Bool

    /// The commands that show a failure again, a line each.
    func commands(_ failure: FuzzSummary.Failure) -> String {
      if let problem = failure.problem {
        let words = (words + ["--only", "\(failure.number)"]).map(ShellWord.quoted).joined(separator: " ")
        return "  no capsule: \(problem)\n  reproduce: \(words)"
      }
      let path = ShellWord.quoted(failure.path)
      return "  reproduce: chainbed replay \(path)\n  minimise:  chainbed shrink \(path)"
    }
  }

  private let summary: FuzzSummary
  private let seconds: Double
  private let again: Again

  init(_ summary: FuzzSummary, seconds: Double, again: Again) {
    self.summary = summary
    self.seconds = seconds
    self.again = again
  }

  /// Failures that the end tells of one by one.
  private static let mostFailures = 10

  var text: String {
    let rate = seconds > 0 ? Double(summary.cases) / seconds : 0
    let speed = seconds > 0 ? summary.simulatedSeconds / seconds : 0
    var lines = [
      "\(Self.cases(summary.cases)) in \(NumberFormat.text(seconds, unit: "s")), \(NumberFormat.text(rate, unit: "/s"))",
      "\(NumberFormat.count(Int64(summary.simulatedSeconds))) s simulated, \(NumberFormat.text(speed)) times as fast; "
        + "\(NumberFormat.count(summary.events)) events, \(NumberFormat.count(Int64(summary.faults))) faults",
      "progress was asked for, and judged, in \(Self.cases(summary.progressJudged))",
    ]
    lines.append("")
    lines.append(drawn.text)
    let reached = MarksCheck(coverage: summary.coverage, isRequired: false).text
    if !reached.isEmpty { lines.append(reached) }
    return lines.joined(separator: "\n") + "\n" + verdict
  }

  private var verdict: String {
    guard !summary.isGood else { return "no invariant was violated\n" }
    var lines = ["violated in \(Self.cases(summary.failures.count)):"]
    for failure in summary.failures.prefix(Self.mostFailures) {
      lines.append("case \(failure.number): \(failure.violation)\n\(again.commands(failure))")
    }
    let further = summary.failures.count - Self.mostFailures
    if further > 0 { lines.append("and \(further) more") }
    if again.stopsAtFirst { lines.append("stopped at the first violation; --keep-going goes on") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cases(_ count: Int) -> String {
    count == 1 ? "1 case" : "\(NumberFormat.count(Int64(count))) cases"
  }

  private var drawn: TextTable {
    var table = TextTable([.init("fault"), .init("cases", .right)])
    for (kind, cases) in summary.casesWith.sorted(by: { $0.key < $1.key }) {
      table.append([kind, NumberFormat.count(Int64(cases))])
    }
    return table
  }
}
