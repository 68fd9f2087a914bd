import Testing

@testable import Report

struct HistogramTests {
  /// Nearest rank, from all values.
  private func exactPercentile(_ p: Double, of sorted: [Int64]) -> Int64 {
    sorted[max(1, Int((p / 100 * Double(sorted.count)).rounded(.up))) - 1]
  }

  @Test(
    "percentiles are within 0.1 % of the exact ones, whatever the scale of the values",
    arguments: [Int64(700), 50_000, 3_000_000, 40_000_000_000, 1 << 60])
  func percentiles(scale: Int64) {
    var random = Lehmer(seed: UInt64(scale % 1_000))
    var histogram = Histogram()
    var values: [Int64] = []
    for _ in 0..<20_000 {
      // A heavy tail: most values small, some a thousand times greater.
      let share = random.uniform()
      let value = Int64(Double(scale) * share * share * share * share)
      values.append(value)
      histogram.record(value)
    }
    values.sort()
    for p in [0.01, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99] {
      let exact = exactPercentile(p, of: values)
      let given = histogram.percentile(p)!
      #expect((given - exact).magnitude <= UInt64(Double(exact) * 0.001), "p\(p): \(given) for \(exact)")
    }
    #expect(histogram.percentile(0) == values.first)
    #expect(histogram.percentile(100) == values.last)
    #expect(histogram.minimum == values.first)
    #expect(histogram.maximum == values.last)
    #expect(histogram.count == 20_000)
  }

  @Test("every value up to 2^62 falls into a bucket whose middle is within 0.1 % of it")
  func buckets() {
    var previous = -1
    for power in 0...62 {
      let middle = Int64(1) << Int64(power)
      for value in [middle, min(middle + middle / 3, Histogram.limit), middle - 1 + middle]
      where value <= Histogram.limit {
        let index = Histogram.index(of: value)
        #expect(index >= previous)
        #expect(index < Histogram.size(for: value))
        let distance = (Histogram.middle(of: index) - value).magnitude
        #expect(Double(distance) <= Double(value) * 0.001, "\(value)")
        previous = index
      }
    }
  }

  @Test("values below 1,024 are kept exactly")
  func smallValues() {
    for value in Int64(0)..<1_024 { #expect(Histogram.middle(of: Histogram.index(of: value)) == value) }
  }

  @Test("the mean comes from the exact sum, even when it is beyond 64 bits")
  func mean() {
    var histogram = Histogram()
    histogram.record(Histogram.limit, times: 1_000)
    histogram.record(0, times: 1_000)
    #expect(histogram.mean == Double(Histogram.limit) / 2)
    var small = Histogram()
    for value in [10_001, 10_002, 10_006] as [Int64] { small.record(value) }
    #expect(small.mean == 10_003)
  }

  @Test("an empty histogram has no percentile, mean, minimum or maximum")
  func empty() {
    var histogram = Histogram()
    #expect(histogram.percentile(50) == nil)
    #expect(histogram.mean == nil)
    #expect(histogram.minimum == nil)
    #expect(histogram.maximum == nil)
    histogram.record(5, times: 0)
    #expect(histogram.count == 0)
    #expect(histogram.maximum == nil)
  }

  @Test("merging is recording both, in whichever order the ranges grow")
  func merge() {
    var random = Lehmer(seed: 3)
    var (low, high, both) = (Histogram(expected: 0), Histogram(expected: 0), Histogram())
    for _ in 0..<2_000 {
      let small = Int64(random.uniform() * 5_000)
      let great = Int64(random.uniform() * 1e12)
      low.record(small)
      high.record(great)
      both.record(small)
      both.record(great)
    }
    var (lowFirst, highFirst) = (low, high)
    lowFirst.merge(high)
    highFirst.merge(low)
    lowFirst.merge(Histogram())
    for p in stride(from: 0.0, through: 100, by: 2.5) {
      #expect(lowFirst.percentile(p) == both.percentile(p))
      #expect(highFirst.percentile(p) == both.percentile(p))
    }
    #expect(lowFirst.mean == both.mean)
    #expect(highFirst.count == 4_000)
    #expect(highFirst.minimum == low.minimum)
    #expect(lowFirst.maximum == high.maximum)
  }

  @Test("clearing forgets the values and keeps the memory")
  func clear() {
    var histogram = Histogram(expected: 1_000)
    histogram.record(1 << 40)
    let size = histogram.counts.count
    histogram.clear()
    #expect(histogram.count == 0)
    #expect(histogram.percentile(50) == nil)
    #expect(histogram.counts.count == size)
    histogram.record(7)
    #expect(histogram.percentile(99) == 7)
    #expect(histogram.maximum == 7)
  }

  @Test("memory is taken for the expected range, and is bounded beyond it")
  func memory() {
    var histogram = Histogram(expected: 1 << 30)
    let size = histogram.counts.count
    for value in [0, 1_000, 1 << 20, 1 << 30] as [Int64] { histogram.record(value) }
    #expect(histogram.counts.count == size)
    histogram.record(Histogram.limit)
    #expect(histogram.counts.count <= 28_672)
  }
}
