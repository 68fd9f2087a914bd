import Foundation
import Scenarios

/// `chainbed check`.
struct Check: Command {
  static let name = "check"
  static let abstract = "Check scenarios and cost profiles without running anything."
  static let discussion = """
    Everything that is wrong with a file is reported at once, each with its line and column. With --twice, each scenario \
    that is right also runs, in two processes, which must give the same events.
    """

  @Argument("A scenario, a cost profile, or a folder with scenarios at any depth.", value: "path") var paths: [String]
  @Option("Set a key of each scenario first, as `run` does.", value: "key=value") var set: [String]
  @Flag("Run each scenario in two processes, too, and compare.") var twice: Bool

  func run() throws -> ExitStatus {
    var status = ExitStatus.done
    for file in try paths.flatMap({ RegressionFiles.isFolder($0) ? try RegressionFiles.find([$0]) : [$0] }) {
      do {
        Console.standard.print("\(file): \(try summary(of: file))")
      } catch {
        Console.standard.report(error.description)
        if status == .done { status = error.areUsage ? .usage : .badInput }
        continue
      }
      if twice, !Self.isProfile(file), let problem = difference(in: file) {
        Console.standard.report(problem)
        status = .defect
      }
    }
    return status
  }

  /// What two processes that run the scenario do not have in common; says so when that is nothing.
  private func difference(in file: String) -> String? {
    Interruption.onRequest { WorkerProcess.killAll() }
    let result = RegressionCheck([file], overrides: self.set, isTwice: true).run(jobs: 1)[0]
    guard let judgement = result.judgement else {
      return result.problems.map { $0.hasPrefix(" ") ? $0 : "\(file): \($0)" }.joined(separator: "\n")
    }
    let runs = judgement.runs.count == 1 ? "1 run" : "\(judgement.runs.count) runs"
    Console.standard.print("\(file): two processes gave the same \(judgement.events) events in \(runs)")
    return nil
  }

  /// What the file is, in a few words.
  private func summary(of file: String) throws(ScenarioErrors) -> String {
    if Self.isProfile(file) {
      let profile = try ProfileFile.load(path: file)
      return "good: the cost profile of \(profile.title)"
    }
    let scenario = try ScenarioFile.load(path: file, overrides: set)
    for warning in scenario.warnings { Console.standard.report(warning.description) }
    let points = scenario.points.count == 1 ? "1 point" : "\(scenario.points.count) points"
    return "good: \(scenario.study.title), \(points)"
  }

  /// Profiles are told by their folder, or by having prices.
  static func isProfile(_ file: String) -> Bool {
    if file.split(separator: "/").dropLast().last == "profiles" { return true }
    let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.split(separator: "\n").contains { $0.hasPrefix("prices:") }
  }
}
