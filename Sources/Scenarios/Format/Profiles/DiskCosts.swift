import Vocabulary

/// A host's disk.
public struct DiskCosts: Hashable, Sendable {
  public var sector: ByteCount
  /// Positioning before a transfer that does not follow the last one.
  public var seek: TimeSpan
  public var transferRate: Bandwidth
  /// What `sync` takes besides writing.
  public var sync: TimeSpan
  /// Page cache.
  public var cache: ByteCount
  /// At which what is in the page cache is copied.
  public var memoryRate = Bandwidth.unlimited
}
