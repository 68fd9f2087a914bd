import Testing
import Vocabulary

@testable import Scenarios

@Suite("The shrinker, on worlds of service function chains")
struct ChainShrinkTests {
  private static let text = """
    title: Many chains
    sfc:
      sites: [a, b, c]
      functions:
        - {name: vcpe, site: a}
        - {name: cache, site: b, kind: cache, standby: a}
        - {name: firewall, site: c, kind: firewall, denies: {protocol: tcp, ports: 23}}
      chains:
        - {name: web, match: {protocol: tcp, ports: 80}, path: [vcpe, cache, firewall], encrypted: true}
        - {name: voice, match: {protocol: udp, ports: 5060}, path: [vcpe, firewall], encrypted: true}
        - {name: rest, path: [cache, firewall]}
      copies: 3
      return: chain
      crypto: modelled
      control: live
      keys: {change: 2 s}
      protection: duplicate
      detection: {every: 2 s}
      operations:
        - {at: 4 s, provision: soft, chain: voice, path: [vcpe, cache, firewall]}
      traffic:
        - {kind: constant, rate: 20 /s, size: 200 B, port: 5060}
        - {kind: tcp, window: 8 kB, port: 80}
        - {kind: ping, every: 100 ms}
    hosts: {profile: accelerated-switch}
    network: {latency: 200 us, bandwidth: 1 Gbit/s}
    duration: {warm-up: 0 s, measure: 12 s}
    faults:
      - {at: 3 s, crash: [function 4, encryption 2, inner 1, client 1], restart-after: 1 s}
      - {at: 2 s, pause: [controller 0, gateway 2], for: 1 s}

    """

  private static func spec(_ scenario: Scenario) -> SFCSpec? {
    guard case .sfc(let spec) = scenario.system else { return nil }
    return spec
  }

  private func shrunk(_ fails: @escaping @Sendable (SFCLayout, [Int]) -> Bool) throws -> (SFCSpec, Scenario) {
    let loaded = try ExplorationFixture.load(Self.text, path: "chains.yaml")
    let result = try Shrinker(loaded, options: .init(jobs: 1, mostRuns: 10_000)) { scenario, _ in
      let named = scenario.faults.faults.flatMap(\.named)
      let isBad = Self.spec(scenario).map { fails(SFCLayout($0), named) } ?? false
      return RunOutcome(
        seed: scenario.seed, values: [:],
        violations: isBad ? [Violation(oracle: "planted", at: nil, text: "as meant")] : [], fingerprint: "", events: 1,
        queues: [])
    }.shrink()
    // What it writes can be read again.
    let again = try ExplorationFixture.load(result.text, path: "chains.yaml")
    return (try #require(Self.spec(again.scenario)), again.scenario)
  }

  @Test("as little is left of a world as the violation needs")
  func smallest() throws {
    let (spec, scenario) = try shrunk { layout, named in named.contains { layout.place($0).role == .controller } }
    #expect([spec.copies, spec.chains.count, spec.functions.count, spec.sites.count] == [1, 1, 1, 1])
    #expect([spec.operations.count, spec.traffic.count, spec.chains[0].path.count] == [0, 0, 1])
    #expect(spec.functions[0].standby == nil && spec.detection == nil && spec.protection == .none)
    #expect(spec.chains[0].isEncrypted == false && spec.way == .direct)
    #expect(scenario.faults.faults.flatMap(\.named).map(SFCLayout(spec).name) == ["controller 0"])
  }

  @Test("what faults name keeps its role, its function and its tenant")
  func names() throws {
    let (spec, scenario) = try shrunk { layout, named in
      // Somebody's firewall, and an encryption function that stands with it.
      named.contains { node in
        let (role, number) = layout.place(node)
        return role == .function && layout.spec.functions[layout.variant(number).function].name == "vcpe"
      } && named.contains { layout.place($0).role == .encryption }
    }
    let layout = SFCLayout(spec)
    let named = scenario.faults.faults.flatMap(\.named)
    #expect(Set(named.map { layout.place($0).role }) == [.function, .encryption])
    #expect(spec.functions.contains { $0.name == "vcpe" } && spec.chains.count == 1)
  }

  @Test("plain settings and an earlier end change the numbers of nodes, and faults follow them")
  func settings() throws {
    let scenario = try ExplorationFixture.load(Self.text, path: "chains.yaml").scenario
    var plain = scenario
    guard case .sfc(var spec) = scenario.system else { return }
    for place in spec.chains.indices { spec.chains[place].isEncrypted = false }
    plain.system = .sfc(spec)
    for changed in [plain.following(scenario), scenario.ending(at: .seconds(3))] {
      let layout = SFCLayout(try #require(Self.spec(changed)))
      let names = changed.faults.faults.flatMap(\.named).map { layout.name($0) }
      #expect(names.contains("controller 0") && names.contains("gateway 2"))
    }
  }

  @Test("a part takes away its own nodes only, and no two nodes become one")
  func places() throws {
    let spec = try #require(Self.spec(ExplorationFixture.load(Self.text, path: "chains.yaml").scenario))
    let before = SFCLayout(spec)
    var parts = 0
    for part in ChainPart.all(of: spec) {
      guard let rest = spec.without(part) else { continue }
      parts += 1
      let after = SFCLayout(rest)
      let kept = (0..<before.count).compactMap { part.node($0, from: before, to: after) }
      #expect(Set(kept).count == kept.count && kept.allSatisfy { (0..<after.count).contains($0) }, "\(part)")
      for node in 0..<before.count {
        guard let moved = part.node(node, from: before, to: after) else { continue }
        #expect(before.place(node).role == after.place(moved).role, "\(part)")
      }
    }
    #expect(parts > 15)
  }
}
