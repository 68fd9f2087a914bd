import Report
import Scenarios

/// What a fuzz run came to, for people.
struct FuzzReport {
  private let summary: FuzzSummary
  private let seconds: Double

  init(_ summary: FuzzSummary, seconds: Double) {
    self.summary = summary
    self.seconds = seconds
  }

  var text: String {
    let rate = seconds > 0 ? Double(summary.cases) / seconds : 0
    let speed = seconds > 0 ? summary.simulatedSeconds / seconds : 0
    var lines = [
      "\(summary.cases) cases in \(NumberFormat.text(seconds, unit: "s")), \(NumberFormat.text(rate, unit: "/s"))",
      "\(Int64(summary.simulatedSeconds)) s simulated, \(NumberFormat.text(speed)) times as fast; "
        + "\(summary.events) events, \(summary.faults) faults",
      "progress was asked for, and judged, in \(summary.progressJudged) cases",
    ]
    lines.append("")
    lines.append(drawn.text)
    lines.append("what was struck, by what the module was doing:\n")
    lines.append(summary.coverage.table)
    lines.append(summary.coverage.markList)
    lines.append(
      summary.isGood
        ? "no invariant was violated"
        : "violated in \(summary.failures.count) cases: "
          + summary.failures.map { "\($0.number) (\($0.violation.oracle))" }.joined(separator: ", "))
    return lines.joined(separator: "\n") + "\n"
  }

  private var drawn: TextTable {
    var table = TextTable([.init("fault"), .init("cases", .right)])
    for (kind, cases) in summary.casesWith.sorted(by: { $0.key < $1.key }) { table.append([kind, String(cases)]) }
    return table
  }
}
