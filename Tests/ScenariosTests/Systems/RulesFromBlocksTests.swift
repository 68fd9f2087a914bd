import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Runs of service function chains whose rules come from blocks (docs/models/rules-from-blocks.md)")
struct RulesFromBlocksTests {
  /// Rules change at 3 s; no function has to be made for it.
  private static let live = """
      control: live
      rules: blockchain
      smb: {modules: 4, crypto: modelled, block: {interval: 50 ms}, view-change-timeout: 1 s}
      poll: 500 ms
      operations: [{at: 3 s, provision: soft, chain: rest, path: [vcpe, cache, firewall]}]
      traffic:
    """

  private static func changes(_ faults: String, lasting: String) -> [(String, String)] {
    [
      ("  traffic:", live), ("encrypted: true", "encrypted: false"), ("port: 80, for", "port: 80, start: 2 s, for"),
      ("every: 10 ms, for", "every: 10 ms, start: 2 s, for"),
      ("measure: 2 s", "measure: \(lasting)"),
      ("measure: [chains]", faults.isEmpty ? "measure: [chains]" : "faults: [\(faults)]\nmeasure: [chains]"),
    ]
  }

  private static func run(_ faults: String = "", lasting: String = "8 s", seed: UInt64 = 1) throws -> RunOutcome {
    let loaded = try ExplorationFixture.load(ChainFixture.text(changes(faults, lasting: lasting)), path: "join.yaml")
    return try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: seed, options: RunOptions())
  }

  private static func world(_ faults: String = "") throws -> SFCWorld {
    let loaded = try ExplorationFixture.load(ChainFixture.text(changes(faults, lasting: "8 s")), path: "join.yaml")
    return SFCWorld(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions(), trace: .off)
  }

  @Test("all rules that elements have are in blocks, the chain changes its way, and no packet is lost")
  func changesWay() throws {
    let world = try Self.world()
    world.world.start()
    world.world.run(until: world.window.upperBound)
    #expect(world.violations() == [])
    let values = SFCMetrics(world).values
    #expect(values["operations-done"] == 2)
    #expect(values["chain-packets-lost"] == 0)
    #expect(try #require(values["blocks"]) >= 2)
    #expect(try #require(world.committedRules).changes > 10)
    // Five transactions at least: three sites at the start, and those that the change concerns.
    #expect(try #require(values["rule-transactions"]) >= 5)
  }

  @Test("the same seed makes the same run")
  func determinism() throws {
    #expect(try Self.run().fingerprint == Self.run().fingerprint)
  }

  @Test("nobody but a site's elements can read its rules: no rule stands in clear on the ledger's disks")
  func secrecy() throws {
    let world = try Self.world("{at: 1 s, pause: smb 3, for: 100 ms}")
    world.world.start()
    world.world.run(until: world.window.upperBound)
    let ledger = try #require(world.ledger)
    for host in ledger.chain.hosts {
      let bytes = host.disk!.durableContents(of: FileID.ledger.slot).joined
      #expect(bytes.count > 1_000)
      let text = Array("\"action\"".utf8)
      #expect(!bytes.indices.contains { bytes[$0...].starts(with: text) })
    }
  }

  @Test("modules that crash, the leader among them, delay a change; old rules go on forwarding")
  func leaderCrash() throws {
    let run = try Self.run("{at: 2990 ms, crash: smb 0}", lasting: "12 s")
    #expect(run.violations == [])
    #expect(run.values["operations-done"] == 2)
    #expect(run.values["chain-packets-lost"] == 0)
    #expect(try #require(run.values["view-changes"]) >= 1)
    #expect(try #require(run.values["rule-commit"]) > 1)
  }

  @Test("a ledger without a quorum changes nothing; when it is whole again, the change is made")
  func partition() throws {
    let run = try Self.run("{at: 2900 ms, partition: [[smb 0, smb 1], [smb 2, smb 3]], for: 4 s}", lasting: "16 s")
    #expect(run.violations == [])
    #expect(run.values["operations-done"] == 2)
    #expect(run.values["chain-packets-lost"] == 0)
    #expect(try #require(run.values["rule-commit"]) > 3.5)
  }

  @Test("elements and the controller that lose their power get their rules back, from blocks alone")
  func restarts() throws {
    let faults = """
      {at: 4200 ms, crash: [inner 1, classifier 0], restart-after: 100 ms}, {at: 5 s, crash: controller 0, restart-after: 500 ms}
      """
    let world = try Self.world(faults)
    world.world.start()
    world.world.run(until: world.window.upperBound)
    #expect(world.violations() == [])
    for node in [world.layout.node(.inner, 1), world.layout.node(.classifier, 0)] {
      let holder = try #require(world.world.hosts[node].machine as? any RuleHolder)
      #expect(!holder.heldRules.isEmpty)
    }
  }

  @Test(
    "byzantine modules within the budget put no rule into an element",
    arguments: [
      "mutation", "equivocation", "forged-certificates", "invalid-blocks", "replay", "silence",
      "forged-blocks",
    ])
  func byzantine(_ behaviour: String) throws {
    let run = try Self.run(
      "{at: 0 s, byzantine: {modules: smb 0, behaviour: \(behaviour)}}", lasting: "16 s", seed: 3)
    #expect(run.violations == [])
    #expect(run.values["operations-done"] == 2)
  }

  @Test("rules that a compromised controller hands to an element, and that are in no block, are refused")
  func compromised() throws {
    let world = try Self.world()
    world.world.start()
    world.world.run(until: .start + .seconds(3))
    let node = world.layout.node(.inner, 0)
    let element = SFCLayout.element(node)
    var machine = try #require(world.world.hosts[node].machine as? ControlledElement<InnerForwarder>)
    let held = try #require(machine.element.ruleSets.first)
    let forged = RuleSet(path: held.path, version: held.version + 1, rules: [])
    var effects = Effects()
    #expect(machine.install(IssuedRules(forged, for: element), into: &effects).defect == "not-admitted")
    let old = RuleSet(path: held.path, version: held.version - 1, rules: held.rules)
    #expect(machine.install(IssuedRules(old, for: element), into: &effects).defect == "outdated")
    #expect(machine.element.ruleSets.first == held)
  }

  @Test("a compromised controller's rules are refused by every element, and those of an honest one are taken after it")
  func rogue() throws {
    let faults = """
      {at: 2 s, for: 4 s, attack: {kind: compromised-controller, every: 10 ms}}, {at: 6 s, crash: controller 0, restart-after: 100 ms}
      """
    let text = ChainFixture.text(Self.changes(faults, lasting: "14 s"))
      .replacing("at: 3 s, provision", with: "at: 8 s, provision")
      .replacing("measure: [chains]", with: "measure: [chains, chain-attacks]")
    let loaded = try ExplorationFixture.load(text, path: "join.yaml")
    let run = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
    #expect(run.violations == [])
    #expect(try #require(run.values["attack-requests-refused"]) > 100)
    #expect(run.values["attack-requests-granted"] == 0)
    #expect(run.values["operations-done"] == 2)
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("forged blocks are refused for their proof, and the module is passed over")
  func forged() throws {
    let loaded = try ExplorationFixture.load(
      ChainFixture.text(
        Self.changes("{at: 0 s, byzantine: {modules: [smb 0], behaviour: forged-blocks}}", lasting: "8 s")
      ).replacing("measure: [chains]", with: "measure: [chains, drops]"), path: "join.yaml")
    let run = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 2, options: RunOptions())
    #expect(run.violations == [])
    #expect(try #require(run.values["drops-bad-certificate"]) > 10)
    #expect(run.values["operations-done"] == 2)
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("what the section needs is said where it is missing")
  func format() {
    func errors(_ old: String, _ new: String) -> [String] {
      let text = ChainFixture.text(Self.changes("", lasting: "8 s")).replacing(old, with: new)
      return FormatFixture.errors { try ExplorationFixture.load(text, path: "s.yaml") }
    }
    #expect(errors("  smb: {modules: 4,", "  smc: {modules: 4,").contains { $0.contains("sfc.smb: missing") })
    #expect(errors("rules: blockchain", "rules: controller").contains { $0.contains("sfc.smb: has an effect only") })
    #expect(errors("{modules: 4,", "{modules: 4, consensus: raft,").contains { $0.contains("only 'pbft' collects") })
    #expect(errors("{modules: 4,", "{modules: 4, signature: ed25519,").contains { $0.contains("can seal keys") })
    #expect(
      errors("{interval: 50 ms}", "{interval: 50 ms, maximum: 4 kB}").contains { $0.contains("a rule set takes up to") }
    )
    #expect(
      errors(
        "measure: [chains]",
        "faults: [{at: 1 s, on: inner 0, attack: {kind: compromised-controller}}]\nmeasure: [chains]"
      )
      .contains { $0.contains("on: has no effect with 'compromised-controller'") })
    #expect(
      errors("measure: [chains]", "faults: [{at: 1 s, bit-rot: 1 %, on: [inner 0]}]\nmeasure: [chains]").count > 0)
  }
}
