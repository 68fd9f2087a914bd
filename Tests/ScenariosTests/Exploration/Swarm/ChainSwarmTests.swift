import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("A swarm on service function chains")
struct ChainSwarmTests {
  private static func swarm(_ budget: FaultBudget = .within, of scenario: String = "fuzz/service-chains") throws
    -> Swarm
  {
    let path = Repository.path("scenarios/\(scenario).yaml")
    return Swarm(points: try ScenarioFile.load(path: path, overrides: []).points, seed: 1, budget: budget)
  }

  @Test("every kind of fault that chains can have is drawn, and no other; at nodes of every role")
  func kinds() throws {
    let swarm = try Self.swarm()
    var kinds: Set<String> = []
    var roles: Set<SFCLayout.Role> = []
    for number in 0..<500 {
      let scenario = swarm.draw(number).scenario
      guard case .sfc(let spec) = scenario.system else { continue }
      let layout = SFCLayout(spec)
      for fault in scenario.faults.faults where !fault.kind.name.hasPrefix("attack-") {
        kinds.insert(fault.kind.name)
        #expect(fault.upon == nil, "case \(number)")
        for node in fault.named { roles.insert(layout.place(node).role) }
      }
    }
    let expected = [
      "crash", "pause", "partition", "cut", "clog", "loss", "mtu", "delay", "reorder", "bandwidth", "duplicate",
      "corrupt", "clock-jump", "clock-drift", "clock-freeze", "timer-drift",
    ]
    #expect(kinds == Set(expected))
    // It has no ledger.
    #expect(roles == Set(SFCLayout.Role.allCases).subtracting([.smb]))
  }

  @Test("paths have other lengths, and links are encrypted or not; keys change only where there are some")
  func sizes() throws {
    let swarm = try Self.swarm()
    var lengths: Set<Int> = []
    var encrypted: Set<Int> = []
    for number in 0..<200 {
      guard case .sfc(let spec) = swarm.draw(number).scenario.system else { continue }
      for chain in spec.chains { lengths.insert(chain.path.count) }
      encrypted.insert(spec.chains.count(where: \.isEncrypted))
      let isKeyed = spec.integrity == .hmac || spec.chains.contains(where: \.isEncrypted)
      #expect(spec.keys.change == nil || isKeyed, "case \(number)")
    }
    #expect(lengths.isSuperset(of: 1...10))
    // As the scenario says, none, and all.
    #expect(encrypted == [0, 2, 3])
  }

  @Test("headers carry codes in some cases, elements are watched in every way, clocks are mostly near enough")
  func protection() throws {
    let swarm = try Self.swarm()
    var (real, authenticated, near) = (0, 0, 0)
    var (tolerances, ways, multipliers) = (Set<TimeSpan>(), Set<String>(), Set<Int>())
    for number in 0..<400 {
      let scenario = swarm.draw(number).scenario
      guard case .sfc(let spec) = scenario.system, let detection = spec.detection else { continue }
      real += spec.crypto == .real ? 1 : 0
      ways.insert("polls: \(detection.polls != nil), hellos: \(detection.hellos != nil)")
      if let hellos = detection.hellos {
        multipliers.insert(hellos.multiplier)
        #expect(hellos.every >= .milliseconds(100))
      }
      guard spec.integrity == .hmac else { continue }
      authenticated += 1
      tolerances.insert(spec.timestampTolerance)
      let layout = SFCLayout(spec)
      let clocks = HostBuilder(scenario.hosts, streams: RandomStreams(seed: scenario.seed))
      let agree = ChainClocks(layout) { clocks.clock($0) }?.agree(tenant: 0, during: .start...(.start + .seconds(110)))
      near += agree == true ? 1 : 0
    }
    #expect((60...140).contains(real) && (60...140).contains(authenticated))
    #expect(near > authenticated * 4 / 5 && near < authenticated, "\(near) of \(authenticated)")
    #expect(tolerances.count > 10 && tolerances.contains(.seconds(2)))
    #expect(ways == ["polls: true, hellos: false", "polls: false, hellos: true", "polls: true, hellos: true"])
    #expect(multipliers == Set(2...6))
    let fromBlocks = try Self.swarm(of: "fuzz/chains-from-blocks")
    let unwatched = (0..<40).allSatisfy { number in
      guard case .sfc(let spec) = fromBlocks.draw(number).scenario.system else { return false }
      return spec.detection == nil
    }
    #expect(unwatched, "nobody asks for what the scenario has no way for")
  }

