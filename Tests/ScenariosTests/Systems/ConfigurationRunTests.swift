import Protocols
import SimKernel
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Runs of tenants who configure VNFs")
struct ConfigurationRunTests {
  private static func scenario(_ faults: [String] = [], nfv: String = "", lasting: Int = 150) throws -> LoadedScenario {
    let list = faults.isEmpty ? "" : "faults:\n" + faults.map { "  - {at: 5 s, byzantine: {\($0)}}\n" }.joined()
    let text = NFVFixture.text(task: "{configurations: {vnfs: 2}}", nfv: nfv, lasting: lasting, list)
    return try ExplorationFixture.load(text.replacing("measure: [migrations]", with: "measure: [configurations]"))
  }

  private static func outcome(_ loaded: LoadedScenario) throws -> RunOutcome {
    try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
  }

  /// At its end, as tenants and VNFs see it.
  private static func world(_ loaded: LoadedScenario) -> NFVWorld {
    let nfv = NFVWorld(
      loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions(), trace: Trace(into: nil))
    nfv.world.start()
    nfv.world.run(until: nfv.window.upperBound)
    nfv.settle()
    return nfv
  }

  @Test("every round gives configurations, new keys and a template, and each VNF has what it was given last")
  func rounds() throws {
    let nfv = Self.world(try Self.scenario(nfv: "key-rotation: 40 s"))
    let tenant = nfv.tenant(0).client
    let done = (1...Int64(tenant.operationCount)).compactMap { number in
      if case .done? = tenant.outcome(of: number) { tenant.operation(number) } else { nil }
    }
    #expect(done.count == tenant.operationCount)
    var counts: [String: Int] = [:]
    for operation in done { counts[String("\(operation)".prefix { $0.isLetter }), default: 0] += 1 }
    for name in ["configure", "requestConfiguration", "replaceKeyPair", "configureGroup", "publish"] {
      #expect(counts[name, default: 0] >= 4, "\(name): \(counts)")
    }
    #expect(counts["joinGroups"] == 4 && counts["createVNF"] == 2 && counts["replaceOwnKeyPairs", default: 0] >= 2)
    #expect(tenant.keys.groups.map(\.name) == ["group 0", "group 1"])
    for instance in tenant.keys.instances {
      let vnf = try #require(
        nfv.layout.nodes(.vnf).compactMap { nfv.slot($0).running }.first { $0.instance == instance.name })
      #expect(vnf.client.configuration == instance.settings && instance.settings != nil)
      #expect(vnf.client.pair.publicKey == instance.pair?.publicKey && vnf.client.groups.count == 1)
    }
    #expect(nfv.violations() == [])
    #expect(NFVMetrics(nfv).values["configurations"]! >= 20 && NFVMetrics(nfv).values["configurations-failed"] == 0)
  }

  @Test("a VNF that has something else than it was given is told of, unless somebody else has told it")
  func judged() throws {
    let nfv = Self.world(try Self.scenario(lasting: 60))
    let client = nfv.tenant(0).client
    let instance = try #require(client.keys.instances.first)
    let oracle = NFVConfigurationOracle()
    oracle.finish(instance.name, has: instance.settings, of: client)
    #expect(oracle.violations == [])
    oracle.finish(instance.name, has: [1], of: client)
    #expect(oracle.violations.map(\.oracle) == ["configuration"])
    oracle.misled(instance.name)
    oracle.finish(instance.name, has: [1], of: client)
    #expect(oracle.violations.count == 1)
  }

  @Test("the private keys of groups and those that replace others are looked for")
  func secrets() throws {
    let nfv = Self.world(try Self.scenario(lasting: 100))
    let client = nfv.tenant(0).client
    let pairs = client.keys.groups.map(\.pair) + client.keys.instances.compactMap(\.pair)
    #expect(pairs.count >= 3)
    let oracle = try #require(nfv.oracles).secret
    for pair in pairs {
      let before = oracle.violations.count
      oracle.look(at: [0] + pair.secret.bytes, in: "a test", at: nfv.world.simulator.now)
      #expect(oracle.violations.count == before + 1)
    }
  }

  @Test(
    "one module in four of each blockchain lies to clients, and signs it: they lose nothing and believe nothing",
    arguments: ["false-answers", "withholding"])
  func liars(_ behaviour: String) throws {
    let outcome = try Self.outcome(
      Self.scenario(["modules: [crb 1], behaviour: \(behaviour)", "modules: [smb 0], behaviour: \(behaviour)"]))
    #expect(outcome.violations == [])
    #expect(outcome.values["configurations"]! >= 10 && outcome.values["configurations-failed"] == 0)
    if behaviour == "false-answers" { #expect(outcome.values["drops-bad-signature"]! > 0) }
  }

  @Test("what VNFs, services and tenants believe is judged, all the same")
  func believers() throws {
    let nfv = Self.world(try Self.scenario(lasting: 60))
    let oracle = try #require(nfv.oracles).belief
    #expect(oracle.violations == [])
    let roles: [NFVLayout.Role] = [.vnf, .service, .tenant]
    for (count, role) in roles.enumerated() {
      let node = nfv.layout.nodes(role).lowerBound
      nfv.judge(ClientNote.included.about(0, value: 4711), by: node, at: nfv.world.simulator.now)
      #expect(oracle.violations.count == count + 1, "\(role)")
    }
  }

  @Test("a client that believes what no honest module has, or gives up what is in a ledger, is told of")
  func beliefs() {
    var sample = SampleLedger()
    let (known, unknown) = (sample.publicConfiguration(1), sample.publicConfiguration(2))
    sample.append([known])
    let oracle = NFVBeliefOracle()
    oracle.appended(sample.blocks[0])
    oracle.believes("tenant 0", in: known.id.number, at: .start)
    oracle.givesUp("tenant 0", unknown.id.number)
    oracle.finish()
    #expect(oracle.violations == [])
    oracle.believes("tenant 0", in: unknown.id.number, at: .start)
    oracle.givesUp("tenant 0", known.id.number)
    oracle.finish()
    #expect(
      oracle.violations.map(\.text) == [
        "tenant 0 believes a transaction to be in a ledger that no honest module has appended",
        "tenant 0 has given up a transaction that is in a ledger",
      ])
  }
}
