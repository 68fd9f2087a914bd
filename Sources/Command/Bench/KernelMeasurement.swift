import PriorityQueueBaseline

/// What a run of a kernel benchmark took.
struct KernelMeasurement {
  var seconds: Double
  var events: Int64
  /// A sum over the events: equal on both sides when both did the same.
  var checksum: UInt64

  var eventsPerSecond: Double { Double(events) / seconds }
}

extension KernelMeasurement {
  init(_ result: chainbed_baseline_result) {
    self.init(seconds: result.seconds, events: result.events, checksum: result.checksum)
  }
}
