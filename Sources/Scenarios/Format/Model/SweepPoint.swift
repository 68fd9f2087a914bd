/// One point of a sweep: a value for each axis, and the world there.
public struct SweepPoint: Sendable {
  /// Position in the sweep, from 0.
  public var index: Int
  /// For each axis, the index of its value.
  public var coordinates: [Int]
  /// For each axis, its value.
  public var values: [AxisValue]
  public var scenario: Scenario
  public var profile: CostProfile
}
