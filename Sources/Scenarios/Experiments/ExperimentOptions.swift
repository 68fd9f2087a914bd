import Report

/// How an experiment is run, beside what its scenario says.
public struct ExperimentOptions: Sendable {
  /// Replications run at once.
  public var jobs: Int
  /// Where the results go; made if it is not there.
  public var directory: String
  /// Write each simulated host's files below the directory.
  public var keepsDisks: Bool
  /// Write each figure as PDF beside the SVG.
  public var writesPDF: Bool
  /// Tells this build of the program from others: one build does not go on with what another began.
  public var build: String
  /// Who produced the results: version, commit, command line. Ends up in every result.
  public var provenance: Provenance

  public init(
    jobs: Int, directory: String, keepsDisks: Bool = false, writesPDF: Bool = false, build: String = "",
    provenance: Provenance = Provenance()
  ) {
    precondition(jobs >= 1, "\(jobs) jobs")
    self.jobs = jobs
    self.directory = directory
    self.keepsDisks = keepsDisks
    self.writesPDF = writesPDF
    self.build = build
    self.provenance = provenance
  }
}
