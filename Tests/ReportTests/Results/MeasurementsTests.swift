import TestSupport
import Testing

@testable import Report

struct MeasurementsTests {
  static var sample: Measurements {
    var measurements = Measurements(axes: [Column("crb.modules", .integer), Column("workload.configuration", .text)])
    for (modules, size) in [(1, "1 B"), (1, "1 kB"), (4, "1 B")] as [(Int64, String)] {
      for seed in [1, 2, 3] as [UInt64] {
        let value = 150 + Double(seed) * 0.1 - Double(modules)
        let point: [Cell] = [.integer(modules), .text(size)]
        measurements.add(at: point, seed: seed, metric: "write-rate", value: value, unit: "transactions/s")
        if seed == 1 { measurements.add(at: point, seed: seed, metric: "latency-p99", value: 0.0125, unit: "s") }
      }
    }
    return measurements
  }

  @Test("measurements are tidy: axes, seed, metric, value, unit, in the order added")
  func tidy() {
    Golden.expect(CSVWriter.text(Self.sample.table), matches: "measurements.csv")
  }

  @Test("the summary has a line a point and metric: axes, metric, mean, low, high, n, unit")
  func summary() {
    Golden.expect(CSVWriter.text(Self.sample.summary), matches: "summary.csv")
  }

  @Test("intervals and units are found by metric and point")
  func lookUp() throws {
    let interval = Self.sample.interval(of: "write-rate", at: [.integer(1), .text("1 B")])
    #expect(interval == (try Statistics.interval([149.1, 149.2, 149.3].map { $0 + 0 })))
    #expect(Self.sample.interval(of: "write-rate", at: [.integer(9), .text("1 B")]) == nil)
    #expect(Self.sample.unit(of: "latency-p99", at: [.integer(4), .text("1 B")]) == "s")
  }

  @Test("a value that is not finite leaves the mean absent rather than wrong")
  func notFinite() {
    var measurements = Measurements(axes: [])
    measurements.add(at: [], seed: 1, metric: "m", value: 1, unit: "s")
    measurements.add(at: [], seed: 2, metric: "m", value: .nan, unit: "s")
    #expect(measurements.summary.rows == [[.text("m"), .absent, .absent, .absent, .integer(2), .text("s")]])
  }

  @Test("the greatest seed is written as it is")
  func greatestSeed() {
    var measurements = Measurements(axes: [])
    measurements.add(at: [], seed: .max, metric: "m", value: 1, unit: "s")
    #expect(CSVWriter.line(measurements.table.rows[0]) == "18446744073709551615,m,1.0,s\n")
  }
}
