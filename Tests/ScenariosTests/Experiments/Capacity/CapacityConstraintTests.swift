import Report
import Testing

@testable import Scenarios

@Suite("Bounds of a search for capacity")
struct CapacityConstraintTests {
  @Test("a bound has a metric, a relation and a value in the metric's unit")
  func reading() throws {
    let bound = try CapacityConstraint("consensus-delay-p99<2 s")
    #expect(bound.metric.name == "consensus-delay-p99")
    #expect(bound.relation == .below)
    #expect(bound.limit == 2)
    #expect(bound.text == "consensus-delay-p99 < 2 s")
    #expect(try CapacityConstraint("write-rate >= 150 /s").relation == .atLeast)
    #expect(try CapacityConstraint("processor-utilisation-primary <= 80 %").limit == 0.8)
    #expect(try CapacityConstraint("blocks > 3").relation == .above)
  }

  @Test("a bound is kept when the whole interval keeps it")
  func interval() throws {
    let below = try CapacityConstraint("latency-p99 < 2 s")
    #expect(below.excess(ConfidenceInterval(mean: 1.8, halfWidth: 0.1, n: 3)) == 0)
    #expect(abs(below.excess(ConfidenceInterval(mean: 1.8, halfWidth: 0.4, n: 3)) - 0.1) < 1e-12)
    #expect(below.excess(ConfidenceInterval(mean: 2, halfWidth: 0, n: 3)) > 0)
    let above = try CapacityConstraint("write-rate >= 100 /s")
    #expect(above.excess(ConfidenceInterval(mean: 100, halfWidth: 0, n: 3)) == 0)
    #expect(abs(above.excess(ConfidenceInterval(mean: 100, halfWidth: 50, n: 3)) - 0.5) < 1e-12)
  }

  @Test(
    "what is no bound is refused with the reason",
    arguments: [
      ("consensus-delay-p99", "expected a metric, one of < <= > >="),
      ("latency-p98 < 1 s", "did you mean 'latency-p95'?"),
      ("latency-p99 < 1 B", "'1 B' is a size"), ("latency-p99 < 1", "has no unit"), ("blocks > many", "not a number"),
      (" < 1 s", "unknown metric ''"), ("latency-p99 <", "is not a time"),
    ])
  func refused(text: String, reason: String) {
    do {
      _ = try CapacityConstraint(text)
      Issue.record("'\(text)' was taken")
    } catch {
      #expect(error.description.hasPrefix("--subject-to '\(text)': "))
      #expect(error.description.contains(reason), "\(error)")
    }
  }
}
