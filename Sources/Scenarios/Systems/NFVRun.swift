import SimKernel
import Vocabulary

/// One replication of one point: runs an NFV world through warm-up and measurement, and reads the metrics off.
enum NFVRun {
  /// Runs to the end of the measured window, and on until the tenants have ended what they had begun. The fingerprint is of every job that every host ran.
  static func run(
    _ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, probe: RunProbe? = nil
  ) throws -> RunOutcome {
    let fingerprint = Fingerprint(ignoringContents: options.ignoresContents)
    let trace = Trace(into: fingerprint)
    let nfv = NFVWorld(scenario, profile: profile, seed: seed, options: options, trace: trace)
    nfv.world.transcript = probe?.transcript
    nfv.world.start()
    nfv.world.run(until: nfv.window.upperBound)
    nfv.settle()
    let metrics = NFVMetrics(nfv)
    trace.flush()
    probe?.plan = nfv.world.faults?.explicitPlan
    if let directory = options.diskDirectory {
      for chain in nfv.chains { try chain.keepDisks(in: "\(directory)/\(chain.name)") }
      try nfv.keepKeys(in: "\(directory)/keys")
    }
    return RunOutcome(
      seed: seed, values: metrics.values, violations: nfv.violations(), fingerprint: fingerprint.finish(),
      events: nfv.world.simulator.handledEvents, queues: [], coverage: nfv.coverage.finish(), verdict: nfv.verdict,
      evidence: nfv.evidenceText, budgets: scenario.faults.isEmpty ? [] : nfv.budgets,
      neverStruck: nfv.world.faults?.neverStruck(in: scenario.system),
      judgesProgress: nfv.chains.contains { $0.oracles.progress.isTested })
  }
}
