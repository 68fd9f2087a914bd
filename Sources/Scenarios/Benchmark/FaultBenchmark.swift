import Vocabulary

/// How fast runs with faults are, what their oracles cost, and how much memory a long one holds: modelled cryptography,
/// one core, the whole of a run with its oracles, metrics and fingerprint.
public struct FaultBenchmark {
  /// One number, and what it ought to be.
  public struct Result: Sendable {
    public var name: String
    /// In `unit`; by the wall clock, where it is a speed.
    public var value: Double
    /// The same by the processor time that was used: what the value would be on a machine without other load. Nil where
    /// it is no speed.
    public var valueByProcessorTime: Double?
    public var unit: String
    public var target: BenchmarkTarget
    /// What oracles found in all runs: 0 unless something is wrong.
    public var violations: Int

    /// Also nothing must be wrong.
    public var isMet: Bool { target.isMet(by: value) && violations == 0 }
  }

  /// Seconds from any fixed point.
  public struct Times: Sendable {
    public var wall: Double
    public var processor: Double

    public init(wall: Double, processor: Double) {
      self.wall = wall
      self.processor = processor
    }
  }

  private let clock: () -> Times
  private let peakMebibytes: () -> Double
  private let runs: Int
  private let scale: Double

  /// `peakMebibytes`: the most memory held since it was last asked. Each measurement is made `runs` times, all in turn;
  /// `scale` shortens the runs, for tests: 1 is what the targets are about.
  public init(
    runs: Int = 3, scale: Double = 1, clock: @escaping () -> Times, peakMebibytes: @escaping () -> Double
  ) {
    precondition(runs >= 1 && scale > 0, "\(runs) runs at scale \(scale)")
    self.runs = runs
    self.scale = scale
    self.clock = clock
    self.peakMebibytes = peakMebibytes
  }

  /// All results. Throws what is wrong with the cost profile.
  public func run() throws -> [Result] {
    let hour = try FaultLoad.hour(scale)
    _ = peakMebibytes()
    let long = try measure(hour)
    let memory = peakMebibytes()
    let storms = try FaultLoad.storms(scale)
    var unjudgedOptions = RunOptions()
    unjudgedOptions.isJudged = false
    let loads = try [
      FaultLoad.four(scale, crashes: true), .four(scale, crashes: false), .hundred(scale, crashes: true),
      .hundred(scale, crashes: false),
    ]
    var samples = [[Sample]](repeating: [], count: loads.count)
    var cases: [Sample] = []
    var judged: [Sample] = []
    var unjudged: [Sample] = []
    for _ in 0..<runs {
      cases.append(try measure(storms, .exploring))
      judged.append(try measure(storms))
      unjudged.append(try measure(storms, unjudgedOptions))
      for (place, load) in loads.enumerated() { samples[place].append(try measure(load)) }
    }
    return [speed("fuzz-cases", cases, of: Double(storms.scenarios.count), "cases/s", .atLeast(20))]
      + zip(loads, samples).map { load, samples in
        speed(load.name, samples, of: load.simulatedSeconds, "simulated s/s", load.target)
      }
      + [
        share(of: judged, without: unjudged),
        Result(
          name: hour.name + "-memory", value: memory, unit: "MiB", target: .atMost(1_000_000_000 / 1_048_576),
          violations: long.violations),
      ]
  }

  private struct Sample {
    var wall: Double
    var processor: Double
    var violations: Int
  }

  private func measure(_ load: FaultLoad, _ options: RunOptions = RunOptions()) throws -> Sample {
    var violations = 0
    let start = clock()
    for scenario in load.scenarios {
      let outcome = try SystemRun.run(scenario, profile: load.profile, seed: scenario.seed, options: options)
      violations += outcome.violations.count
    }
    let end = clock()
    return Sample(wall: end.wall - start.wall, processor: end.processor - start.processor, violations: violations)
  }

  private func speed(_ name: String, _ samples: [Sample], of amount: Double, _ unit: String, _ target: BenchmarkTarget)
    -> Result
  {
    Result(
      name: name, value: amount / median(samples.map(\.wall)),
      valueByProcessorTime: amount / median(samples.map(\.processor)), unit: unit, target: target,
      violations: samples.map(\.violations).max()!)
  }

  /// What the oracles take of a run's processor time.
  private func share(of judged: [Sample], without unjudged: [Sample]) -> Result {
    let shares = zip(judged, unjudged).map { 1 - $1.processor / $0.processor }
    return Result(
      name: "oracles", value: 100 * median(shares), unit: "%", target: .atMost(20),
      violations: judged.map(\.violations).max()!)
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
