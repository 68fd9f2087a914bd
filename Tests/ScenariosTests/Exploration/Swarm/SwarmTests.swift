import Testing
import Vocabulary

@testable import Scenarios

@Suite("A swarm")
struct SwarmTests {
  @Test("a case depends on the seed and its number only")
  func deterministic() throws {
    let (one, other) = (try ExplorationFixture.swarm(seed: 1), try ExplorationFixture.swarm(seed: 2))
    #expect(one.draw(17).scenario == one.draw(17).scenario)
    #expect(one.draw(17).scenario != one.draw(18).scenario)
    #expect(one.draw(17).scenario != other.draw(17).scenario)
  }

  @Test("every kind of fault and every byzantine behaviour of the format is drawn")
  func everyKind() throws {
    let swarm = try ExplorationFixture.swarm(
      ExplorationFixture.text.replacing("modules: 4", with: "modules: 7").replacing(
        "tolerates: 1", with: "tolerates: 2"))
    var drawn: Set<String> = []
    for number in 0..<1_500 { drawn.formUnion(swarm.draw(number).scenario.faults.faults.map(\.kind.name)) }
    let kinds = FaultSchema.kinds.map(\.key).filter { $0 != "byzantine" && $0 != "attack" }
    #expect(Set(kinds).subtracting(drawn) == [])
    #expect(Set(Attack.Kind.ofLedgers.map { Attack($0).name }).subtracting(drawn) == [])
    guard case .mapping(let byzantine) = FaultSchema.kinds.first(where: { $0.key == "byzantine" })?.kind,
      case .scalar(.choice(let behaviours)) = byzantine.field("behaviour")?.kind
    else {
      Issue.record("the format has no byzantine behaviours")
      return
    }
    // Forged blocks are for those who take rules from them, and what is told for clients who believe it.
    let elsewhere: Set = ["byzantine-forged-blocks", "byzantine-false-answers", "byzantine-withholding"]
    #expect(Set(behaviours.map { "byzantine-\($0.word)" }).subtracting(drawn) == elsewhere)
    let platform = try ExplorationFixture.swarm(NFVFixture.text())
    for number in 0..<600 { drawn.formUnion(platform.draw(number).scenario.faults.faults.map(\.kind.name)) }
    #expect(drawn.isSuperset(of: ["byzantine-false-answers", "byzantine-withholding"]))
  }

