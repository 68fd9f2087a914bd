import Foundation
import Protocols
import Report
import Vocabulary

/// One scenario with everything it asks: its points, replicated, measured, judged.
public struct Experiment: Sendable {
  public let loaded: LoadedScenario
  public let options: ExperimentOptions

  public init(_ loaded: LoadedScenario, options: ExperimentOptions) {
    self.loaded = loaded
    self.options = options
  }

  /// Runs what an earlier, interrupted attempt in the same directory has not finished, and gives the whole result.
  ///
  /// Results of earlier experiments stay until `ExperimentResult.write` replaces them. Throws `ResultsDirectory.Problem`
  /// when the directory is somebody else's, `FileError` when it or a file in it cannot be written.
  public func run(_ observer: any SweepObserver) throws -> ExperimentResult {
    let directory = try ResultsDirectory(options.directory)
    let journal = try RunJournal(directory: directory.path, identity: identity, resumes: hasDisks)
    if options.keepsDisks && journal.finished.isEmpty {
      directory.removeDisks()
      try Directory.create(directory.path + "/disks")
      try AtomicFile.write(identity, to: diskOwner)
    }
    let sweep = Sweep(
      points: loaded.points, plan: loaded.study.replications, jobs: options.jobs, journal: journal,
      observer: observer, run: run)
    let outcomes = try sweep.outcomes()
    return ExperimentResult(
      loaded: loaded, options: options, outcomes: outcomes, journal: journal, directory: directory)
  }

  /// Says whose the disks are.
  private var diskOwner: String { options.directory + "/disks/.sweep" }

  /// Whether what an earlier attempt has kept of disks is still there: another experiment may have come between.
  private var hasDisks: Bool {
    !options.keepsDisks || (try? String(contentsOfFile: diskOwner, encoding: .utf8)) == identity
  }

  /// The first replication has the scenario's seed, each later one a seed of its own derived from it: run alone with that
  /// seed, it gives the same.
  static func seed(_ seed: UInt64, _ replication: Int) -> UInt64 {
    replication == 0 ? seed : RandomStreams(seed: seed).child("replication/\(replication)").seed
  }

  @Sendable private func run(_ point: SweepPoint, replication: Int) throws -> RunOutcome {
    let seed = Self.seed(point.scenario.seed, replication)
    var run = RunOptions()
    if options.keepsDisks { run.diskDirectory = "\(options.directory)/disks/point-\(point.index)/seed-\(seed)" }
    return try SystemRun.run(point.scenario, profile: point.profile, seed: seed, options: run)
  }

  /// Tells this sweep from every other: what would give other results gives another identity.
  private var identity: String {
    var hasher = SHA256Hasher()
    let profiles = loaded.points.map(\.profile.text)
    for text in [options.build, loaded.text] + loaded.overrides + profiles {
      hasher.update(Array(text.utf8))
      hasher.update([0])
    }
    hasher.update([options.keepsDisks ? 1 : 0])
    return hasher.finish().description
  }
}
