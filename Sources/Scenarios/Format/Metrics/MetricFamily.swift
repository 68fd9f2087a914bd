/// Metrics that are measured together.
public struct MetricFamily: Hashable, Sendable {
  public var name: String
  /// One line, without a full stop.
  public var meaning: String
  public var metrics: [Metric]
}
