import Vocabulary

@testable import Scenarios

/// Three functions at three sites, two encrypted links.
enum ChainFixture {
  static let text = """
    title: A chain
    sfc:
      sites: [a, b, c]
      functions:
        - {name: vcpe, site: a}
        - {name: cache, site: b, kind: cache}
        - {name: firewall, site: c, kind: firewall, denies: {protocol: tcp, ports: 23}}
      chains:
        - {name: web, match: {protocol: udp, ports: [80, 443]}, path: [vcpe, cache, firewall], encrypted: true}
        - {name: rest, path: [vcpe, firewall], encrypted: true}
      traffic:
        - {kind: constant, rate: 200 /s, size: 200 B, port: 80, for: 1900 ms}
        - {kind: ping, every: 10 ms, for: 1900 ms}
    hosts: {profile: accelerated-switch}
    network: {latency: 200 us, bandwidth: 1 Gbit/s}
    duration: {warm-up: 0 s, measure: 2 s}
    measure: [chains]

    """

  static func text(_ changes: [(String, String)]) -> String {
    changes.reduce(text) { text, change in
      precondition(text.contains(change.0), change.0)
      return text.replacing(change.0, with: change.1)
    }
  }

  static func load(_ changes: (String, String)...) throws -> LoadedScenario {
    try ExplorationFixture.load(text(changes), path: "chain.yaml")
  }

  static func run(_ changes: (String, String)..., seed: UInt64? = nil) throws -> RunOutcome {
    let loaded = try ExplorationFixture.load(text(changes), path: "chain.yaml")
    return try SystemRun.run(
      loaded.scenario, profile: loaded.profile, seed: seed ?? loaded.scenario.seed, options: RunOptions())
  }

  static func world(_ changes: (String, String)...) throws -> SFCWorld {
    let loaded = try ExplorationFixture.load(text(changes), path: "chain.yaml")
    return SFCWorld(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions(), trace: .off)
  }
}
