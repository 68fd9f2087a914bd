import SimKernel
import Vocabulary

/// One replication of one point: runs a CRB world through warm-up and measurement, and reads the metrics off.
enum CRBRun {
  /// How often queues are looked at within the window: a prime number, so as not to fall in step with the load.
  private static let samples: Int64 = 307

  /// Runs to the end of the measured window. The fingerprint is of every job that every host ran.
  static func run(
    _ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, probe: RunProbe? = nil
  ) throws -> RunOutcome {
    let fingerprint = Fingerprint(ignoringContents: options.ignoresContents)
    let trace = Trace(into: options.takesFingerprint ? fingerprint : nil)
    let crb = CRBWorld(scenario, profile: profile, seed: seed, options: options, trace: trace)
    crb.world.transcript = probe?.transcript
    crb.world.start()
    crb.world.run(until: crb.window.lowerBound)
    let before = Usage(crb.world, modules: crb.chain.nodes)
    crb.world.processors.restartMaxima()
    crb.world.network.restartMaxima()
    var queues: [QueueSample] = []
    let step = scenario.duration.measure.nanoseconds / samples
    for sample in 1...samples {
      crb.world.run(until: crb.window.lowerBound + TimeSpan(nanoseconds: step * sample))
      queues.append(crb.queueSample())
    }
    crb.world.run(until: crb.window.upperBound)
    let metrics = CRBMetrics(crb, before: before, after: Usage(crb.world, modules: crb.chain.nodes), queues: queues)
    trace.flush()
    probe?.plan = crb.world.faults?.explicitPlan
    if let directory = options.diskDirectory {
      try crb.chain.keepDisks(in: directory)
      try crb.keepKeys(of: scenario.workload, in: "\(directory)/keys")
    }
    let violations = crb.violations()
    return RunOutcome(
      seed: seed, values: metrics.values, violations: violations, fingerprint: trace.isOn ? fingerprint.finish() : "",
      events: crb.world.simulator.handledEvents, queues: queues, coverage: crb.coverage.finish(),
      verdict: crb.chain.verdict, evidence: crb.chain.evidenceText,
      budgets: scenario.faults.isEmpty ? [] : [crb.chain.budgetUse],
      neverStruck: crb.world.faults?.neverStruck(in: scenario.system),
      judgesProgress: crb.chain.oracles.progress.isTested)
  }
}

extension CRBWorld {
  fileprivate func queueSample() -> QueueSample {
    let modules = chain.nodes
    return QueueSample(
      seconds: world.simulator.now.seconds,
      processorQueue: modules.map { world.processors.queueLength(of: NodeID($0)) }.max()!,
      pendingTransactions: modules.map { chain.pendingCount(of: $0) }.max()!,
      linkBacklogBytes: modules.map { world.network.backlog(of: world.mesh.egress[$0]).bytes }.max()!)
  }
}
