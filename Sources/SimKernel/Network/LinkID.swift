/// A one-way link between two nodes, by its position: 0, 1, 2, ...
public struct LinkID: Hashable, Sendable {
  public var index: Int32

  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
}
