import Foundation
import Synchronization

/// Runs scenarios to see whether they still fail, several at once.
final class ShrinkTrial: @unchecked Sendable {
  private let profile: CostProfile
  private let profiles: ProfileLibrary
  /// The invariant that must fail.
  private let oracle: String
  private let jobs: Int
  private let mostRuns: Int
  private let run: @Sendable (Scenario, CostProfile) throws -> RunOutcome

  /// Verdicts, never iterated.
  private var known: [Scenario: Verdict] = [:]
  private var counted: Set<Scenario> = []
  /// Runs that one job would have needed: several jobs make a few more.
  var runs: Int { counted.count }

  private struct Verdict {
    /// Nil when the invariant held.
    var violation: Violation?
  }

  /// Told after each round.
  var progress: (Int) -> Void = { _ in }
  /// Told of each scenario that fails and that the search goes on from.
  var found: (Scenario, Violation) -> Void = { _, _ in }

  init(
    oracle: String, profile: CostProfile, path: String, jobs: Int, mostRuns: Int,
    run: @escaping @Sendable (Scenario, CostProfile) throws -> RunOutcome
  ) {
    self.oracle = oracle
    self.profile = profile
    self.jobs = jobs
    self.mostRuns = mostRuns
    self.run = run
    profiles = ProfileLibrary(forScenario: path)
  }

  /// Whether there may be further runs.
  var isExhausted: Bool { runs >= mostRuns }

  /// The place of the first candidate that fails as the scenario did. It is the same at any number of jobs.
  func firstFailing(_ candidates: [Scenario]) throws -> Int? {
    var start = 0
    while start < candidates.count, !isExhausted {
      let end = min(start + jobs, candidates.count)
      let verdicts = try verdicts(Array(candidates[start..<end]))
      defer { progress(runs) }
      for (place, verdict) in zip(start..<end, verdicts) {
        guard !isExhausted else { return nil }
        guard let verdict else { continue }
        counted.insert(candidates[place])
        guard let violation = verdict.violation else { continue }
        found(candidates[place], violation)
        return place
      }
      start = end
    }
    return nil
  }

  /// Nil for a candidate that makes no sense.
  private func verdicts(_ candidates: [Scenario]) throws -> [Verdict?] {
    let fresh = candidates.indices.filter { known[candidates[$0]] == nil && isGood(candidates[$0]) }
    let outcomes = Mutex([Result<RunOutcome, any Error>?](repeating: nil, count: fresh.count))
    Crew.run(fresh.count) { place in
      let outcome = Result { try self.run(candidates[fresh[place]], self.profile) }
      outcomes.withLock { $0[place] = outcome }
    }
    let results = outcomes.withLock { $0 }
    for (place, outcome) in zip(fresh, try results.map { try $0!.get() }) {
      known[candidates[place]] = Verdict(violation: outcome.violations.first { $0.oracle == oracle })
    }
    return candidates.map { known[$0] }
  }

  /// Whether it could stand in a file: the format says what makes sense.
  private func isGood(_ scenario: Scenario) -> Bool {
    let text = "title: candidate\n" + YAMLWriter.text(ScenarioWriter.node(scenario))
    return (try? ScenarioFile.read(Array(text.utf8), path: "candidate.yaml", profiles: profiles)) != nil
  }
}
