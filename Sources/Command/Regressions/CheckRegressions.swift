import Report
import Scenarios

/// `chainbed check-regressions`.
struct CheckRegressions: Command {
  static let name = "check-regressions"
  static let abstract = "Run scenarios as tests: judge each, print a table, write JUnit XML."
  static let discussion = """
    For continuous integration. Every scenario runs whole and in a process of its own; its expectations and the oracles \
    judge it, and no results are written. What fails comes with the one command that shows it again.

    The status is 0 when all is well, 1 when something that is tested fails, 65 when a scenario cannot be read, 70 when \
    chainbed itself is at fault, 130 after an interruption; the highest of what applies. docs/continuous-integration.md \
    shows how it is used.
    """

  @Argument("Scenarios, or folders with scenarios at any depth.", value: "path") var paths: [String]
  @Option("Write the results as JUnit XML, too.", value: "file") var junit: String?
  @Option("Scenarios run at once. Without it: as many as there are cores.", value: "count") var jobs: PositiveInteger?
  @Flag("Run each in two processes, which must give the same.") var twice: Bool

  func run() throws -> ExitStatus {
    let files = try RegressionFiles.find(paths)
    let report = try junit.map { try JUnitFile($0) }
    let check = RegressionCheck(files, isTwice: twice)
    Interruption.onRequest {
      WorkerProcess.killAll()
      check.endProgress()
      let results = check.results
      Console.standard.write(RegressionTable(results: results).text)
      try? report?.write(RegressionJUnit.suites(results))
    }
    let results = check.run(jobs: RunParameters.jobCount(jobs))
    let table = RegressionTable(results: results)
    Console.standard.write(table.text)
    if !table.details.isEmpty { Console.standard.write("\n" + table.details) }
    try report?.write(RegressionJUnit.suites(results))
    return results.map(\.status).max { $0.rawValue < $1.rawValue } ?? .done
  }
}
