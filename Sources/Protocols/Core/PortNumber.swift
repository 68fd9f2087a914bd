/// Names one network interface of a node that forwards packets. Small and dense, from 0.
public struct PortNumber: Hashable, Sendable {
  public var slot: Int
  public init(_ slot: Int) { self.slot = slot }
}
