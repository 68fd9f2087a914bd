import Vocabulary

/// What is to become of a request to a disk.
public enum DiskVerdict: Hashable, Sendable {
  case pass
  /// The device takes this much longer.
  case delay(TimeSpan)
  /// The request takes its time and then fails: nothing becomes durable, nothing is read.
  case fail
  /// Only the first so many bytes become durable, though success is reported: a torn or a lost write. A read returns
  /// no more than these.
  case truncate(to: Int64)
  /// The byte at this offset of the request comes out changed by the mask: for a sync on the medium, for a read once.
  case corrupt(at: Int64, mask: UInt8)
}

/// A request to a disk as an interceptor sees it.
public struct DiskRequest: Hashable, Sendable {
  public enum Operation: Hashable, Sendable { case sync, read }

  public var operation: Operation
  public var node: NodeID
  public var file: Int
  /// The first byte of the file that it concerns, and how many: for a sync those that it makes durable.
  public var offset: Int64
  public var count: Int64
}

/// Decides the fate of disk requests: every sync and read passes here once, when it is made.
public protocol DiskInterceptor: AnyObject {
  func verdict(on request: DiskRequest, at now: Instant) -> DiskVerdict
}
