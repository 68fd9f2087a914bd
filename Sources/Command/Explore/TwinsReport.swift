import Report
import Scenarios

/// What a search came to, for people and for programs.
struct TwinsReport {
  let space: TwinsSpace
  let summary: TwinsSummary
  /// By the machine's clock.
  let seconds: Double
  /// The options that say what choices are about.
  let words: [String]

  private var perSecond: Double { Double(summary.scenarios) / max(seconds, 1e-6) }

  var text: String {
    let federation = space.federation
    var lines = summary.findings.map { TwinsOutcomeReport(space: space, outcome: $0, words: words).text }
    if summary.violating > summary.findings.count {
      lines.append("\(summary.violating - summary.findings.count) further scenarios violate something\n")
    }
    lines.append(
      "\(summary.scenarios) scenarios of \(space.views) views with \(space.choices) choices each:"
        + " \(federation.replicas) replicas, \(federation.twins) of them twice")
    lines.append(
      "\(NumberFormat.text(seconds, unit: "s")), \(NumberFormat.text(perSecond, significantDigits: 4)) scenarios/s")
    lines.append(
      "\(summary.decided) blocks decided; everything decided within \(summary.longestHealing.seconds) s"
        + " after the network was whole")
    var table = TextTable([.init("coverage"), .init("scenarios", .right)])
    for (view, count) in summary.views.enumerated() where count > 0 {
      table.append(["reached view \(view)", "\(count)"])
    }
    for (entry, count) in zip(TwinsMarks.all, summary.marks) { table.append([entry.name, "\(count)"]) }
    lines.append("\n" + table.text)
    lines.append(summary.violating == 0 ? "nothing is violated" : "\(summary.violating) scenarios violate something")
    lines.append("fingerprint \(summary.fingerprint)")
    return lines.joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    [
      "replicas": JSONValue(space.federation.replicas), "twins": JSONValue(space.federation.twins),
      "views": JSONValue(space.views), "choices_per_view": JSONValue(space.choices),
      "scenarios": JSONValue(summary.scenarios), "seconds": JSONValue(seconds),
      "scenarios_per_second": JSONValue(perSecond), "decided_blocks": JSONValue(summary.decided),
      "longest_healing_seconds": JSONValue(summary.longestHealing.seconds),
      "highest_views": .array(summary.views.map { JSONValue($0) }),
      "coverage": .object(zip(TwinsMarks.all, summary.marks).map { .init($0.name, JSONValue($1)) }),
      "violating": JSONValue(summary.violating),
      "findings": .array(
        summary.findings.map { TwinsOutcomeReport(space: space, outcome: $0, words: words).json() }),
      "fingerprint": JSONValue(summary.fingerprint),
    ]
  }
}
