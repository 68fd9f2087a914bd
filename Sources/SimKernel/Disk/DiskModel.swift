import Vocabulary

/// What a disk and the memory before it are capable of: see docs/models/disk.md.
public struct DiskModel: Hashable, Sendable {
  /// The device transfers whole sectors; the page cache keeps whole sectors.
  public var sector: ByteCount
  /// Before each transfer that does not go on where the one before it ended.
  public var seek: TimeSpan
  public var transferRate: Bandwidth
  /// Added to each sync: until the device says that all is on the medium.
  public var syncLatency: TimeSpan
  /// Memory for sectors lately read or written; 0: none.
  public var pageCache: ByteCount
  /// At which cached bytes are copied.
  public var memoryRate: Bandwidth

  public init(
    sector: ByteCount = ByteCount(4_096), seek: TimeSpan, transferRate: Bandwidth, syncLatency: TimeSpan,
    pageCache: ByteCount, memoryRate: Bandwidth = .unlimited
  ) {
    precondition(sector.bytes >= 1, "a sector of \(sector.bytes) bytes")
    precondition(seek >= .zero && syncLatency >= .zero, "a seek of \(seek), a sync of \(syncLatency)")
    precondition(transferRate.bitsPerSecond >= 8 && memoryRate.bitsPerSecond >= 8, "less than a byte a second")
    precondition(pageCache.bytes >= 0, "a page cache of \(pageCache.bytes) bytes")
    self.sector = sector
    self.seek = seek
    self.transferRate = transferRate
    self.syncLatency = syncLatency
    self.pageCache = pageCache
    self.memoryRate = memoryRate
  }

  /// Takes no time for anything and caches nothing.
  public static let instantaneous = DiskModel(
    seek: .zero, transferRate: .unlimited, syncLatency: .zero, pageCache: ByteCount(0))
}
