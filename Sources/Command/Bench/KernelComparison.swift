import Report

/// One kernel benchmark beside its baseline.
struct KernelComparison {
  var name: String
  var ours: KernelMeasurement
  var baseline: KernelMeasurement

  var ratio: Double { ours.eventsPerSecond / baseline.eventsPerSecond }

  /// Measures both sides in turn, so that a machine that slows down slows both; keeps the median of each.
  init(name: String, repetitions: Int, ours: () -> KernelMeasurement, baseline: () -> KernelMeasurement) {
    self.name = name
    var samples: (ours: [KernelMeasurement], baseline: [KernelMeasurement]) = ([], [])
    for _ in 0..<repetitions {
      samples.baseline.append(baseline())
      samples.ours.append(ours())
    }
    self.ours = Self.median(samples.ours)
    self.baseline = Self.median(samples.baseline)
    precondition(
      self.ours.checksum == self.baseline.checksum && self.ours.events == self.baseline.events,
      "\(name): \(self.ours) did not do the same as its baseline, \(self.baseline)")
  }

  private static func median(_ samples: [KernelMeasurement]) -> KernelMeasurement {
    samples.sorted { $0.seconds < $1.seconds }[samples.count / 2]
  }

  var json: JSONValue {
    [
      "name": JSONValue(name), "events_per_second": JSONValue(ours.eventsPerSecond.rounded()),
      "baseline": JSONValue(baseline.eventsPerSecond.rounded()), "ratio": JSONValue((ratio * 1_000).rounded() / 1_000),
    ]
  }

  static func table(_ rows: [KernelComparison]) -> String {
    var table = TextTable([
      .init("benchmark"), .init("events", .right), .init("seconds", .right), .init("M events/s", .right),
      .init("baseline", .right), .init("ratio", .right),
    ])
    for row in rows {
      table.append([
        row.name, String(row.ours.events), fixed(row.ours.seconds), fixed(row.ours.eventsPerSecond / 1e6),
        fixed(row.baseline.eventsPerSecond / 1e6), fixed(row.ratio),
      ])
    }
    return table.text
  }

  private static func fixed(_ value: Double) -> String { NumberFormat.text(value) }
}
