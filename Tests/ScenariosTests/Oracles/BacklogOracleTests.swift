import Protocols
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The oracle of backlogs")
struct BacklogOracleTests {
  private var sample = SampleLedger()

  private func seconds(_ seconds: Int64) -> Instant { .start + .seconds(seconds) }

  /// Half of what is carried is asked for, and what waits for its turn only has 8 s.
  private func oracle(exempt: [Bool] = [false, false]) -> BacklogOracle {
    BacklogOracle(exempt: exempt, load: 0.5, bound: .seconds(8))
  }

  @Test("what faults held up is made up for as fast as the load leaves room")
  func recovery() {
    #expect(BacklogOracle.recovery(load: 0.5, from: .seconds(10)) == .seconds(10))
    #expect(BacklogOracle.recovery(load: 0.75, from: .seconds(10)) == .seconds(30))
    #expect(BacklogOracle.longestFaults(load: 0.75, bound: .seconds(8), within: .seconds(108)) == .seconds(25))
  }

  @Test("every transaction is decided within the bound, from when the backlog must be gone")
  mutating func late() {
    let ids = (1...3).map { sample.publicConfiguration($0).id }
    let oracle = oracle()
    for (id, second) in zip(ids, [5, 30, 31]) { oracle.accepted(id, by: 1, at: seconds(Int64(second))) }
    // Held up from 4 s to 14 s; made up for by 24 s.
    oracle.settled(at: seconds(14), since: seconds(4))
    oracle.judge(at: seconds(32)) { _ in false }
    #expect(oracle.violations == [] && !oracle.isTested)
    oracle.judge(at: seconds(36)) { $0 == ids[0] }
    #expect(oracle.violations == [] && oracle.isTested)
    oracle.judge(at: seconds(39)) { $0 != ids[1] }
    oracle.judge(at: seconds(50)) { $0 == ids[0] }
    #expect(
      oracle.violations.map(\.description) == [
        "backlog: at 39.0 s: a transaction that module 1 accepted at 30.0 s, of 2 that wait for a block, should have been in "
          + "one by 38.0 s"
      ])
  }

  @Test("a module that takes one transaction a block from a list that grows is noticed")
  mutating func creeping() {
    let ids = (1...100).map { sample.publicConfiguration($0).id }
    let oracle = oracle()
    oracle.settled(at: seconds(1), since: seconds(0))
    for (number, id) in ids.enumerated() {
      let now = seconds(2 + Int64(number))
      oracle.accepted(id, by: 0, at: now)
      // Every second one is decided, always within the time that the next one of a list may take.
      let done = Set(ids.prefix(number / 2))
      oracle.judge(at: now) { done.contains($0) }
    }
    #expect(oracle.violations.count == 1)
  }

  @Test("nothing is asked while faults go on, of a module that stays away, nor of what a loss of power took")
  mutating func excused() {
    let id = sample.publicConfiguration(1).id
    func violations(exempt: [Bool] = [false, false], _ happens: (BacklogOracle) -> Void) -> Int {
      let oracle = oracle(exempt: exempt)
      oracle.accepted(id, by: 0, at: seconds(5))
      oracle.settled(at: seconds(14), since: seconds(4))
      happens(oracle)
      oracle.judge(at: seconds(40)) { _ in false }
      return oracle.violations.count
    }
    #expect(violations { _ in } == 1)
    #expect(violations { $0.interrupted() } == 0)
    #expect(violations { $0.restarted(0) } == 0)
    #expect(violations(exempt: [true, false]) { _ in } == 0)
    #expect(violations { $0.settled(at: seconds(34), since: seconds(4)) } == 0)
  }

  @Test("a run that asks for more than it says is noticed, one that does not is judged and passes")
  func runs() throws {
    func violations(rate: Int, _ more: String = "") throws -> [String] {
      let text = """
        title: A load
        crb: {modules: 4, crypto: modelled, tolerates: 1, view-change-timeout: 1 s}
        hosts: {profile: i7-4770-python2.7}
        network: {latency: 200 us}
        workload: {rate: {constant: \(rate) /s}, to: any}
        duration: {warm-up: 0 s, measure: 25 s}
        faults: [{at: 2 s, pause: module 1, for: 100 ms}]
        \(more)
        """
      let loaded = try ExplorationFixture.load(text, path: "scenarios/faults/load.yaml")
      return try ExplorationFixture.run(loaded.points[0].scenario, loaded.points[0].profile).violations.map(\.oracle)
    }
    #expect(try violations(rate: 40, "oracles: {load: 50 %}") == [])
    #expect(try violations(rate: 300, "oracles: {load: 50 %}").contains("backlog"))
    #expect(try !violations(rate: 300).contains("backlog"), "without a word on the load nothing is known of it")
  }
}
