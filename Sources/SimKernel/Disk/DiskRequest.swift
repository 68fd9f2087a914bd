import Vocabulary

/// A request to a disk as an interceptor sees it.
public struct DiskRequest: Hashable, Sendable {
  public enum Operation: Hashable, Sendable { case sync, read }

  public var operation: Operation
  public var node: NodeID
  public var file: Int
  /// The first byte of the file that it concerns, and how many: for a sync those that it makes durable.
  public var offset: Int64
  public var count: Int64

  public init(operation: Operation, node: NodeID, file: Int, offset: Int64, count: Int64) {
    self.operation = operation
    self.node = node
    self.file = file
    self.offset = offset
    self.count = count
  }
}
