/// Seeded numbers for tests: Lehmer's generator with modulus 2^31 - 1.
struct Lehmer {
  private var state: UInt64

  init(seed: UInt64) { state = seed % 2_147_483_646 + 1 }

  /// The next number in 0..<1.
  mutating func uniform() -> Double {
    state = state * 48_271 % 2_147_483_647
    return Double(state - 1) / 2_147_483_646
  }

  /// Nearly normal: the sum of twelve uniform numbers.
  mutating func normal(mean: Double, deviation: Double) -> Double {
    let sum = (0..<12).reduce(0.0) { total, _ in total + uniform() }
    return mean + deviation * (sum - 6)
  }
}
