import Vocabulary

/// An element of the data plane as one of its managers knows it.
public struct KeyedElement: Hashable, Sendable {
  public var element: ElementID
  public var node: NodeID
  /// Of the channel between the two.
  public var key: PreSharedKey

  public init(_ element: ElementID, at node: NodeID, key: PreSharedKey) {
    self.element = element
    self.node = node
    self.key = key
  }
}
