import Vocabulary

/// Makes a scenario that violates an invariant small: fewer faults, strikes, modules, less time and load, plainer
/// settings, as long as the same invariant fails. The result does not depend on the number of jobs.
public struct Shrinker {
  public struct Options: Sendable {
    public var jobs: Int
    /// Most runs to spend.
    public var mostRuns: Int

    public init(jobs: Int, mostRuns: Int) {
      precondition(jobs >= 1, "\(jobs) jobs")
      self.jobs = jobs
      self.mostRuns = mostRuns
    }
  }

  /// Why there is nothing to shrink.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    case nothingFails(said: String?)
    case unstable

    public var description: String {
      switch self {
      case .nothingFails(let oracle?): "the invariant '\(oracle)' does not fail in this run: there is nothing to shrink"
      case .nothingFails(nil): "no invariant fails in this run: there is nothing to shrink"
      case .unstable: "the small scenario does not give the same run twice: a defect of chainbed"
      }
    }
  }

  let loaded: LoadedScenario
  let options: Options
  let run: @Sendable (Scenario, CostProfile) throws -> RunOutcome

  public init(_ loaded: LoadedScenario, options: Options) {
    self.init(loaded, options: options) { scenario, profile in
      try SystemRun.run(scenario, profile: profile, seed: scenario.seed, options: RunOptions())
    }
  }

  init(
    _ loaded: LoadedScenario, options: Options,
    run: @escaping @Sendable (Scenario, CostProfile) throws -> RunOutcome
  ) {
    self.loaded = loaded
    self.options = options
    self.run = run
  }

  /// `progress` is told how many runs there were; `found`, of each smaller scenario that failed once. Throws `Problem`.
  public func shrink(
    progress: @escaping (Int) -> Void = { _ in }, found: @escaping (ShrinkResult) -> Void = { _ in }
  ) throws -> ShrinkResult {
    let outcome = try run(loaded.scenario, loaded.profile)
    let wanted = loaded.capsule?.oracle
    let violation = outcome.violations.first { wanted == nil || $0.oracle == wanted }
    guard let violation else { throw Problem.nothingFails(said: wanted) }

    let trial = ShrinkTrial(
      oracle: violation.oracle, profile: loaded.profile, path: loaded.path, jobs: options.jobs,
      mostRuns: options.mostRuns, run: run)
    trial.progress = progress
    trial.found = { [loaded, unowned trial] scenario, violation in
      var result = ShrinkResult(before: loaded, scenario: scenario, runs: trial.runs)
      result.violation = violation
      found(result)
    }
    var scenario = loaded.scenario
    while !trial.isExhausted {
      let before = scenario
      for reduction in Reduction.all { try reduction.apply(&scenario, violation, trial.firstFailing) }
      if scenario == before { break }
    }
    var result = try verified(scenario, violation.oracle, runs: trial.runs)
    result.ranOut = trial.isExhausted
    return result
  }

  /// Runs what its text says, twice.
  private func verified(_ scenario: Scenario, _ oracle: String, runs: Int) throws -> ShrinkResult {
    var result = ShrinkResult(before: loaded, scenario: scenario, runs: runs)
    let reread = try ScenarioFile.read(
      Array(result.text.utf8), path: loaded.path, profiles: ProfileLibrary(forScenario: loaded.path))
    let outcomes = try (0..<2).map { _ in try run(reread.scenario, reread.profile) }
    let violations = outcomes.map { $0.violations.first { $0.oracle == oracle } }
    guard let violation = violations[0], violations[1] == violation else { throw Problem.unstable }
    guard outcomes[0].fingerprint == outcomes[1].fingerprint else { throw Problem.unstable }
    result.violation = violation
    return result
  }
}
