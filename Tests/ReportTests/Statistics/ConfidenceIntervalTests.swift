import Testing

@testable import Report

struct ConfidenceIntervalTests {
  @Test("more replications are needed until the half-width is within its share of the mean")
  func needsMore() {
    #expect(ConfidenceInterval(mean: 100, halfWidth: 5.1, n: 4).needsMoreReplications(relativeHalfWidth: 0.05))
    #expect(!ConfidenceInterval(mean: 100, halfWidth: 5, n: 4).needsMoreReplications(relativeHalfWidth: 0.05))
    #expect(!ConfidenceInterval(mean: -100, halfWidth: 5, n: 4).needsMoreReplications(relativeHalfWidth: 0.05))
  }

  @Test("a single value always needs more, a sample without spread never does")
  func extremes() {
    #expect(ConfidenceInterval(mean: 1, halfWidth: nil, n: 1).needsMoreReplications(relativeHalfWidth: 10))
    #expect(!ConfidenceInterval(mean: 0, halfWidth: 0, n: 3).needsMoreReplications(relativeHalfWidth: 0.01))
    #expect(ConfidenceInterval(mean: 0, halfWidth: 0.1, n: 3).needsMoreReplications(relativeHalfWidth: 0.01))
  }
}
