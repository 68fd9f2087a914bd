/// The metric that a search makes as large, or as small, as it can.
public struct CapacityGoal: Hashable, Sendable {
  public enum Direction: String, Sendable {
    case maximise
    case minimise
  }

  public var metric: Metric
  public var direction: Direction

  public init(_ name: String, _ direction: Direction) throws(CapacityProblem) {
    self.metric = try Self.metric(name, option: "--\(direction.rawValue) \(name)")
    self.direction = direction
  }

  static func metric(_ name: String, option: String) throws(CapacityProblem) -> Metric {
    if let metric = MetricCatalogue.metric(name) { return metric }
    let hint = Suggestion.phrase(for: name, among: MetricCatalogue.metricNames)
    throw CapacityProblem("\(option): unknown metric '\(name)'\(hint)")
  }

  /// The larger, the better.
  func merit(_ mean: Double) -> Double {
    switch direction {
    case .maximise: mean
    case .minimise: -mean
    }
  }
}
