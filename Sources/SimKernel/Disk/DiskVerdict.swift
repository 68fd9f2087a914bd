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
