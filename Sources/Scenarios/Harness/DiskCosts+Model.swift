import SimKernel
import Vocabulary

extension DiskCosts {
  /// The disk that a host of this profile has; with a page cache of another size, if one is given.
  func model(pageCache: ByteCount?) -> DiskModel {
    DiskModel(
      sector: sector, seek: seek, transferRate: transferRate, syncLatency: sync, pageCache: pageCache ?? cache,
      memoryRate: memoryRate)
  }
}
