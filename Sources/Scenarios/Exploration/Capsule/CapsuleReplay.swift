/// A capsule run again.
public struct CapsuleReplay: Sendable {
  public let capsule: Capsule
  /// What was found this time.
  public let violations: [Violation]
  public let fingerprint: String

  /// Nil when the scenario is no capsule.
  public init?(_ loaded: LoadedScenario) throws {
    guard let capsule = loaded.capsule else { return nil }
    self.capsule = capsule
    let outcome = try CRBRun.run(
      loaded.scenario, profile: loaded.profile, seed: loaded.scenario.seed, options: RunOptions())
    violations = outcome.violations
    fingerprint = outcome.fingerprint
  }

  /// The same invariant fails.
  public var failsAgain: Bool { violations.contains { $0.oracle == capsule.oracle } }
  public var isSameRun: Bool { fingerprint == capsule.fingerprint }
}
