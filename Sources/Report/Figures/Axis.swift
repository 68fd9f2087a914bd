extension Figure {
  /// One axis of a figure.
  public struct Axis: Sendable {
    public enum Scale: Sendable {
      case linear
      case logarithmic
    }

    /// The quantity: `Configuration size`.
    public var label: String
    /// The unit of the values, such as `s`, `B`, `transactions/s`; the figure picks the prefix. Empty for counts.
    public var unit: String
    public var scale: Scale
    /// Where the axis starts; nil lets the values decide (a linear y axis then starts at 0).
    public var low: Double?
    /// Where the axis ends; nil lets the values decide.
    public var high: Double?
    /// Names for x = 0, 1, 2...; empty for numbers.
    public var categories: [String]

    public init(
      _ label: String, unit: String = "", scale: Scale = .linear, low: Double? = nil, high: Double? = nil,
      categories: [String] = []
    ) {
      self.label = label
      self.unit = unit
      self.scale = scale
      self.low = low
      self.high = high
      self.categories = categories
    }
  }
}
