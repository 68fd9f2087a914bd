import SimKernel

extension DiskCosts {
  /// The disk that a host of this profile has.
  var model: DiskModel {
    DiskModel(sector: sector, seek: seek, transferRate: transferRate, syncLatency: sync, pageCache: cache)
  }
}
