import Testing

@testable import Scenarios

@Suite("What a scenario may say, a world can bear")
struct ExtremeValueTests {
  /// Upper ends of these make worlds that are large rather than strange.
  static let large: Set = [
    "crb.modules", "workload.writers", "workload.rate.closed-loop.users", "duration.warm-up", "duration.measure",
  ]

  /// Each key with the lowest and the highest value that its schema allows.
  static let ends: [String] = ScenarioSchema.axisKeys.flatMap { key -> [String] in
    guard let kind = try? SchemaPath.axis(key) else { return [] }
    let values: [String] =
      switch kind {
      case .count(let range): [String(range.lowerBound), String(range.upperBound)]
      case .whole(let dimension, let range):
        [Quantity.text(range.lowerBound, dimension), Quantity.text(range.upperBound, dimension)]
      case .choice(let choices): choices.map(\.word)
      case .text, .seed, .number, .real, .module, .moduleOrAny, .precision, .metric, .metricOrFamily, .axis,
        .axisValue, .reading:
        []
      }
    return (large.contains(key) ? Array(values.prefix(1)) : values).map { "\(key)=\($0)" }
  }

  static let distributions = [
    "{normal: {mean: 24 h, deviation: 24 h}}", "{uniform: {from: 0 ns, to: 24 h}}", "{exponential: {mean: 24 h}}",
    "{lognormal: {mean: 1 ns, deviation: 24 h}}", "{lognormal: {mean: 24 h, deviation: 1 ns}}",
    "{gamma: {mean: 24 h, shape: 0.01}}", "{gamma: {mean: 1 ns, shape: 1000}}",
    "{pareto: {minimum: 24 h, shape: 0.01}}", "{pareto: {minimum: 1 ns, shape: 1000}}", "{table: [0 ns, 24 h]}",
  ].flatMap { ["network.latency=\($0)", "hosts.clock.offset=\($0)"] }

  static let rates = [
    "{poisson: 0.000001 /s}", "{poisson: 100000 /s}", "{constant: 0.000001 /s}", "{constant: 100000 /s}",
    "{closed-loop: {users: 50, think: 0 s}}", "{closed-loop: {users: 1, think: 24 h}}",
    "{batch: {transactions: 1, every: 24 h}}", "{batch: {transactions: 50, every: 1 ms}}",
  ].map { "workload.rate=\($0)" }

  @Test("a world runs with each value at the end of its range", arguments: ends + distributions + rates)
  func runs(override: String) throws {
    let text = """
      title: At the ends of the ranges
      crb: {modules: 4, signature: ed25519, crypto: modelled, block: {interval: 1 ms}}
      hosts: {profile: test-machine}
      network: {latency: 10 us}
      workload: {configuration: 100 B, rate: saturating}
      duration: {warm-up: 0 s, measure: 2 ms}

      """
    // What contradicts another value is refused when it is read, which other tests look at.
    guard let loaded = try? FormatFixture.load(text, [override]) else { return }
    let outcome = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
    #expect(outcome.violations == [])
    for (name, value) in outcome.values { #expect(value.isFinite && value >= 0, "\(name) is \(value)") }
  }
}
