import Vocabulary

/// Something that happens at an instant: a small value, kept inline in the queue. What `a` and `b` mean is the kind's
/// to say.
public struct Event: Hashable, Sendable {
  public var b: Int64
  public var node: NodeID
  public var a: Int32
  public var kind: EventKind

  @inlinable public init(_ kind: EventKind, node: NodeID, a: Int32 = 0, b: Int64 = 0) {
    self.kind = kind
    self.node = node
    self.a = a
    self.b = b
  }
}
