import Foundation
import Scenarios

/// What the commands that run scenarios have in common.
struct RunParameters {
  @Option("The seed, instead of the scenario's.") var seed: Seed?
  @Option("Set any key of the scenario; a swept key then has this one value.", value: "key=value") var set: [String]
  @Option("Replications run at once. Without it: as many as there are cores.", value: "count") var jobs:
    PositiveInteger?
  @Flag("Keep modules' files, and with nfv the keys of tenants and domains, below disks/ in the results.")
  var keepDisks: Bool
  @Flag("Write each figure as PDF, too.") var pdf: Bool
  @Flag("Run again in a second process and compare the two, run by run.") var twice: Bool
  @Flag("Print nothing but errors and what does not hold.") var quiet: Bool

  /// Most threads that make sense anywhere.
  private static let mostJobs = 1_024

  /// The overrides of the scenario, the seed among them.
  var overrides: [String] { self.set + (seed.map { ["seed=\($0)"] } ?? []) }

  var jobCount: Int { Self.jobCount(jobs) }

  /// What `--jobs` says, or as many as there are cores.
  static func jobCount(_ jobs: PositiveInteger?) -> Int {
    min(jobs?.value ?? ProcessInfo.processInfo.activeProcessorCount, mostJobs)
  }

  /// Throws where an option would have no effect on any of the scenarios.
  func check(_ scenarios: [LoadedScenario], called name: String) throws {
    guard keepDisks, !scenarios.flatMap(\.points).contains(where: \.scenario.system.hasModules) else { return }
    throw CommandFailure("--keep-disks is for blockchain modules, and '\(name)' has none", status: .usage)
  }

  /// The words that give the same results, for another process and for provenance.
  var words: [String] {
    self.set.flatMap { ["--set", $0] } + (seed.map { ["--seed", "\($0)"] } ?? []) + (keepDisks ? ["--keep-disks"] : [])
      + (pdf ? ["--pdf"] : [])
  }
}
