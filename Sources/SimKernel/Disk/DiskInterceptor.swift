import Vocabulary

/// Decides the fate of disk requests: every sync and read passes here once, when it is made.
public protocol DiskInterceptor: AnyObject {
  func verdict(on request: DiskRequest, at now: Instant) -> DiskVerdict

  /// Whether a sector with bytes that are not durable has reached the medium all the same when the node loses power.
  /// Asked for each, ascending.
  func survives(_ sector: Int, of file: Int, on node: NodeID) -> Bool
}

extension DiskInterceptor {
  /// Nothing that is not durable is left.
  public func survives(_ sector: Int, of file: Int, on node: NodeID) -> Bool { false }
}
