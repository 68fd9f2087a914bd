import Vocabulary

/// Makes the capsule of a case that failed: runs it again to see what chance struck, and once more with exactly that.
struct CapsuleMaker: Sendable {
  /// A fault that strikes more often keeps its share.
  static let mostStrikes = 5_000
  static let transcriptLines = 60

  let version: String
  /// The scenario's path.
  let base: String
  let fuzzSeed: UInt64

  /// The text of the file. `folder`: where it will stand.
  func text(_ fuzzCase: FuzzCase, _ violation: Violation, folder: String) throws -> String {
    let drawn = fuzzCase.scenario.expanded(seed: fuzzCase.scenario.seed)
    var scenario = drawn
    let probe = RunProbe()
    _ = try SystemRun.run(scenario, profile: fuzzCase.profile, seed: scenario.seed, options: RunOptions(), probe: probe)
    if let plan = probe.plan { scenario.faults = Self.readable(plan, as: drawn.faults) }
    var (outcome, transcript) = try examine(scenario, fuzzCase.profile, violation)
    if !outcome.violations.contains(where: { $0.oracle == violation.oracle }) {
      scenario = drawn
      (outcome, transcript) = try examine(scenario, fuzzCase.profile, violation)
    }
    let found = outcome.violations.first { $0.oracle == violation.oracle } ?? violation
    let capsule = Capsule(
      chainbed: version, base: base, fuzzSeed: fuzzSeed, number: fuzzCase.number, oracle: found.oracle,
      said: found.text, at: found.at.map { $0 - .start }, fingerprint: outcome.fingerprint, transcript: transcript)
    scenario.hosts.profile = Self.profile(fuzzCase.profile, from: folder, named: scenario.hosts.profile)
    return CapsuleFile.text(
      scenario, title: "Fuzz case \(fuzzCase.number) of \(base)", question: "Does \(found.oracle) hold?",
      capsule: capsule)
  }

  private func examine(
    _ scenario: Scenario, _ profile: CostProfile, _ violation: Violation
  ) throws -> (RunOutcome, [String]) {
    let transcript = Transcript(last: Self.transcriptLines, upTo: violation.at ?? .never)
    let outcome = try SystemRun.run(
      scenario, profile: profile, seed: scenario.seed, options: RunOptions(), probe: RunProbe(transcript: transcript))
    return (outcome, transcript.text)
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

extension Fault.Kind {
  /// The ordinals that are struck, where they are listed.
  var strikes: [Int]? {
    switch self {
    case .outage, .clock, .byzantine, .attack: return nil
    case .network(let fault): return fault.chance?.strikes
    case .disk(let fault): return fault.chance?.strikes
    }
  }
}

extension Chance {
  var strikes: [Int]? {
    switch self {
    case .share: nil
    case .strikes(let ordinals): ordinals
    }
  }
}
