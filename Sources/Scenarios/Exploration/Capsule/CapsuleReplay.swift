import Vocabulary

/// A failure run again: that of a capsule, or of any scenario.
public struct CapsuleReplay: Sendable {
  /// Nil when the scenario is no capsule.
  public let capsule: Capsule?
  /// What was found this time.
  public let violations: [Violation]
  public let fingerprint: String
  /// The last events before the first violation, or before the end.
  public let transcript: [String]

  /// `lines`: how long the transcript is at most.
  public init(_ loaded: LoadedScenario, lines: Int = 0) throws {
    let (scenario, profile) = (loaded.scenario, loaded.profile)
    let outcome = try SystemRun.run(scenario, profile: profile, seed: scenario.seed, options: RunOptions())
    capsule = loaded.capsule
    violations = outcome.violations
    fingerprint = outcome.fingerprint
    guard lines > 0 else {
      transcript = []
      return
    }
    let oracle = loaded.capsule?.oracle
    let first = violations.first { oracle == nil || $0.oracle == oracle } ?? violations.first
    let probe = RunProbe(transcript: Transcript(last: lines, upTo: first?.at ?? .never))
    _ = try SystemRun.run(scenario, profile: profile, seed: scenario.seed, options: RunOptions(), probe: probe)
    transcript = probe.transcript!.text
  }

  /// The same invariant fails; of a scenario that is no capsule, any.
  public var failsAgain: Bool { violations.contains { capsule == nil || $0.oracle == capsule?.oracle } }
  /// The same events happened as when the capsule was written.
  public var isSameRun: Bool { fingerprint == capsule?.fingerprint }
}
