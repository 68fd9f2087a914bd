import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The shrinker, on worlds of data centers")
struct NFVShrinkTests {
  private static let text = """
    title: Two domains
    nfv:
      crb: {modules: 4, crypto: modelled}
      smb: {modules: 5, crypto: modelled}
      domains: 3
      sites: 4
      vnf-hosts: 9
      tenants: 3
      task: {migrations: {vnfs: 1}}
    hosts: {profile: i7-4770-python2.7}
    network: {latency: 200 us}
    duration: {warm-up: 0 s, measure: 20 s}
    faults:
      - {at: 1 s, crash: [crb 2, smb 8, vnf 30], restart-after: 1 s}
      - {at: 2 s, crash: [tenant 2], restart-after: 1 s}

    """

  /// Fails where a module of the second domain's SMB crashes, or what else `also` names.
  private static func fails(_ scenario: Scenario, also roles: [NFVLayout.Role]) -> Bool {
    guard case .nfv(let spec) = scenario.system else { return false }
    let layout = NFVLayout(spec)
    let places = scenario.faults.faults.flatMap(\.named).map(layout.place)
    return places.contains { $0.role == .smb && $0.group == 1 }
      && roles.allSatisfy { role in places.contains { $0.role == role } }
  }

  private func shrunk(also roles: [NFVLayout.Role]) throws -> (spec: NFVSpec, faults: [Fault]) {
    let loaded = try ExplorationFixture.load(Self.text)
    let result = try Shrinker(loaded, options: .init(jobs: 1, mostRuns: 5_000)) { scenario, _ in
      RunOutcome(
        seed: scenario.seed, values: [:],
        violations: Self.fails(scenario, also: roles) ? [Violation(oracle: "planted", at: nil, text: "as meant")] : [],
        fingerprint: "", events: 1, queues: [])
    }.shrink()
    // What it writes can be read again.
    let again = try ExplorationFixture.load(result.text)
    guard case .nfv(let spec) = again.scenario.system else { throw NotOne() }
    return (spec, again.scenario.faults.faults)
  }

  private struct NotOne: Error {}

  @Test("as little is left of a world as the violation, and the task, need")
  func smallest() throws {
    let (spec, faults) = try shrunk(also: [])
    #expect([spec.domains, spec.sites, spec.vnfHosts, spec.tenants] == [2, 2, 2, 1])
    #expect([spec.crb.modules, spec.smb.modules] == [1, 1])
    #expect(faults.count == 1)
    #expect(faults.flatMap(\.named) == [2], "the one module of the second SMB, after that of the CRB and the first")
  }

  @Test("what faults name keeps its role, and its place")
  func names() throws {
    let (spec, faults) = try shrunk(also: [.tenant, .vnf, .crb])
    let layout = NFVLayout(spec)
    // The fourth host of the fourth data center, which have to stay: there are four of each now.
    #expect(Set(faults.flatMap(\.named).map(layout.name)) == ["crb 0", "smb 1", "vnf 15", "tenant 0"])
    #expect([spec.sites, spec.vnfHosts] == [4, 4])
  }

  @Test("a node and its place are one to one, and a part takes away its own nodes only")
  func places() throws {
    guard case .nfv(let spec) = try ExplorationFixture.load(Self.text).scenario.system else { throw NotOne() }
    let layout = NFVLayout(spec)
    for node in 0..<layout.count { #expect(layout.node(layout.place(node)) == node) }
    for part in NFVPart.all(of: spec) {
      guard let rest = spec.without(part) else { continue }
      let after = NFVLayout(rest)
      let kept = (0..<layout.count).compactMap { part.place(layout.place($0), in: spec).map(after.node) }
      #expect(kept.sorted() == Array(0..<after.count), "\(part)")
    }
  }

  @Test("the line on the budget names its chain, and calls nodes what scenarios call them")
  func budget() {
    let plan = FaultPlan([Fault(.outage(.crash([3], restartAfter: nil)), at: .seconds(1))])
    var use = BudgetUse(plan, modules: 5, tolerated: 1)
    #expect(use.description == "fault budget: 1 of 1 used: module 3 (crash)")
    (use.role, use.firstNumber) = ("smb", 5)
    #expect(use.description == "fault budget: 1 of 1 used: smb 8 (crash)")
    use.spare(plan, modules: 5)
    #expect(use.description == "fault budget: 1 of 1 used: smb 8 (crash)")
    use.spare(FaultPlan(), modules: 5)
    #expect(use.description == "fault budget: 1 of 1 used: smb 8 (crash, which never struck)")
    use.chain = "smb-1"
    #expect(use.description == "fault budget of smb-1: 1 of 1 used: smb 8 (crash, which never struck)")
  }
}
