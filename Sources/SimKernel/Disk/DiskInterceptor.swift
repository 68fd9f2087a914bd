import Vocabulary

/// Decides the fate of disk requests: every sync and read passes here once, when it is made.
public protocol DiskInterceptor: AnyObject {
  func verdict(on request: DiskRequest, at now: Instant) -> DiskVerdict
}
