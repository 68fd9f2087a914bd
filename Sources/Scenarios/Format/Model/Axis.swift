/// One dimension of a sweep.
public struct Axis: Hashable, Sendable {
  /// The dotted key that varies.
  public var key: String
  /// What `AxisValue.number` counts: `s`, `B`, `bit/s`, `/s`, `1`; empty for words and fractions.
  public var unit: String
  public var values: [AxisValue]

  /// True when every value is a number, so that the axis can be drawn to scale.
  public var isNumeric: Bool { values.allSatisfy { $0.number != nil } }

  public func index(of value: ScalarValue) -> Int? { values.firstIndex { $0.value == value } }
}
