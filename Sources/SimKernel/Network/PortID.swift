/// A port, through which the packets of one or several links pass one after the other, by its position: 0, 1, 2, ...
public struct PortID: Hashable, Sendable {
  public var index: Int32

  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
}
