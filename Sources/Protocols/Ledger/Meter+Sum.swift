extension Meter {
  /// Charges again all that another meter counted.
  mutating func add(_ other: Meter) {
    counts.storage.0 &+= other.counts.storage.0
    counts.storage.1 &+= other.counts.storage.1
  }
}
