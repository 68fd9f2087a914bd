import Report
import Scenarios
import Synchronization

/// `chainbed check-regressions`.
struct CheckRegressions: Command {
  static let name = "check-regressions"
  static let abstract = "Run scenarios as tests: judge each, print a table, write JUnit XML."
  static let discussion = """
    For continuous integration. Every scenario runs whole and in a process of its own; its expectations and the oracles \
    judge it, and no results are written. With a budget for it, scenarios are fuzzed, too. What fails comes with the one \
    command that shows it again.

    The status is 0 when all is well, 1 when something that is tested fails, 65 when a scenario cannot be read, 70 when \
    chainbed itself is at fault, 130 after an interruption; the highest of what applies. docs/continuous-integration.md \
    shows how it is used.
    """

  @Argument("Scenarios, or folders with scenarios at any depth.", value: "path") var paths: [String]
  @Option("Write the results as JUnit XML, too.", value: "file") var junit: String?
  @Option("Scenarios run at once. Without it: as many as there are cores.", value: "count") var jobs: PositiveInteger?
  @Flag("Run each in two processes, which must give the same.") var twice: Bool
  @Option("Fuzz this scenario. With a budget only: scenarios/fuzz/pbft-n4.yaml.", value: "file") var fuzz: [String]
  @OptionGroup var budget = FuzzBudget()
  @Flag("Fail when a mark that must be reached never was.") var requireMarks: Bool

  func run() throws -> ExitStatus {
    let files = try RegressionFiles.find(paths)
    let fuzzed = try fuzzed()
    if fuzzed.isEmpty, let detail = budget.detail {
      throw CommandFailure("\(detail) has no effect without --fuzz, --fuzz-cases or --fuzz-for", status: .usage)
    }
    if !fuzzed.isEmpty { try Directory.createWritable(budget.folder) }
    let session = RegressionSession(
      check: RegressionCheck(files, isTwice: twice),
      fuzzed: fuzzed.map { FuzzResult(file: $0, seed: budget.seed, outcome: .skipped, wallSeconds: 0) },
      requiresMarks: requireMarks, report: try junit.map { try JUnitFile($0) })
    Interruption.onRequest {
      WorkerProcess.killAll()
      _ = try? session.finish()
    }
    session.run(budget, jobs: RunParameters.jobCount(jobs))
    return try session.finish()
  }

  /// The scenarios to be fuzzed.
  private func fuzzed() throws -> [String] {
    guard fuzz.isEmpty, budget.isGiven else { return fuzz }
    guard let library = ScenarioLibrary() else { throw CommandFailure.noScenarios }
    return [library.folder + "/fuzz/pbft-n4.yaml"]
  }
}
