/// One replication of one point, whatever its system.
enum SystemRun {
  /// Runs to the end of the measured window. The fingerprint is of every job that every host ran.
  static func run(
    _ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, probe: RunProbe? = nil
  ) throws -> RunOutcome {
    switch scenario.system {
    case .crb: try CRBRun.run(scenario, profile: profile, seed: seed, options: options, probe: probe)
    case .nfv: try NFVRun.run(scenario, profile: profile, seed: seed, options: options, probe: probe)
    case .sfc: try SFCRun.run(scenario, profile: profile, seed: seed, options: options, probe: probe)
    }
  }
}
