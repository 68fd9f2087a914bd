import TestSupport
import Vocabulary

@testable import Scenarios

/// A short scenario to draw cases from, in which no block is decided as soon as is asked for.
enum ExplorationFixture {
  static let profiles = ProfileLibrary(folders: [Repository.path("scenarios/profiles")])

  static let text = """
    title: A base
    crb: {modules: 4, crypto: modelled, tolerates: 1, view-change-timeout: 500 ms}
    hosts: {profile: measured-here}
    network: {latency: 200 us}
    workload: {rate: {poisson: 20 /s}, to: any}
    duration: {warm-up: 0 s, measure: 6 s}

    """

  /// Progress is asked for sooner than any block can be decided.
  static let hopeless = text + "oracles: {progress-within: 1 us}\n"

  static func load(
    _ text: String, path: String = "scenarios/fuzz/base.yaml", overrides: [String] = []
  ) throws -> LoadedScenario {
    try ScenarioFile.read(Array(text.utf8), path: path, overrides: overrides, profiles: profiles)
  }

  static func swarm(_ text: String = text, seed: UInt64 = 1, budget: FaultBudget = .within) throws -> Swarm {
    Swarm(points: try load(text).points, seed: seed, budget: budget)
  }

  static func run(_ scenario: Scenario, _ profile: CostProfile) throws -> RunOutcome {
    try SystemRun.run(scenario, profile: profile, seed: scenario.seed, options: RunOptions())
  }
}

/// Has all the time in the world and remembers what was found.
final class QuietObserver: FuzzObserver {
  let hasTime = true
  func caseBegins(_ number: Int) {}
  func caseEnds(_ summary: FuzzSummary) {}
  func found(_ failure: FuzzSummary.Failure) {}
}
