import Report
import Scenarios

/// The table of what was fuzzed: a row for each scenario, and under it what was found.
struct FuzzTable {
  var results: [FuzzResult]

  var text: String {
    let (folder, names) = RegressionFiles.names(results.map(\.file))
    var table = TextTable([
      .init("fuzzed in \(folder.isEmpty ? "." : folder)/", maximumWidth: 200), .init("verdict"),
      .init("cases", .right), .init("simulated", .right), .init("wall", .right),
    ])
    for (result, name) in zip(results, names) {
      let simulated = result.summary.map { RegressionTable.seconds($0.simulatedSeconds, places: 0) } ?? ""
      let cases = result.summary.map { String($0.cases) } ?? ""
      table.append([
        name, result.verdict.rawValue, cases, simulated, RegressionTable.seconds(result.wallSeconds, places: 1),
      ])
    }
    let lines = table.text.split(separator: "\n")
    var text = lines.prefix(2).map { $0 + "\n" }.joined()
    for (line, result) in zip(lines.dropFirst(2), results) {
      text += line + "\n"
      for problem in result.problems { text += RegressionTable.cut("    " + problem.text) + "\n" }
    }
    return text
  }

  /// What was found, whole, with the commands that show it again.
  var details: String {
    results.flatMap { result in
      result.problems.map { problem in
        "\(result.file): \(result.verdict.rawValue)\n  \(problem.text)\n"
          + problem.commands.map { "  again: \($0)\n" }.joined()
      }
    }.joined(separator: "\n")
  }

  /// A test case for each failure that was found; one that is passed for a scenario without any.
  var suite: JUnitReport.Suite {
    let cases = results.flatMap { result -> [JUnitReport.Case] in
      let name = ScenarioLibrary.name(ofPath: result.file)
      func test(_ name: String, _ outcome: JUnitReport.Case.Outcome, output: String = "") -> JUnitReport.Case {
        JUnitReport.Case(name, group: "fuzz", seconds: result.wallSeconds, outcome: outcome, output: output)
      }
      switch result.outcome {
      case .summary(let summary) where summary.isGood:
        return [test(name, .passed, output: "\(summary.cases) cases, \(summary.simulatedSeconds) s simulated\n")]
      case .summary(let summary):
        return zip(summary.failures, result.problems).map { failure, problem in
          test(
            "\(name) case \(failure.number)",
            .failed(kind: failure.violation.oracle, message: problem.text, text: Self.text(problem)))
        }
      case .unreadable, .defect:
        let kind = result.verdict.rawValue.lowercased()
        return result.problems.map {
          test(name, .error(kind: kind, message: $0.text, text: Self.text($0)), output: result.output)
        }
      case .skipped: return [test(name, .skipped(message: "the check was interrupted before"))]
      }
    }
    return JUnitReport.Suite("fuzz", cases: cases)
  }

  private static func text(_ problem: (text: String, commands: [String])) -> String {
    ([problem.text] + problem.commands.map { "again: \($0)" }).joined(separator: "\n")
  }
}

extension FuzzResult {
  /// What its process said before it ended in a way that it should not.
  fileprivate var output: String {
    guard case .defect(_, let output) = outcome else { return "" }
    return output
  }
}
