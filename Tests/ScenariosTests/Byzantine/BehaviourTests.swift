import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Byzantine modules within the fault budget")
struct BehaviourTests {
  @Test(
    "one of four does what it likes, with a restart on the way, as leader and as backup: nothing that must hold breaks",
    arguments: ByzantineFixture.behaviours.indices)
  func one(behaviour: Int) throws {
    for module in [0, 2] {
      let scenario = ByzantineFixture.scenario(
        [
          ByzantineFixture.fault([module], ByzantineFixture.behaviours[behaviour]),
          Fault(.outage(.crash([module], restartAfter: .seconds(1))), at: .seconds(5)),
        ], seconds: 12)
      let outcome = try CRBFixture.run(scenario, seed: UInt64(module + 1))
      #expect(outcome.violations == [], "\(ByzantineFixture.behaviours[behaviour]) of \(module)")
      #expect(outcome.values["blocks"]! > 10, "\(ByzantineFixture.behaviours[behaviour]) of \(module)")
    }
  }
}

@Suite("The wrapper around an honest module")
struct ByzantineMachineTests {
  @Test("before and after its time a byzantine module is honest, and its module can be seen")
  func transparent() throws {
    let plain = ByzantineFixture.scenario(
      [Fault(.network(.loss(.share(0))), at: .seconds(4), lasts: .seconds(1))], seconds: 8)
    // Asked for next to nothing.
    let idle = plain.with {
      $0.faults = FaultPlan([ByzantineFixture.fault([1], .mutation(share: 1e-12), at: .seconds(4), lasts: .seconds(1))])
    }
    let (without, with) = (try CRBFixture.run(plain), try CRBFixture.run(idle))
    #expect(without.values["blocks"] == with.values["blocks"] && without.events == with.events)
    let crb = ByzantineFixture.world(idle)
    #expect(crb.world.hosts[1].machine is ByzantineMachine && crb.world.hosts[0].machine is BlockchainModule)
    #expect(crb.module(1).replica.number == 1 && crb.module(1).replica.concluded > 50)
  }

  @Test("a silent leader is replaced; when its time is over it follows again")
  func comesBack() throws {
    let scenario = ByzantineFixture.scenario(
      [ByzantineFixture.fault([0], .silence(to: nil), at: .seconds(3), lasts: .seconds(6))], seconds: 20)
    let crb = ByzantineFixture.world(scenario)
    #expect(crb.violations() == [] && crb.chain.continuity.viewChanges >= 1)
    #expect(crb.module(0).replica.concluded + 10 > crb.module(2).replica.concluded)
  }

  @Test("each behaviour shows: by what others refuse, by evidence, or by the leader's being replaced")
  func effects() throws {
    func outcome(_ module: Int, _ behaviour: Misbehaviour, _ more: [Fault] = []) throws -> RunOutcome {
      try CRBFixture.run(ByzantineFixture.scenario([ByzantineFixture.fault([module], behaviour)] + more, seconds: 12))
    }
    let leaderDies = Fault(.outage(.crash([0], restartAfter: .seconds(2))), at: .seconds(4), upon: .prepared)
    let equivocation = try outcome(0, .equivocation)
    #expect(equivocation.verdict == "evidence names module 0")
    #expect(equivocation.values["drops-conflicting-pre-prepare"]! > 0)
    #expect(try outcome(2, .doubleVoting).verdict == "evidence names module 2")
    #expect(try outcome(1, .emptyCertificates, [leaderDies]).verdict == "evidence names module 1")
    #expect(try outcome(1, .forgedCertificates, [leaderDies]).values["drops-bad-view-change"]! > 0)
    #expect(try outcome(0, .invalidBlocks).values["view-changes"]! > 0)
    #expect(try outcome(0, .watermarkExhaustion).values["drops-outside-watermarks"]! > 0)
    #expect(try outcome(3, .wrongViews(every: .milliseconds(20))).values["drops-duplicate-vote"]! > 0)
    #expect(try outcome(3, .viewChangeStorm(every: .milliseconds(50))).values["message-rate-view-change"]! > 10)
    #expect(try outcome(3, .replay(every: .milliseconds(10))).values["drops-already-decided"]! > 100)
    #expect(try outcome(3, .flood(every: .milliseconds(2))).values["drops-malformed"]! > 100)
    #expect(try outcome(0, .requestTwice).values["view-changes"]! > 0)
    let amnesia = try outcome(
      0, .amnesia,
      [
        Fault(.network(.partition([[0, 1], [2, 3]])), at: .seconds(4), lasts: .milliseconds(800)),
        Fault(.outage(.crash([0], restartAfter: .milliseconds(200))), at: .seconds(4), upon: .prePrepared),
      ])
    #expect(amnesia.verdict == "evidence names module 0")
    #expect(try outcome(0, .delay(by: nil)).values["longest-gap"]! > 0.7)
    #expect(try outcome(0, .censorship(writer: 0)).values["view-changes"]! > 0)
    #expect(try outcome(0, .mutation(share: 0.3)).verdict == "evidence names module 0")
  }
}
