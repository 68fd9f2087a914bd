/// A line or parabola through points, by least squares.
public struct PolynomialFit: Hashable, Sendable {
  /// Constant term first.
  public var coefficients: [Double]
  /// Sum of the squared distances of the points from the curve, in squared units of y.
  public var residualSumOfSquares: Double
  /// Share of y's variance that the curve explains, 1 when all points lie on it.
  public var rSquared: Double

  /// The curve's y at x.
  public func value(at x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }
}
