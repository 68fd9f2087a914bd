/// Names one node (host) of a topology by its position: 0, 1, 2, ...
public struct NodeID: Hashable, Comparable, Sendable {
  public var index: Int32

  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (a: NodeID, b: NodeID) -> Bool { a.index < b.index }
}

extension NodeID: CustomStringConvertible {
  public var description: String { "n\(index)" }
}
