import SimKernel
import Vocabulary

/// One replication of a scenario's first point, step by step.
public enum TracedRun {
  /// Runs it with a seed and hands over every step, in order, a few thousand at a time.
  public static func run(_ loaded: LoadedScenario, seed: UInt64, _ take: @escaping (TracedStep) -> Void) {
    let causes = CauseLog(take)
    let trace = Trace(into: causes)
    let crb = CRBWorld(loaded.scenario, profile: loaded.profile, seed: seed, options: RunOptions(), trace: trace)
    crb.world.causes = causes
    crb.world.start()
    crb.world.run(until: crb.window.upperBound)
    trace.flush()
  }
}
