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
