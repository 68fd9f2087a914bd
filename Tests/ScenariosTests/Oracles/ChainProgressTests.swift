import Protocols
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Progress of service function chains (docs/models/chain-worlds.md)")
struct ChainProgressTests {
  private func run(_ fault: String, within: String) throws -> RunOutcome {
    let more = "measure: [chains]\noracles: {progress-within: \(within)}\nfaults:\n  - \(fault)\n"
    return try ChainFixture.run(("measure: [chains]\n", more))
  }

  @Test("after a forwarder has come back packets get through, soon enough and again and again")
  func comesBack() throws {
    let outcome = try run("{at: 100 ms, crash: outer 0, restart-after: 300 ms}", within: "500 ms")
    #expect(outcome.violations == [])
    #expect(outcome.judgesProgress == true)
  }

  @Test("what gets through later than is asked for is found, for each flow")
  func late() throws {
    let outcome = try run("{at: 100 ms, crash: outer 0, restart-after: 300 ms}", within: "1 us")
    #expect(Set(outcome.violations.map(\.oracle)) == ["progress"])
  }

  @Test(
    "after an operation that failed nothing is asked if it had begun with the rules, or none had been done before",
    arguments: [
      (true, .keysBegan, true), (true, .rulesBegan, false), (true, .withdrawalBegan, false), (false, .keysBegan, false),
    ] as [(Bool, ControlNote, Bool)])
  func failedOperation(isDeployed: Bool, step: ControlNote, isAsked: Bool) throws {
    let fault = "faults: [{at: 100 ms, crash: outer 0, restart-after: 300 ms}]"
    let chain = try ChainFixture.world(("measure: [chains]", "measure: [chains]\n\(fault)"))
    let oracle = try #require(chain.progress)
    chain.world.start()
    func note(_ notes: [Note], at milliseconds: Int64) {
      let now = Instant.start + .milliseconds(milliseconds)
      chain.world.run(until: now)
      for note in notes { oracle.noted(note, at: now) }
    }
    let (began, ended) = (ControlNote.operationBegan, ControlNote.operationEnded)
    if isDeployed { note([began.about(1), ControlNote.rulesBegan.about(1), ended.about(1, value: 1)], at: 50) }
    note([began.about(2), step.about(2), ended.about(2, value: OperationOutcome.unanswered.rawValue)], at: 200)
    note([Note(kind: EndpointNote.sent.rawValue, subject: PacketMark(source: 0, sequence: 1).rawValue)], at: 60_000)
    oracle.finish(at: chain.world.simulator.now)
    #expect(oracle.violations.isEmpty != isAsked)
  }

  @Test(
    "nothing is asked where something is gone for good, links never heal, or keys are lost that nobody gives again",
    arguments: [
      "{at: 100 ms, crash: gateway 1}", "{at: 100 ms, loss: 90 %}",
      "{at: 100 ms, crash: encryption 0, restart-after: 300 ms}",
    ])
  func unasked(fault: String) throws {
    let outcome = try run(fault, within: "1 us")
    #expect(outcome.violations == [])
    #expect(outcome.judgesProgress == false)
  }

  @Test(
    "after a function with a duplicate is lost for good, with the encryption functions beside it, its flows are waited for"
  )
  func failedOver() throws {
    let path = Repository.path("scenarios/enc-sfc/failover.yaml")
    let loaded = try ScenarioFile.load(path: path, overrides: [])
    let point = try #require(loaded.points.first)
    guard case .sfc(let spec) = point.scenario.system, let costs = point.profile.forwarding else { return }
    let layout = SFCLayout(spec)
    func bound(_ lost: [Int]) -> TimeSpan? {
      let plan = FaultPlan([Fault(.outage(.crash(lost, restartAfter: nil)), at: .seconds(40))])
      return ChainBounds(layout, plan: plan, network: point.scenario.network, costs: costs).bound(of: 0)
    }
    let named = point.scenario.faults.faults[0].named
    #expect(named.count == 3 && bound(named) != nil)
    // The first of all encrypts at the site before.
    #expect(bound(named + [layout.node(.encryption, 0)]) == nil)
    #expect(bound([layout.node(.function, 0)]) == nil)
  }

  @Test("the bound is made of what the scenario says")
  func bound() throws {
    let loaded = try ChainFixture.load()
    guard case .sfc(let spec) = loaded.scenario.system, let costs = loaded.profile.forwarding else { return }
    var network = loaded.scenario.network
    let bounds = ChainBounds(SFCLayout(spec), plan: FaultPlan(), network: network, costs: costs)
    #expect(bounds.bound(of: 0) == .milliseconds(2_005))
    #expect(bounds.bound(of: 1) == .milliseconds(2_020))
    // Where links deliver twice, buffers fill, 8 (3 + 1) of them one behind another.
    (network.bandwidth, network.buffer) = (Bandwidth(bitsPerSecond: 1_000_000), ByteCount(25_000))
    let doubled = FaultPlan([Fault(.network(.duplicate(.share(1))), at: .zero, lasts: .seconds(1))])
    let fuller = ChainBounds(SFCLayout(spec), plan: doubled, network: network, costs: costs)
    #expect(fuller.bound(of: 0) == .milliseconds(2_005 + 32 * 200))
    var live = spec
    live.control = .live
    live.keys.change = .seconds(4)
    let slower = ChainBounds(SFCLayout(live), plan: FaultPlan(), network: network, costs: costs)
    #expect(slower.bound(of: 0)! >= .seconds(36))
    // A flow of 200 packets a second, and keys that are replaced as often as every second of them comes.
    live.keys.method = .replace
    live.keys.change = .milliseconds(9)
    let rare = ChainBounds(SFCLayout(live), plan: FaultPlan(), network: network, costs: costs)
    #expect(rare.bound(of: 0) == nil)
    live.keys.method = .makeBeforeBreak
    let kept = ChainBounds(SFCLayout(live), plan: FaultPlan(), network: network, costs: costs)
    #expect(kept.bound(of: 0) != nil)
    // Modules that forge blocks hold nothing up, if they are few.
    let path = Repository.path("scenarios/enc-sfc/forged-blocks.yaml")
    let blocks = try #require(try ScenarioFile.load(path: path, overrides: []).points.first).scenario.system
    if case .sfc(let spec) = blocks { live.ledger = spec.ledger }
    func bound(_ modules: [Int], _ behaviour: Misbehaviour) -> TimeSpan? {
      let plan = FaultPlan([Fault(.byzantine(ByzantineFault(modules, behaviour)), at: .zero)])
      return ChainBounds(SFCLayout(live), plan: plan, network: network, costs: costs).bound(of: 0)
    }
    #expect(bound([1], .forgedBlocks) == bound([], .forgedBlocks))
    #expect(bound([1, 2], .forgedBlocks) == nil)
    #expect(bound([1], .equivocation) == nil)
    live.ledger = nil
    live.traffic[0].port = 80
    live.functions[2].denies = [SFCSpec.Match(transport: .udp, ports: [80])]
    #expect(ChainBounds(SFCLayout(live), plan: FaultPlan(), network: network, costs: costs).bound(of: 0) == nil)
  }
}
