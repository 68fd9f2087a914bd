import SimKernel
import Vocabulary

/// One replication of one point: runs a world of service function chains through warm-up and measurement, and reads the
/// metrics off.
enum SFCRun {
  /// Runs to the end of the measured window. The fingerprint is of every job that every host ran.
  static func run(
    _ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, probe: RunProbe? = nil
  ) throws -> RunOutcome {
    let fingerprint = Fingerprint(ignoringContents: options.ignoresContents)
    let trace = Trace(into: options.takesFingerprint ? fingerprint : nil)
    let sfc = SFCWorld(scenario, profile: profile, seed: seed, options: options, trace: trace)
    sfc.world.transcript = probe?.transcript
    sfc.world.start()
    sfc.world.run(until: sfc.window.upperBound)
    sfc.recorder.finish(sfc.world)
    let metrics = SFCMetrics(sfc)
    trace.flush()
    probe?.plan = sfc.world.faults?.explicitPlan
    let chain = sfc.ledger?.chain
    if let directory = options.diskDirectory { try chain?.keepDisks(in: "\(directory)/smb") }
    return RunOutcome(
      seed: seed, values: metrics.values, violations: sfc.violations(),
      fingerprint: trace.isOn ? fingerprint.finish() : "",
      events: sfc.world.simulator.handledEvents, queues: [], coverage: sfc.coverage.finish(),
      verdict: chain?.verdict, evidence: chain?.evidenceText,
      budgets: scenario.faults.isEmpty ? [] : sfc.budgets,
      neverStruck: sfc.world.faults?.neverStruck(in: scenario.system),
      judgesProgress: sfc.progress?.isTested == true || chain?.oracles.progress.isTested == true,
      siteViews: sfc.oracles?.views)
  }
}
