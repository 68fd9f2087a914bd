/// What a run does beside what its scenario says.
struct RunOptions: Sendable {
  /// Keep what simulated disks hold, and write each module's files below this directory at the end.
  var diskDirectory: String?
  /// Keep verdicts of repeated verifications. Changes speed only.
  var remembersVerifications = true
  /// Leave message contents out of the fingerprint: for comparing real with modelled cryptography.
  var ignoresContents = false

  /// Take the fingerprint. Without it the run is the same, and its outcome names none: for cases of which only what
  /// oracles find is of interest.
  var takesFingerprint = true

  /// Let oracles look at the run. Without them it is the same run, in which nothing is found: for measuring what they cost.
  var isJudged = true

  var retainsDisks: Bool { diskDirectory != nil }

  /// For looking through many cases: one that fails is run again, with its fingerprint.
  static var exploring: RunOptions {
    var options = RunOptions()
    options.takesFingerprint = false
    return options
  }
}
