import Vocabulary

/// What a disk did.
public struct DiskCounters: Hashable, Sendable {
  public internal(set) var appends: Int64 = 0
  public internal(set) var appendedBytes: Int64 = 0
  public internal(set) var syncs: Int64 = 0
  public internal(set) var reads: Int64 = 0
  /// Bytes that the device transferred, in whole sectors.
  public internal(set) var writtenBytes: Int64 = 0
  public internal(set) var readBytes: Int64 = 0
  /// Bytes that reads asked for.
  public internal(set) var askedBytes: Int64 = 0
  /// Bytes that reads found in the page cache.
  public internal(set) var cachedBytes: Int64 = 0
  public internal(set) var seeks: Int64 = 0
  public internal(set) var failures: Int64 = 0
  /// Syncs that had to wait for room.
  public internal(set) var heldSyncs: Int64 = 0
  /// Reads of contents that the simulation no longer keeps: answered with no bytes.
  public internal(set) var forgottenReads: Int64 = 0
  /// Time for all requests accepted so far.
  var occupied = TimeSpan.zero
  /// The most requests that ever stood before the device, the one being served included.
  public internal(set) var longestQueue = 0
}
