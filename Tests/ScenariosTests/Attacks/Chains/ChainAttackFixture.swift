import Vocabulary

@testable import Scenarios

/// Runs of `ChainFixture`'s chains with an adversary, two simulated seconds each.
enum ChainAttackFixture {
  static let plain = ("encrypted: true", "encrypted: false")

  /// Rules and keys from a control plane; the run begins when they are there.
  static let live = [
    ("  traffic:", "  control: live\n  keys: {change: 400 ms, expire: 2 s, method: make-before-break}\n  traffic:"),
    ("warm-up: 0 s, measure: 2 s", "warm-up: 2 s, measure: 2 s"), ("for: 1900 ms}", "for: 3900 ms}"),
  ]

  /// `attacks`: faults without their time.
  static func changes(_ attacks: [String], at: String = "100 ms") -> (String, String) {
    let faults = attacks.map { "  - {at: \(at), \($0)}\n" }.joined()
    return ("measure: [chains]", "faults:\n\(faults)measure: [chains, attacks, chain-attacks]")
  }

  static func load(_ attacks: [String], _ others: [(String, String)] = [], at: String = "100 ms") throws
    -> LoadedScenario
  {
    try ExplorationFixture.load(ChainFixture.text(others + [changes(attacks, at: at)]), path: "chain.yaml")
  }

  static func run(
    _ attacks: String..., with others: [(String, String)] = [], at: String = "100 ms", seed: UInt64 = 1
  ) throws -> RunOutcome {
    let loaded = try load(attacks, others, at: at)
    return try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: seed, options: RunOptions())
  }
}