  @Test("a scenario's own faults may strike those that are no modules")
  func ownFaultsOfClients() throws {
    let swarm = try ExplorationFixture.swarm(
      NFVFixture.text(
        """
        faults:
          - {at: 2 s, crash: [tenant 0, vnf 3], restart-after: 1 s}
          - {at: 4 s, for: 1 s, pause: platform 0}
        """))
    for number in 0..<20 { #expect(swarm.draw(number).scenario.faults.faults.count >= 2) }
  }

  @Test("where VNFs migrate, hosts of one data center lose power at a step in one of three cases")
  func lostVNFs() throws {
    func lost(_ task: String) throws -> [Fault] {
      let swarm = try ExplorationFixture.swarm(NFVFixture.text(task: task))
      return (0..<300).flatMap { number -> [Fault] in
        let scenario = swarm.draw(number).scenario
        guard case .nfv(let nfv) = scenario.system else { return [] }
        let sites = (0..<nfv.sites).map { Set(NFVLayout(nfv).vnfHosts($0)) }
        return scenario.faults.faults.filter { fault in
          guard case .outage(.crash(let nodes, _?)) = fault.kind else { return false }
          return sites.contains { $0.isSuperset(of: nodes) }
        }
      }
    }
    let drawn = try lost("{migrations: {vnfs: 1}}")
    #expect((75..<125).contains(drawn.count), "\(drawn.count)")
    #expect(Set(drawn.map(\.upon)) == [.awaitingKeyPair, .transferring, .confirming])
    #expect(try lost("{chains: {vnfs: 1}}").isEmpty)
  }

  @Test("within the budget no more than f modules are faulty for good, and the rest heals")
  func within() throws {
    let swarm = try ExplorationFixture.swarm()
    for number in 0..<400 {
      let faults = swarm.draw(number).scenario.faults
      #expect(faults.neverReturn(modules: 4).count { $0 } <= 1 && faults.heals, "case \(number)")
    }
  }

  @Test("beyond it more than f are, sometimes")
  func beyond() throws {
    let swarm = try ExplorationFixture.swarm(budget: .beyond)
    let most = (0..<100).map { swarm.draw($0).scenario.faults.neverReturn(modules: 4).count { $0 } }.max()
    #expect(most! > 1)
  }

  @Test("the scenario's own faults stay, and count")
  func ownFaults() throws {
    let swarm = try ExplorationFixture.swarm(
      ExplorationFixture.text + "faults: [{at: 1 s, crash: module 2}]\n")
    let own = Fault(.outage(.crash([2], restartAfter: nil)), at: .seconds(1))
    for number in 0..<200 {
      let faults = swarm.draw(number).scenario.faults
      #expect(faults.faults.first == own)
      #expect(faults.neverReturn(modules: 4) == [false, false, true, false])
    }
  }

  @Test("transactions that are larger than a block leave links half of their rate")
  func oversized() throws {
    let swarm = try ExplorationFixture.swarm()
    var seen = 0
    for number in 0..<1_500 {
      let scenario = swarm.draw(number).scenario
      guard case .crb(let crb) = scenario.system else { continue }
      for case .attack(let attack) in scenario.faults.faults.map(\.kind) where attack.kind == .badTransactions {
        let turn = Double(attack.interval.nanoseconds) / 1e9 * Double(Adversary.Defect.allCases.count)
        let carried = turn * Double(scenario.network.bandwidth.bitsPerSecond) / 8
        #expect(carried >= 1.999 * Double(crb.blockMaximum.bytes), "\(number)")
        seen += 1
      }
    }
    #expect(seen > 10)
  }

  @Test("settings vary, and stay as they are half of the time")
  func settings() throws {
    let swarm = try ExplorationFixture.swarm()
    let cases = (0..<200).map { swarm.draw($0).scenario }
    let plain = try ExplorationFixture.load(ExplorationFixture.text).scenario
    for same in [
      cases.count { $0.network.latency == plain.network.latency },
      cases.count { $0.workload.rate == plain.workload.rate },
      cases.count { $0.workload.configuration == plain.workload.configuration },
      cases.count { $0.exploration.order == nil }, cases.count { $0.exploration.jitter == .zero },
    ] {
      #expect((70...130).contains(same))
    }
  }

  @Test("a scenario that says its load is asked for no more in any case, and has no shorter timeout")
  func load() throws {
    let text = ExplorationFixture.text.replacing("poisson: 20", with: "poisson: 80") + "oracles: {load: 70 %}\n"
    let swarm = try ExplorationFixture.swarm(text)
    let cases = (0..<300).map { swarm.draw($0).scenario }
    let rates = cases.compactMap(\.workload.meanRate)
    #expect(rates.count == 300 && rates.max()! <= 80.5 && rates.count { $0 > 40 } > 150)
    for (number, drawn) in cases.enumerated() {
      guard case .crb(let crb) = drawn.system else { continue }
      #expect(crb.viewChangeTimeout >= .milliseconds(500), "case \(number)")
      let bytes = Double(drawn.workload.configuration.bytes + 1_000) * 4
      let most = Double(drawn.network.bandwidth.bitsPerSecond) / 8 * 0.35
      #expect(drawn.workload.meanRate! * bytes <= max(most, bytes) * 1.02, "case \(number)")
    }
    // The rest is drawn as without it.
    let plain = try ExplorationFixture.swarm(text.replacing("oracles: {load: 70 %}\n", with: ""))
    #expect((0..<50).allSatisfy { plain.draw($0).scenario.network == cases[$0].network })
  }

  @Test("numbers lie in their range and have two digits that matter")
  func dice() {
    var dice = Dice(RandomStream(seed: 5))
    for _ in 0..<2_000 {
      let number = dice.number(7...123_456)
      #expect((7...123_456).contains(number))
      let digits = String(number).reversed().drop { $0 == "0" }
      #expect(digits.count <= 2)
    }
    #expect((0..<50).allSatisfy { _ in dice.some(of: [1, 2, 3], atMost: 2).count <= 2 })
  }
}
