import Foundation
import Scenarios

/// `chainbed worker fuzz`.
struct WorkerFuzz: Command {
  static let name = "fuzz"
  static let abstract = "Fuzz a scenario until something is found, and print the summary as JSON."

  @Argument("The scenario that cases are drawn from.") var file: String
  @OptionGroup var budget = FuzzBudget()
  @Option("Cases run at once.", value: "count") var jobs: PositiveInteger

  func run() throws -> ExitStatus {
    let base = try ScenarioFile.load(path: file)
    let options = FuzzOptions(
      cases: 0..<budget.caseCount, seed: budget.seed.value, jobs: jobs.value, directory: budget.folder,
      version: Version.description)
    let summary = try Fuzzer(base, options: options, observer: Watch(seconds: budget.fuzzFor?.seconds)).summarise()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    Console.standard.print(String(decoding: try encoder.encode(summary), as: UTF8.self))
    return summary.isGood ? .done : .failed
  }

  /// Knows when the time is up; shows nothing.
  private final class Watch: FuzzObserver {
    private let start = WallClock.seconds()
    private let seconds: Double?

    init(seconds: Double?) { self.seconds = seconds }

    var hasTime: Bool { seconds.map { WallClock.seconds() - start < $0 } ?? true }
    func caseBegins(_ number: Int) {}
    func caseEnds(_ summary: FuzzSummary) {}
    func found(_ failure: FuzzSummary.Failure) {}
  }
}
