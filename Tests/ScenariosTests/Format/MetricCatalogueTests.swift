import Testing

@testable import Scenarios

@Suite("Metric catalogue")
struct MetricCatalogueTests {
  @Test("each name is given once, and is found again with its family")
  func namesAreUnique() {
    let names = MetricCatalogue.metricNames
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(MetricCatalogue.metric(name)?.name == name)
      #expect(MetricCatalogue.family(ofMetric: name)?.metrics.contains { $0.name == name } == true)
    }
    #expect(Set(MetricCatalogue.familyNames).count == MetricCatalogue.families.count)
  }

  @Test(
    "a bound is read in the unit of its metric",
    arguments: [
      ("write-rate", "150 /s", 150), ("latency-p99", "2 s", 2), ("latency-p99", "20 ms", 0.02),
      ("bytes-commit", "4 kB", 4_000), ("byte-rate-submit", "8 Mbit/s", 1_000_000),
      ("byte-rate-submit", "1 kB/s", 1_000),
      ("link-utilisation-primary", "80 %", 0.8), ("messages-commit", "24", 24), ("processor-queue-mean", "0.5", 0.5),
    ] as [(String, String, Double)])
  func readsBounds(name: String, text: String, value: Double) throws {
    let unit = try #require(MetricCatalogue.metric(name)?.unit)
    #expect(try unit.read(text) == value)
  }

  @Test("a name that is a family and a metric means the family")
  func familyFirst() throws {
    let measured = try FormatFixture.load().study.measure.map(\.name)
    #expect(measured.contains("consensus-delay-max"))
  }
}
