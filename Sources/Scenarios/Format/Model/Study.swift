/// What a scenario file asks beyond one world: what to vary, repeat, measure, draw and expect.
public struct Study: Sendable {
  public var title: String
  public var question: String?
  /// The published experiment that it repeats, `crb-smb fig-4.1c`.
  public var replays: String?
  /// In the order of the file; the last varies fastest.
  public var axes: [Axis]
  public var replications: ReplicationPlan
  /// In the order of the file, families spelt out, none twice.
  public var measure: [Metric]
  public var figures: [FigureSpec]
  public var expectations: [Expectation]
  /// Rows of a published table that are shown beside the results.
  public var outages: OutageRows?
  /// What decides which metrics a run can have a value for.
  var conditions = MetricCatalogue.Conditions()
}
