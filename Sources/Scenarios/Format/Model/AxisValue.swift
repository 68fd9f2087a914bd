/// One value of an axis.
public struct AxisValue: Hashable, Sendable {
  /// As written, with one space before the unit: `10 kB`.
  public var text: String
  /// In the axis's unit; nil for a word.
  public var number: Double?
  public var value: ScalarValue
}
