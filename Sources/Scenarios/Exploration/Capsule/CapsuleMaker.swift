import Vocabulary

/// Makes the capsule of a case that failed: runs it again to see what chance struck, and once more with exactly that.
struct CapsuleMaker: Sendable {
  /// A fault that strikes more often keeps its share.
  static let mostStrikes = 5_000
  static let transcriptLines = 60

  let version: String
  /// The scenario's path.
  let base: String
  /// What was set in it.
  let overrides: [String]
  let budget: FaultBudget
  let fuzzSeed: UInt64

  /// The text of the file. `folder`: where it will stand.
  func text(_ fuzzCase: FuzzCase, _ violation: Violation, folder: String) throws -> String {
    let run = try examined(fuzzCase, violation)
    return CapsuleFile.text(
      Self.placed(run.scenario, fuzzCase.profile, in: folder), title: "Fuzz case \(fuzzCase.number) of \(base)",
      question: "Does \(run.violation.oracle) hold?", capsule: capsule(of: run, number: fuzzCase.number))
  }

  private func capsule(of run: Examined, number: Int) -> Capsule {
    Capsule(
      chainbed: version, base: base, overrides: overrides, budget: budget == .within ? nil : budget, fuzzSeed: fuzzSeed,
      number: number, oracle: run.violation.oracle,
      said: run.violation.text, at: run.violation.at.map { $0 - .start }, fingerprint: run.fingerprint,
      transcript: run.transcript)
  }

  private static func placed(_ scenario: Scenario, _ profile: CostProfile, in folder: String) -> Scenario {
    var placed = scenario
    placed.hosts.profile = Self.profile(profile, from: folder, named: scenario.hosts.profile)
    return placed
  }

  /// A run of a case that failed. A class, as the optimiser of Swift 6.3 fails on structures with as much in them.
  private final class Examined {
    let scenario: Scenario
    /// What the oracle said in this run; what it said before, if it said nothing.
    let violation: Violation
    let isSame: Bool
    let fingerprint: String
    let transcript: [String]

    init(_ scenario: Scenario, _ profile: CostProfile, _ violation: Violation) throws {
      let transcript = Transcript(last: CapsuleMaker.transcriptLines, upTo: violation.at ?? .never)
      let outcome = try SystemRun.run(
        scenario, profile: profile, seed: scenario.seed, options: RunOptions(),
        probe: RunProbe(transcript: transcript))
      let found = outcome.violations.first { $0.oracle == violation.oracle }
      self.scenario = scenario
      self.violation = found ?? violation
      isSame = found != nil
      fingerprint = outcome.fingerprint
      self.transcript = transcript.text
    }
  }

  /// With exactly what struck in place of chance, if that fails as well.
  private func examined(_ fuzzCase: FuzzCase, _ violation: Violation) throws -> Examined {
    let drawn = fuzzCase.scenario.expanded(seed: fuzzCase.scenario.seed)
    let exact = try Examined(Self.explicit(drawn, fuzzCase.profile), fuzzCase.profile, violation)
    return exact.isSame ? exact : try Examined(drawn, fuzzCase.profile, violation)
  }

  private static func explicit(_ drawn: Scenario, _ profile: CostProfile) throws -> Scenario {
    let probe = RunProbe()
    _ = try SystemRun.run(drawn, profile: profile, seed: drawn.seed, options: RunOptions(), probe: probe)
    var explicit = drawn
    if let plan = probe.plan { explicit.faults = readable(plan, as: drawn.faults) }
    return explicit
  }

  /// What was struck, where that can be listed; the streams in any case.
  private static func readable(_ plan: FaultPlan, as drawn: FaultPlan) -> FaultPlan {
    FaultPlan(
      zip(plan.faults, drawn.faults).map { explicit, drawn in
        guard (explicit.kind.strikes ?? []).count > mostStrikes else { return explicit }
        var fault = drawn
        fault.stream = explicit.stream
        return fault
      })
  }

  /// The name that the folder's scenarios know the profile by; its path otherwise.
  static func profile(_ profile: CostProfile, from folder: String, named name: String) -> String {
    let path = ProfileLibrary(forScenario: "\(folder)/capsule.yaml").path(of: name)
    guard let path, (try? ProfileFile.load(path: path))?.text == profile.text else { return profile.path }
    return name
  }
}
