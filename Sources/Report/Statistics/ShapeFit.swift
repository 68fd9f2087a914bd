/// Whether points lie on a line or bend: the line and the parabola through them, side by side.
public struct ShapeFit: Hashable, Sendable {
  public var line: PolynomialFit
  public var parabola: PolynomialFit
  /// Greatest distance between the parabola and its chord over the range of x, as a share of the chord's rise: 0 for a
  /// line, 0.25 for a parabola that starts at its vertex. Positive when the growth accelerates, negative when it fades;
  /// infinite when the chord is level.
  public var bend: Double

  /// The parabola's residual sum of squares over the line's: near 1 when the bend explains nothing, near 0 when it
  /// explains everything that the line leaves. 1 when the line leaves nothing.
  public var residualRatio: Double {
    line.residualSumOfSquares > 0 ? parabola.residualSumOfSquares / line.residualSumOfSquares : 1
  }
}
