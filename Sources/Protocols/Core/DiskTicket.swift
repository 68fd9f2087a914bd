/// Names one disk request of a node, chosen by the node, so that it knows the answer again.
public struct DiskTicket: Hashable, Sendable {
  public var number: Int64

  public init(_ number: Int64) { self.number = number }
}

/// Names one file of a node. Small and dense, from 0.
public struct FileID: Hashable, Sendable {
  public var slot: Int

  public init(slot: Int) { self.slot = slot }
}
