import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Byzantine modules within the fault budget")
struct BehaviourTests {
  @Test(
    "one of four does what it likes, with a restart on the way, as leader and as backup: nothing that must hold breaks",
    arguments: ByzantineFixture.behaviours.indices, [0, 2])
  func one(behaviour: Int, module: Int) throws {
    for seed in [UInt64(1), 2] {
      let scenario = ByzantineFixture.scenario(
        [
          ByzantineFixture.fault([module], ByzantineFixture.behaviours[behaviour]),
          Fault(.outage(.crash([module], restartAfter: .seconds(1))), at: .seconds(8)),
        ], seconds: 25)
      let outcome = try CRBFixture.run(scenario, seed: seed)
      #expect(outcome.violations == [], "\(ByzantineFixture.behaviours[behaviour]) of \(module), seed \(seed)")
      #expect(outcome.values["blocks"]! > 20, "\(ByzantineFixture.behaviours[behaviour]) of \(module), seed \(seed)")
    }
  }
}
