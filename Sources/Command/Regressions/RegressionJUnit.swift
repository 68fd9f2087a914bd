import Report
import Scenarios

/// A check's results as test cases: a suite for each folder of scenarios.
enum RegressionJUnit {
  static func suites(_ results: [RegressionResult]) -> [JUnitReport.Suite] {
    let folders = results.map { folder(of: $0.file) }
    let distinct = folders.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return distinct.map { folder in
      let cases = zip(results, folders).filter { $0.1 == folder }.map { test($0.0, in: folder) }
      return JUnitReport.Suite(folder, cases: cases, properties: [("chainbed", Version.description)])
    }
  }

  private static func test(_ result: RegressionResult, in folder: String) -> JUnitReport.Case {
    JUnitReport.Case(
      ScenarioLibrary.name(ofPath: result.file), group: folder.split(separator: "/").joined(separator: "."),
      seconds: result.wallSeconds, outcome: outcome(of: result), output: output(of: result))
  }

  private static func outcome(of result: RegressionResult) -> JUnitReport.Case.Outcome {
    let message = result.problems.first ?? ""
    let text = (result.problems + (result.command.map { ["again: \($0)"] } ?? [])).joined(separator: "\n")
    switch result.outcome {
    case .judged(let judgement):
      guard let first = judgement.failures.first else { return .passed }
      return .failed(kind: first.kind, message: message, text: text)
    case .unreadable: return .error(kind: "unreadable", message: message, text: text)
    case .unstable: return .error(kind: "unstable", message: message, text: text)
    case .defect: return .error(kind: "defect", message: message, text: text)
    case .skipped: return .skipped(message: "the check was interrupted before")
    }
  }

  private static func output(of result: RegressionResult) -> String {
    switch result.outcome {
    case .judged(let judgement):
      let runs = judgement.runs.map { "\($0), fingerprint \($0.fingerprint)" }
      let size = "\(judgement.title): \(judgement.simulatedSeconds) s simulated, \(judgement.events) events"
      return ([size, "judged: \(result.judged)"] + runs).joined(separator: "\n") + "\n"
    case .defect(_, let output): return output
    case .unreadable, .unstable, .skipped: return ""
    }
  }

  /// `scenarios/faults` of `scenarios/faults/leader-crash.yaml`.
  private static func folder(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "scenarios"
  }
}
