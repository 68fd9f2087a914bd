import Vocabulary

/// A scenario run whole and judged, without results on disk: what a check for continuous integration asks of it, in a
/// form that passes from one process to another.
public struct Judgement: Codable, Hashable, Sendable {
  /// Something that does not hold.
  public struct Failure: Codable, Hashable, Sendable {
    /// The oracle that a run violates, or `expectation`.
    public var kind: String
    /// One line.
    public var text: String
    /// The words after `chainbed run FILE` that repeat it alone; empty where the whole scenario is needed.
    public var words: [String]
  }

  /// One replication of one point.
  public struct Run: Codable, Hashable, Sendable {
    /// The values of the sweep's axes as overrides, `crb.modules=4`.
    public var overrides: [String]
    public var seed: UInt64
    public var fingerprint: String
  }

  public var title: String
  /// In the order of points, then replications.
  public var runs: [Run]
  public var failures: [Failure]
  /// Whether in every run the fault budget lets safety be asked for, and there was progress to judge: docs/models/oracles.md.
  public var judgesSafety: Bool
  public var judgesProgress: Bool
  public var simulatedSeconds: Double
  public var events: Int64
  public var coverage: Coverage

  public var isGood: Bool { failures.isEmpty }
}

extension Judgement {
  /// Every run, in order. `outcomes`: by point, then replication.
  static func runs(of loaded: LoadedScenario, _ outcomes: [[RunOutcome]]) -> [Run] {
    zip(loaded.points, outcomes).flatMap { point, outcomes in
      let overrides = zip(loaded.axes, point.values).map { "\($0.key)=\($1.text)" }
      return outcomes.map { Run(overrides: overrides, seed: $0.seed, fingerprint: $0.fingerprint) }
    }
  }

  /// Runs every replication of every point, one after the other.
  public init(of loaded: LoadedScenario) throws {
    var outcomes: [[RunOutcome]] = []
    for point in loaded.points {
      var replications = Replications(plan: loaded.study.replications)
      while let number = replications.start() {
        let seed = Experiment.seed(point.scenario.seed, number)
        let outcome = try SystemRun.run(point.scenario, profile: point.profile, seed: seed, options: RunOptions())
        replications.finish(number, outcome)
      }
      outcomes.append(replications.results)
    }
    self.init(of: loaded, outcomes)
  }

  /// `outcomes`: by point, then replication.
  init(of loaded: LoadedScenario, _ outcomes: [[RunOutcome]]) {
    title = loaded.study.title
    runs = Judgement.runs(of: loaded, outcomes)
    failures = []
    judgesSafety = outcomes.joined().allSatisfy { ($0.budgets ?? []).allSatisfy(\.isSafe) }
    judgesProgress = outcomes.joined().allSatisfy { $0.judgesProgress == true }
    simulatedSeconds = 0
    events = 0
    coverage = Coverage()
    var number = 0
    for (point, outcomes) in zip(loaded.points, outcomes) {
      let span = point.scenario.duration.warmUp + point.scenario.duration.measure
      for outcome in outcomes {
        let run = runs[number]
        number += 1
        simulatedSeconds += span.seconds
        events += outcome.events
        if let covered = outcome.coverage { coverage.merge(covered) }
        failures += outcome.violations.map {
          Failure(kind: $0.oracle, text: "\($0) (\(run))", words: runs.count == 1 ? [] : run.words)
        }
      }
    }
    let measurements = ExperimentResult.measurements(loaded, outcomes)
    let judge = Judge(axes: loaded.axes, points: ExperimentResult.measuredPoints(loaded, measurements))
    for expectation in loaded.study.expectations {
      let verdict = judge.verdict(on: expectation)
      guard verdict.outcome == .fails else { continue }
      let deviation = verdict.deviation.isEmpty ? "" : ", \(verdict.deviation)"
      failures.append(
        Failure(kind: "expectation", text: "\(expectation.text): \(verdict.measured)\(deviation)", words: []))
    }
  }
}

extension Judgement.Run: CustomStringConvertible {
  /// `crb.modules=4, seed 1`.
  public var description: String { (overrides + ["seed \(seed)"]).joined(separator: ", ") }

  /// What makes `chainbed run FILE` run this one alone.
  var words: [String] {
    (overrides + ["replications=1"]).flatMap { ["--set", $0] } + ["--seed", String(seed)]
  }
}
