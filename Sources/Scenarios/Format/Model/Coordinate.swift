/// A value of an axis, by their indices.
public struct Coordinate: Hashable, Sendable {
  public var axis: Int
  public var value: Int
}
