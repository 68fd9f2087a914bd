/// What a run does beside what its scenario says.
struct RunOptions: Sendable {
  /// Keep what simulated disks hold, and write each module's files below this directory at the end.
  var diskDirectory: String?
  /// Keep verdicts of repeated verifications. Changes speed only.
  var remembersVerifications = true
  /// Leave message contents out of the fingerprint: for comparing real with modelled cryptography.
  var ignoresContents = false

  /// Let oracles look at the run. Without them it is the same run, in which nothing is found: for measuring what they cost.
  var isJudged = true

  var retainsDisks: Bool { diskDirectory != nil }
}
