/// A plot for a paper: what it shows, not how it is drawn.
public struct Figure: Sendable {
  public enum Style: Sendable {
    /// A point a value, joined by lines.
    case lines
    /// Points alone.
    case points
    /// A bar a value, side by side for each x; x is a category, in rising order and evenly spaced.
    case bars
  }

  /// A value at an x with its confidence interval; without one, no error bar.
  public struct Point: Hashable, Sendable {
    public var x: Double
    public var mean: Double
    public var low: Double?
    public var high: Double?

    public init(x: Double, mean: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.mean = mean
      self.low = low
      self.high = high
    }

    public init(x: Double, _ interval: ConfidenceInterval) {
      self.init(x: x, mean: interval.mean, low: interval.low, high: interval.high)
    }
  }

  /// Points of one colour and shape under one name in the key.
  public struct Series: Sendable {
    public var name: String
    public var points: [Point]

    public init(_ name: String, _ points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// A dashed level to compare with, such as a bound that the paper states.
  public struct Reference: Hashable, Sendable {
    public var y: Double
    public var label: String

    public init(y: Double, label: String) {
      self.y = y
      self.label = label
    }
  }

  /// Name of the files, without an extension: letters, digits, `.`, `-`, `_`; others become `-`.
  public let name: String
  /// Above the plot; may be empty, as papers say it in the caption.
  public var title: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  public var references: [Reference]
  /// Below the plot in the report.
  public var caption: String
  public var style: Style
  /// Written as comments into the data file.
  public var provenance = Provenance()

  public init(
    name: String, title: String = "", x: Axis, y: Axis, series: [Series], references: [Reference] = [],
    caption: String = "", style: Style = .lines
  ) {
    self.name = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" })
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.references = references
    self.caption = caption
    self.style = style
  }
}
