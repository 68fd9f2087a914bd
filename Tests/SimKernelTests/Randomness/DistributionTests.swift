import CGSL
import Foundation
import SimKernel
import Testing
import Vocabulary

@Suite("Samplers")
struct DistributionTests {
  /// A distribution with its cumulative distribution function after GSL.
  struct Case: CustomTestStringConvertible, Sendable {
    var distribution: Distribution
    var cumulative: @Sendable (Double) -> Double
    var testDescription: String { "\(distribution)" }

    init(_ distribution: Distribution, _ cumulative: @escaping @Sendable (Double) -> Double) {
      self.distribution = distribution
      self.cumulative = cumulative
    }
  }

  static let cases: [Case] = [
    Case(.uniform(low: -3, high: 12)) { gsl_cdf_flat_P($0, -3, 12) },
    Case(.exponential(mean: 250)) { gsl_cdf_exponential_P($0, 250) },
    Case(.normal(mean: 0, deviation: 1)) { gsl_cdf_gaussian_P($0, 1) },
    Case(.normal(mean: 200_000, deviation: 30_000)) { gsl_cdf_gaussian_P($0 - 200_000, 30_000) },
    Case(.lognormal(logMean: 11, logDeviation: 0.7)) { gsl_cdf_lognormal_P($0, 11, 0.7) },
    Case(.gamma(shape: 0.3, scale: 5)) { gsl_cdf_gamma_P($0, 0.3, 5) },
    Case(.gamma(shape: 1, scale: 5)) { gsl_cdf_gamma_P($0, 1, 5) },
    Case(.gamma(shape: 7.5, scale: 2)) { gsl_cdf_gamma_P($0, 7.5, 2) },
    Case(.pareto(minimum: 10, shape: 1.5)) { gsl_cdf_pareto_P($0, 1.5, 10) },
    Case(.pareto(minimum: 10, shape: 4)) { gsl_cdf_pareto_P($0, 4, 10) },
    Case(.empirical(EmpiricalTable(probabilities: [0, 0.25, 1], values: [2, 4, 16])!)) { x in
      x < 4 ? max(0, (x - 2) / 8) : min(1, 0.25 + 0.75 * (x - 4) / 12)
    },
  ]

  /// Kolmogorov's statistic times the root of the number of draws: above 1.95 in 0.1 % of all cases.
  private func statistic(_ draws: [Double], _ cumulative: (Double) -> Double) -> Double {
    let n = Double(draws.count)
    var worst = 0.0
    for (i, x) in draws.sorted().enumerated() {
      let p = cumulative(x)
      worst = max(worst, abs(p - Double(i) / n), abs(Double(i + 1) / n - p))
    }
    return worst * n.squareRoot()
  }

  @Test("fit their distributions (Kolmogorov and Smirnov, 0.1 %)", arguments: cases)
  func fit(_ item: Case) {
    var stream = RandomStreams(seed: 2_024).stream("fit/\(item.distribution)")
    let draws = (0..<20_000).map { _ in item.distribution.sample(&stream) }
    #expect(statistic(draws, item.cumulative) < 1.95)
  }

  @Test("would not pass with a mean that is off by 3 %")
  func power() {
    var stream = RandomStream(seed: 1)
    let draws = (0..<20_000).map { _ in Distribution.exponential(mean: 103).sample(&stream) }
    #expect(statistic(draws) { gsl_cdf_exponential_P($0, 100) } > 1.95)
  }

  @Test("fit in the tails of the normal distribution (chi-square, 17 degrees of freedom, 0.1 %)")
  func tails() {
    var stream = RandomStream(seed: 77)
    let edges = [-4.2, -3.9, -3.66, -3.5, -3, -2.5, -2, -1, 0, 1, 2, 2.5, 3, 3.5, 3.66, 3.9, 4.2]
    var counts = [Double](repeating: 0, count: edges.count + 1)
    let n = 400_000
    let normal = Distribution.normal(mean: 0, deviation: 1)
    for _ in 0..<n {
      let x = normal.sample(&stream)
      counts[edges.firstIndex { x < $0 } ?? edges.count] += 1
    }
    var sum = 0.0
    for i in counts.indices {
      let low = i == 0 ? 0 : gsl_cdf_ugaussian_P(edges[i - 1])
      let high = i == edges.count ? 1 : gsl_cdf_ugaussian_P(edges[i])
      let expected = Double(n) * (high - low)
      sum += (counts[i] - expected) * (counts[i] - expected) / expected
    }
    #expect(gsl_cdf_chisq_Q(sum, Double(edges.count)) > 0.001)
  }

