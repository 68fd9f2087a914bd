import Testing

@testable import Report

struct StatisticsTests {
  @Test(
    "quantiles of Student's t are those of the printed tables",
    arguments: [(1, 12.7062047364), (4, 2.7764451052), (9, 2.2621571628), (29, 2.0452296421), (1_000, 1.9623390808)])
  func studentQuantile(degrees: Int, expected: Double) {
    #expect((Statistics.studentQuantile(degrees: degrees) - expected).magnitude < expected * 1e-9)
  }

  @Test("the interval of a sample is its mean and t times its standard error")
  func interval() throws {
    // s = 2.1380899, s / sqrt 8 = 0.7559289, t(7) = 2.3646243
    let interval = try Statistics.interval([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(interval.mean == 5)
    #expect(interval.n == 8)
    #expect((interval.halfWidth! - 1.7874879).magnitude < 1e-7)
    #expect((interval.low! - 3.2125121).magnitude < 1e-7)
    #expect((interval.high! - 6.7874879).magnitude < 1e-7)
    let wider = try Statistics.interval([2, 4, 4, 4, 5, 5, 7, 9], level: 0.99)
    #expect((wider.halfWidth! - 3.4994833 * 0.7559289).magnitude < 1e-6)
  }

  @Test("95 % intervals of normal samples cover the true mean about 95 times in 100")
  func coverage() throws {
    var random = Lehmer(seed: 11)
    var covered = 0
    for _ in 0..<4_000 {
      let sample = (0..<5).map { _ in random.normal(mean: 100, deviation: 8) }
      let interval = try Statistics.interval(sample)
      if interval.low! <= 100, interval.high! >= 100 { covered += 1 }
    }
    #expect((3_740...3_860).contains(covered))
  }

  @Test("a single value has a mean and no interval")
  func singleValue() throws {
    let interval = try Statistics.interval([3.5])
    #expect(interval == ConfidenceInterval(mean: 3.5, halfWidth: nil, n: 1))
    #expect(interval.low == nil)
    #expect(interval.high == nil)
    #expect(interval.relativeHalfWidth == nil)
  }

  @Test("what does not exist is an error")
  func errors() {
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) { try Statistics.mean([]) }
    #expect(throws: StatisticsError.tooFew(needed: 1, got: 0)) { try Statistics.interval([]) }
    #expect(throws: StatisticsError.notFinite(position: 1)) { try Statistics.interval([1, .nan]) }
    #expect(throws: StatisticsError.notFinite(position: 0)) { try Statistics.median([.infinity]) }
    #expect(throws: StatisticsError.unequalLengths(x: 2, y: 1)) { try Statistics.line(x: [1, 2], y: [1]) }
    #expect(throws: StatisticsError.tooFew(needed: 3, got: 2)) { try Statistics.parabola(x: [1, 2], y: [1, 2]) }
    #expect(throws: StatisticsError.constant) { try Statistics.line(x: [4, 4, 4], y: [1, 2, 3]) }
    #expect(throws: StatisticsError.constant) { try Statistics.parabola(x: [1, 1, 2], y: [1, 2, 3]) }
    #expect(throws: StatisticsError.constant) { try Statistics.correlation(x: [1, 2], y: [5, 5]) }
  }

  @Test("the mean is exact where a plain sum loses digits")
  func compensatedMean() throws {
    #expect(try Statistics.mean([1e16, 1, -1e16, 1]) == 0.5)
  }

  @Test("the median is the middle value or the mean of the two middle ones")
  func median() throws {
    #expect(try Statistics.median([9, 1, 5]) == 5)
    #expect(try Statistics.median([9, 1, 5, 6]) == 5.5)
  }

  @Test("correlation is 1 on a rising line, -1 on a falling one")
  func correlation() throws {
    #expect((try Statistics.correlation(x: [1, 2, 3], y: [10, 20, 30]) - 1).magnitude < 1e-12)
    #expect((try Statistics.correlation(x: [1, 2, 3], y: [30, 20, 10]) + 1).magnitude < 1e-12)
    // By hand: covariance sum 4, variances' sums 5 and 5.
    #expect((try Statistics.correlation(x: [1, 2, 3, 4], y: [1, 3, 2, 4]) - 0.8).magnitude < 1e-12)
  }
}
