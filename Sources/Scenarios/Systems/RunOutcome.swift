/// What one replication of one point gave.
struct RunOutcome: Codable, Sendable {
  var seed: UInt64
  /// By metric name; a metric that nothing was measured for is absent.
  var values: [String: Double]
  /// What oracles found.
  var violations: [Violation]
  /// Empty where none was taken.
  var fingerprint: String
  /// Simulated events handled.
  var events: Int64
  /// What waited, over the measured window.
  var queues: [QueueSample]
  /// Which faults struck when, and which marks were met; nil in the journal of an earlier version.
  var coverage: Coverage?
  /// What became of agreement beyond the fault budget, and whom the evidence names.
  var verdict: String?
  /// The evidence file's text.
  var evidence: String?
  /// Of each blockchain that faults were meant for, or of the first; empty without faults, nil in the journal of an earlier
  /// version.
  var budgets: [BudgetUse]?
  /// Faults that waited for a milestone to the end, as the report lists them; nil: none.
  var neverStruck: [String]?
  /// Whether the progress oracle had something to judge; nil in the journal of an earlier version.
  var judgesProgress: Bool?
  /// What could be read of service function chains at each site; nil in the journal of an earlier version.
  var siteViews: SiteViews?
}
