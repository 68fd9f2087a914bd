/// What was measured at one point of a sweep.
public struct MeasuredPoint: Sendable {
  /// For each axis, the index of its value.
  public var coordinates: [Int]
  /// By metric name; a metric without any observation is left out.
  public var estimates: [String: Estimate]

  public init(coordinates: [Int], estimates: [String: Estimate]) {
    self.coordinates = coordinates
    self.estimates = estimates
  }
}

/// A mean with its confidence interval; all three equal after a single run.
public struct Estimate: Hashable, Sendable {
  public var mean: Double
  public var low: Double
  public var high: Double

  public init(mean: Double, low: Double, high: Double) {
    self.mean = mean
    self.low = low
    self.high = high
  }

  public init(_ value: Double) { self.init(mean: value, low: value, high: value) }
}
