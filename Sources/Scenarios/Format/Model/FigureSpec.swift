/// A figure to draw from the results.
public struct FigureSpec: Hashable, Sendable {
  public enum Scale: String, Sendable {
    case linear
    case logX = "log-x"
    case logY = "log-y"
    case logLog = "log-log"
  }

  /// Nil: made from what is drawn.
  public var title: String?
  /// Index of the axis across.
  public var x: Int
  /// Name of the metric whose means stand across, in place of the axis's values.
  public var across: String?
  /// Names of the metrics drawn.
  public var y: [String]
  /// Index of the axis with one curve a value.
  public var series: Int?
  /// Where each of the other axes stands.
  public var at: [Coordinate]
  public var scale: Scale
  /// Levels to compare with, from elsewhere.
  public var references: [Reference] = []
  /// In place of the axis's or metric's name.
  public var xLabel: String?

  public struct Reference: Hashable, Sendable {
    /// In the unit of the metrics.
    public var y: Double
    public var label: String
    /// Where it is from: a paper and its section.
    public var source: String
  }
}
