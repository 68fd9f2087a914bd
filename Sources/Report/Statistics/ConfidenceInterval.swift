/// A sample mean with its Student-t confidence interval.
public struct ConfidenceInterval: Hashable, Sendable {
  public var mean: Double
  /// Half the interval's length; nil for a single value, which says nothing about its spread.
  public var halfWidth: Double?
  /// Values in the sample.
  public var n: Int

  public init(mean: Double, halfWidth: Double?, n: Int) {
    self.mean = mean
    self.halfWidth = halfWidth
    self.n = n
  }

  /// The lower end; nil for a single value.
  public var low: Double? { halfWidth.map { mean - $0 } }
  /// The upper end; nil for a single value.
  public var high: Double? { halfWidth.map { mean + $0 } }

  /// The half-width as a share of the mean's size: nil for a single value, 0 without spread, infinite around a mean of 0.
  public var relativeHalfWidth: Double? {
    halfWidth.map { $0 == 0 ? 0 : $0 / mean.magnitude }
  }

  /// Whether the interval is still wider than asked for: always with a single value, never without spread.
  public func needsMoreReplications(relativeHalfWidth limit: Double) -> Bool {
    relativeHalfWidth.map { $0 > limit } ?? true
  }
}
