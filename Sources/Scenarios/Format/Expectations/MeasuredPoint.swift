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
