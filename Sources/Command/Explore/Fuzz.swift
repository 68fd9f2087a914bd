import Foundation
import Report
import Scenarios

/// `chainbed fuzz`.
struct Fuzz: Command {
  static let name = "fuzz"
  static let abstract = "Run many cases drawn from a scenario and look for violated invariants."
  static let discussion = """
    Each case draws settings, faults and an order of simultaneous events of its own. A violation is kept as a capsule: a \
    scenario with everything explicit, which 'replay' runs again and 'shrink' makes small. The status is 1 when an \
    invariant was violated. Ctrl-C ends with the summary so far.
    """

  @Argument("The scenario that cases are drawn from; its own faults stay.") var file: String
  @Option("How many cases to run. Without it, and without --for: 1000.", value: "count") var cases: PositiveInteger?
  @Option("How long to run: 90s, 10m, 2h.", value: "time") var `for`: WallTime?
  @Option("Run this one case only.", value: "number") var only: CaseNumber?
  @Option("What the cases are drawn from.", value: "seed") var seed: Seed = Seed(1)
  @Option("Cases run at once. Without it: as many as there are cores.", value: "count") var jobs: PositiveInteger?
  @Option("How much may go wrong: what must be tolerated, or more.") var budget: FaultBudget = .within
  @Option("Set any key of the scenario first.", value: "key=value") var set: [String]
  @Option("The folder for capsules. Without it: results/fuzz.", value: "folder") var out: String?
  @Flag("Go on after a violation.") var keepGoing: Bool
  @Flag("Fail when a mark that must be reached never was.") var requireMarks: Bool
  @Flag("Print nothing but errors and violations.") var quiet: Bool

  func run() throws -> ExitStatus {
    if only != nil, cases != nil || `for` != nil {
      throw CommandFailure("--only runs one case: neither --cases nor --for can stand beside it", status: .usage)
    }
    let base = try ScenarioFile.load(path: file, overrides: self.set)
    let directory = try RunSession.folder(out, otherwise: "results/fuzz")
    try Directory.createWritable(directory)
    let options = FuzzOptions(
      cases: numbers, seed: seed.value, jobs: RunParameters.jobCount(jobs), budget: budget,
      keepsGoing: keepGoing, directory: directory, version: Version.description)
    let again = FuzzReport.Again(words: words, stopsAtFirst: !keepGoing && only == nil)
    let progress = FuzzProgress(
      total: `for` == nil ? numbers.count : nil, seconds: `for`?.seconds, isShown: !quiet, again: again)
    Interruption.onRequest { progress.reportInterruption() }
    let summary = try Fuzzer(base, options: options, observer: progress).summarise()
    progress.end()
    if !quiet { Console.standard.print(FuzzReport(summary, seconds: progress.elapsedSeconds, again: again).text) }
    let marks = MarksCheck(
      coverage: summary.coverage, isRequired: requireMarks, required: Requirement.all(for: summary.coverage))
    if requireMarks, !quiet || !marks.missing.isEmpty { Console.standard.write(marks.verdict) }
    return summary.isGood ? marks.status : .failed
  }

  /// The command line of one of these cases, but for its number.
  private var words: [String] {
    ["chainbed", "fuzz", file, "--seed", "\(seed)"] + (budget == .within ? [] : ["--budget", budget.rawValue])
      + self.set.flatMap { ["--set", $0] }
  }

  private var numbers: Range<Int> {
    if let only { return only.value..<only.value + 1 }
    if let cases { return 0..<cases.value }
    return 0..<(`for` == nil ? 1_000 : Int.max)
  }
}

extension FaultBudget: ArgumentValue {}