  @Test("datagrams and echoes leave room on every link, and are still there")
  func traffic() throws {
    let swarm = try Self.swarm()
    var slowest = Double.infinity
    for number in 0..<400 {
      let scenario = swarm.draw(number).scenario
      guard case .sfc(let spec) = scenario.system else { continue }
      var bits = 0.0
      for flow in spec.traffic {
        let legs = spec.chain(of: flow).map { chain in spec.plans.map { $0.paths[chain].count + 1 }.max() ?? 1 } ?? 1
        let (rate, size): (Double, ByteCount)
        switch flow.kind {
        case .constant(let perSecond, let bytes): (rate, size) = (perSecond, bytes)
        case .ping(let every, let bytes): (rate, size) = ((spec.way == .chain ? 2 : 1) / every.seconds, bytes)
        case .tcp: continue
        }
        slowest = min(slowest, rate)
        // On a way to and fro a link is taken every other time.
        bits += rate * Double(8 * size.bytes * Int64(spec.copies * max(1, legs / 2)))
      }
      #expect(bits < Double(scenario.network.bandwidth.bitsPerSecond) / 2, "case \(number)")
    }
    #expect(slowest >= 0.1 && slowest < 1)
  }

  @Test("where rules come from blocks, up to f modules forge blocks or do worse; within the budget never more")
  func liars() throws {
    for budget in [FaultBudget.within, .beyond] {
      let swarm = try Self.swarm(budget, of: "fuzz/chains-from-blocks")
      var behaviours: Set<String> = []
      var most = 0
      for number in 0..<200 {
        let scenario = swarm.draw(number).scenario
        guard case .sfc(let spec) = scenario.system else { continue }
        let modules = SFCLayout(spec).nodes(.smb)
        let byzantine = scenario.faults.byzantine(modules: SFCLayout(spec).count)
        #expect(byzantine.indices.allSatisfy { !byzantine[$0] || modules.contains($0) }, "case \(number)")
        most = max(most, byzantine.count { $0 })
        for fault in scenario.faults.faults {
          if case .byzantine(let byzantine) = fault.kind { behaviours.insert(byzantine.behaviour.name) }
        }
      }
      #expect(behaviours.contains("forged-blocks") && behaviours.count > 8)
      #expect(budget == .within ? most == 1 : most > 2)
    }
  }

  @Test("every case could stand in a file", arguments: ["fuzz/service-chains", "fuzz/chains-from-blocks"])
  func written(scenario: String) throws {
    let swarm = try Self.swarm(of: scenario)
    for number in 0..<60 {
      let text = "title: case\n" + YAMLWriter.text(ScenarioWriter.node(swarm.draw(number).scenario))
      let again = try ExplorationFixture.load(text, path: "scenarios/fuzz/case.yaml")
      // All nodes, of which a fault picks one, are 'any' in a file.
      let rewritten = "title: case\n" + YAMLWriter.text(ScenarioWriter.node(again.scenario))
      #expect(rewritten == text, "case \(number)")
    }
  }

  @Test("what must get through after the faults falls into the run, mostly")
  func judged() throws {
    let swarm = try Self.swarm()
    let judged = try (0..<100).count { number in
      let drawn = swarm.draw(number)
      guard case .sfc(let spec) = drawn.scenario.system else { return false }
      let plan = drawn.scenario.faults
      let ends = plan.faults.map { fault -> TimeSpan in
        let at = max(fault.at, fault.recurrence?.until ?? fault.at)
        if case .outage(.crash(_, let back?)) = fault.kind { return at + back }
        return at + (fault.lasts ?? .zero)
      }
      let bounds = ChainBounds(
        SFCLayout(spec), plan: plan, network: drawn.scenario.network, costs: try #require(drawn.profile.forwarding))
      return (ends.max() ?? .zero) + bounds.ofPackets < drawn.scenario.duration.total
    }
    #expect(judged > 40)
  }

  @Test("adversaries of every kind are drawn, on links that there are")
  func attacks() throws {
    let swarm = try Self.swarm()
    var kinds: Set<Attack.Kind> = []
    var links: Set<String> = []
    for number in 0..<300 {
      for fault in swarm.draw(number).scenario.faults.faults {
        guard case .attack(let attack) = fault.kind else { continue }
        kinds.insert(attack.kind)
        #expect(fault.lasts != nil && attack.channel == .tls)
        if let word = attack.links?.word { links.insert(word) }
      }
    }
    // Its elements take their rules from the controller.
    #expect(kinds == Set(Attack.Kind.ofChains).subtracting([.compromisedController]))
    #expect(links == ["outside", "inside", "all"])
  }

  @Test("within the budget only what has a duplicate is lost for good; beyond it anything")
  func budget() throws {
    let (within, beyond) = (try Self.swarm(), try Self.swarm(.beyond))
    var lost = 0
    for number in 0..<200 {
      let scenario = within.draw(number).scenario
      guard case .sfc(let spec) = scenario.system else { continue }
      let layout = SFCLayout(spec)
      let gone = scenario.faults.neverReturn(modules: layout.count)
      #expect(gone.indices.allSatisfy { !gone[$0] || spec.replaceable(layout).contains($0) }, "case \(number)")
      lost += gone.contains(true) ? 1 : 0
    }
    #expect(lost > 0)
    let any = (0..<100).contains { number in
      let scenario = beyond.draw(number).scenario
      guard case .sfc(let spec) = scenario.system else { return false }
      let gone = scenario.faults.neverReturn(modules: SFCLayout(spec).count)
      return gone.indices.contains { gone[$0] && !spec.replaceable(SFCLayout(spec)).contains($0) }
    }
    #expect(any)
  }
}