  @Test("have the means that they say", arguments: cases)
  func means(_ item: Case) {
    var stream = RandomStreams(seed: 11).stream("mean/\(item.distribution)")
    // The Pareto distribution of shape 1.5 has no variance: its sample mean says little.
    if case .pareto(_, let shape) = item.distribution, shape < 2 { return }
    let n = 40_000.0
    let draws = (0..<Int(n)).map { _ in item.distribution.sample(&stream) }
    let mean = draws.reduce(0, +) / n
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    #expect(abs(mean - item.distribution.mean) < 3.3 * (variance / n).squareRoot())
  }

  @Test("draw the same numbers from the same stream, always")
  func golden() {
    let expected: [[Double]] = [
      [-1.7420554341017676, 2.684703759940029, 7.200651165422091],
      [619.6427772646471, 242.56779608172786, 96.39966077559771],
      [0.43089389163991865, 1.174024034299396, -0.8407721166449604],
      [212926.81674919755, 235220.72102898188, 174776.8365006512],
      [80953.13809098671, 136191.4402776847, 33238.34699526553],
      [0.0034095601994602745, 3.61663810503144, 0.9848909476898748],
      [5.4200447696723515, 0.9442594295284736, 3.2187784029624096],
      [16.766386976466617, 10.286553210709924, 14.181877889176455],
      [52.193910571554454, 19.095115115213403, 12.931301628772884],
      [18.582641090794095, 12.745176535374485, 11.011990821383804],
      [2.6709037684790573, 6.063684010602698, 10.88069457645023],
    ]
    #expect(expected.count == DistributionTests.cases.count)
    for (item, values) in zip(DistributionTests.cases, expected) {
      var stream = RandomStream(seed: 42)
      #expect((0..<3).map { _ in item.distribution.sample(&stream) } == values, "\(item.distribution)")
    }
  }

  @Test("as times are whole, not negative and not beyond the clock")
  func spans() {
    var stream = RandomStream(seed: 1)
    #expect(Distribution.constant(-5).sampleSpan(&stream) == .zero)
    #expect(Distribution.constant(2.5).sampleSpan(&stream) == .nanoseconds(3))
    #expect(Distribution.constant(2.4).sampleSpan(&stream) == .nanoseconds(2))
    #expect(Distribution.constant(.nan).sampleSpan(&stream) == .zero)
    #expect(Distribution.constant(.infinity).sampleSpan(&stream) == TimeSpan(nanoseconds: 1 << 62))
    #expect(Distribution.constant(.milliseconds(2)).sampleSpan(&stream) == .milliseconds(2))
    for _ in 0..<1_000 { #expect(Distribution.normal(mean: 0, deviation: 9).sampleSpan(&stream) >= .zero) }
  }

  @Test("of a lognormal given by mean and deviation have both")
  func lognormal() {
    guard case .lognormal(let mu, let sigma) = Distribution.lognormal(mean: 300, deviation: 120) else {
      Issue.record("not lognormal")
      return
    }
    #expect(abs(Foundation.exp(mu + sigma * sigma / 2) - 300) < 1e-9)
    let variance = (Foundation.exp(sigma * sigma) - 1) * Foundation.exp(2 * mu + sigma * sigma)
    #expect(abs(variance.squareRoot() - 120) < 1e-9)
  }

  @Test("refuse tables that are no distribution")
  func tables() {
    #expect(EmpiricalTable(probabilities: [0, 1], values: [1, 2, 3]) == nil)
    #expect(EmpiricalTable(probabilities: [0], values: [1]) == nil)
    #expect(EmpiricalTable(probabilities: [0.1, 1], values: [1, 2]) == nil)
    #expect(EmpiricalTable(probabilities: [0, 0.9], values: [1, 2]) == nil)
    #expect(EmpiricalTable(probabilities: [0, 0.5, 0.5, 1], values: [1, 2, 3, 4]) == nil)
    #expect(EmpiricalTable(probabilities: [0, 0.5, 1], values: [1, 3, 2]) == nil)
    #expect(EmpiricalTable(probabilities: [0, 1], values: [1, .infinity]) == nil)
    #expect(EmpiricalTable(sample: [4]) == nil)
    let table = EmpiricalTable(sample: [30, 10, 20])
    #expect(table?.quantile(0) == 10)
    #expect(table?.quantile(0.25) == 15)
    #expect(table?.quantile(1) == 30)
    #expect(table?.mean == 20)
  }
}
