import Vocabulary

/// What a benchmark of runs with faults runs.
struct FaultLoad {
  let name: String
  let scenarios: [Scenario]
  let profile: CostProfile
  let target: BenchmarkTarget

  /// Of all scenarios together.
  var simulatedSeconds: Double {
    scenarios.reduce(0) { $0 + ($1.duration.warmUp + $1.duration.measure).seconds }
  }

  /// Four modules, 60 s at 20 transactions/s, and a storm of faults drawn anew for each case.
  static func storms(_ scale: Double) throws -> FaultLoad {
    let loaded = try scenario(modules: 4, rate: 20, seconds: 60)
    let cases = (0..<max(1, Int(50 * scale))).map { number in
      var scenario = loaded.scenario
      scenario.seed = UInt64(number)
      let streams = RandomStreams(seed: scenario.seed).child("faults")
      var storm = SwarmFaults(scenario, budget: .within, streams: streams)
      scenario.faults = FaultPlan(storm.draw())
      return scenario
    }
    return FaultLoad(name: "fuzz-cases", scenarios: cases, profile: loaded.profile, target: .atLeast(20))
  }

  /// Four modules, 10 minutes at 100 transactions/s.
  static func four(_ scale: Double, crashes: Bool) throws -> FaultLoad {
    try one("4-modules", modules: 4, rate: 100, seconds: 600 * scale, crashes, .atLeast(500))
  }

  /// A hundred modules, half a minute at 10 transactions/s.
  static func hundred(_ scale: Double, crashes: Bool) throws -> FaultLoad {
    try one("100-modules", modules: 100, rate: 10, seconds: 30 * scale, crashes, .atLeast(5))
  }

  /// Four modules, an hour at 100 transactions/s, something of everything, and at last a loss of power everywhere, when
  /// each module reads back all that it has written.
  static func hour(_ scale: Double) throws -> FaultLoad {
    let loaded = try scenario(modules: 4, rate: 100, seconds: 3_600 * scale)
    var scenario = loaded.scenario
    let minute = TimeSpan.seconds(1) * max(1, Int64(60 * scale))
    scenario.faults = FaultPlan([
      Fault(.outage(.pause([0])), at: minute * 10, lasts: .seconds(5)),
      Fault(.outage(.crash([1], restartAfter: .seconds(20))), at: minute * 20),
      Fault(.network(.partition([[0, 1, 2], [3]])), at: minute * 30, lasts: minute),
      Fault(.network(.loss(.share(0.01))), at: minute * 40, lasts: minute),
      Fault(.outage(.crash([0, 1, 2, 3], restartAfter: .seconds(5))), at: minute * 55),
    ])
    return FaultLoad(name: "hour", scenarios: [scenario], profile: loaded.profile, target: .atMost(1_000))
  }

  /// With `crashes` the last module loses power in the middle of the run, and comes back.
  private static func one(
    _ name: String, modules: Int, rate: Int, seconds: Double, _ crashes: Bool, _ target: BenchmarkTarget
  ) throws -> FaultLoad {
    let loaded = try scenario(modules: modules, rate: rate, seconds: seconds)
    var scenario = loaded.scenario
    let crash = Fault(
      .outage(.crash([modules - 1], restartAfter: .seconds(2))), at: TimeSpan(nanoseconds: Int64(seconds * 5e8)))
    if crashes { scenario.faults = FaultPlan([crash]) }
    return FaultLoad(
      name: name + (crashes ? "-with-crash" : ""), scenarios: [scenario], profile: loaded.profile, target: target)
  }

  private static func scenario(modules: Int, rate: Int, seconds: Double) throws -> LoadedScenario {
    let text = """
      title: Benchmark
      crb: {modules: \(modules), crypto: modelled, view-change-timeout: 2 s}
      hosts: {profile: measured-here}
      network: {latency: {normal: {mean: 200 us, deviation: 30 us}}, bandwidth: 1 Gbit/s}
      workload: {rate: {poisson: \(rate) /s}, to: any}
      duration: {warm-up: 1 s, measure: \(max(1, Int(seconds) - 1)) s}
      measure: [rates]
      """
    return try ScenarioFile.read(Array(text.utf8), path: "benchmark.yaml")
  }
}
