import SimKernel
import Vocabulary

/// One replication of a scenario's first point, step by step.
public enum TracedRun {
  /// Runs it with a seed and hands over every step, in order, a few thousand at a time.
  public static func run(_ loaded: LoadedScenario, seed: UInt64, _ take: @escaping (TracedStep) -> Void) {
    let causes = CauseLog(take)
    let trace = Trace(into: causes)
    let (scenario, profile) = (loaded.scenario, loaded.profile)
    switch scenario.system {
    case .crb:
      let crb = CRBWorld(scenario, profile: profile, seed: seed, options: RunOptions(), trace: trace)
      run(crb.world, until: crb.window.upperBound, causes)
    case .nfv:
      let nfv = NFVWorld(scenario, profile: profile, seed: seed, options: RunOptions(), trace: trace)
      run(nfv.world, until: nfv.window.upperBound, causes)
      nfv.settle()
    case .sfc:
      let sfc = SFCWorld(scenario, profile: profile, seed: seed, options: RunOptions(), trace: trace)
      run(sfc.world, until: sfc.window.upperBound, causes)
    }
    trace.flush()
  }

  private static func run(_ world: World, until end: Instant, _ causes: CauseLog) {
    world.causes = causes
    world.start()
    world.run(until: end)
  }
}
