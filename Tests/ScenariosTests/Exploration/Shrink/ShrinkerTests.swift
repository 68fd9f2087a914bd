import Protocols
import Synchronization
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The shrinker")
struct ShrinkerTests {
  @Test("delta debugging finds the elements that matter", arguments: [[3], [0, 9], [2, 3, 7], [], Array(0..<10)])
  func minimal(needed: [Int]) {
    var trials = 0
    let found = DeltaDebugging.minimise(Array(0..<10)) { lists in
      lists.firstIndex { list in
        trials += 1
        return needed.allSatisfy(list.contains)
      }
    }
    #expect(found == needed)
    #expect(trials < 200)
  }

  /// Fails where module 1 crashes, packets are lost with strike 7 among them, and there are two writers.
  private static let planted: @Sendable (Scenario, CostProfile) throws -> RunOutcome = { scenario, _ in
    let crashes = scenario.faults.faults.contains {
      if case .outage(.crash(let modules, _)) = $0.kind { modules.contains(1) } else { false }
    }
    let loses = scenario.faults.faults.contains {
      if case .network(.loss(.strikes(let ordinals))) = $0.kind { ordinals.contains(7) } else { false }
    }
    let fails = crashes && loses && scenario.workload.writers >= 2
    return RunOutcome(
      seed: scenario.seed, values: [:],
      violations: fails ? [Violation(oracle: "planted", at: nil, text: "as meant")] : [],
      fingerprint: "\(scenario.faults.faults.count)", events: 1, queues: [])
  }

  private static let large =
    ExplorationFixture.text.replacing("modules: 4", with: "modules: 7")
    .replacing("to: any", with: "to: any, writers: 3, configuration: 1234 B") + """
      exploration: {order: 17, jitter: 3 ms}
      faults:
        - {at: 1 s, for: 500 ms, partition: [[0, 1], [2, 3]]}
        - {at: 1200 ms, crash: [0, 1, 5], restart-after: 1200 ms}
        - {at: 2 s, for: 1 s, loss: {strikes: [1, 5, 7, 9, 30]}, on: [0, 6]}
        - {at: 3 s, for: 1 s, delay: {exponential: {mean: 7 ms}}}
        - {at: 3500 ms, clock-jump: 1 min, on: module 3}

      """

  private func shrunk(_ text: String, jobs: Int, mostRuns: Int = 5_000) throws -> ShrinkResult {
    try Shrinker(ExplorationFixture.load(text), options: .init(jobs: jobs, mostRuns: mostRuns), run: Self.planted)
      .shrink()
  }

  @Test("leaves what the planted violation needs, and nothing else")
  func plantedPlan() throws {
    let result = try shrunk(Self.large, jobs: 2)
    #expect(result.before.faults == 5 && result.after.faults == 2)
    #expect(result.before.strikes == 5 && result.after.strikes == 1)
    #expect(result.before.modules == 7 && result.after.modules == 2)
    #expect(result.scenario.exploration == ExplorationSpec())
    #expect(result.scenario.workload.configuration == ByteCount(400) && result.scenario.workload.writers == 3)
    let faults = result.scenario.faults.faults
    #expect(faults.map(\.kind.name) == ["crash", "loss"])
    #expect(faults.map { $0.named } == [[1], [0]] || faults.map { $0.named } == [[1], [1]] || faults[1].on == nil)
    #expect(faults.map { $0.stream } == [1, 2])
    #expect(result.violation?.oracle == "planted")
  }

  @Test("gives the same scenario at any number of jobs")
  func deterministic() throws {
    #expect(try shrunk(Self.large, jobs: 1).text == shrunk(Self.large, jobs: 4).text)
  }

  @Test("gives the same at any number of jobs when its runs are used up, too", arguments: [3, 17, 40])
  func exhausted(mostRuns: Int) throws {
    let results = try [1, 4, 7].map { try shrunk(Self.large, jobs: $0, mostRuns: mostRuns) }
    for result in results { #expect(result.text == results[0].text && result.runs == mostRuns) }
  }

  @Test("what comes out is a scenario that fails by itself")
  func text() throws {
    let result = try shrunk(Self.large, jobs: 2)
    #expect(try ExplorationFixture.load(result.text).scenario == result.scenario)
    #expect(result.text.contains("# It failed with: planted: as meant"))
    #expect(result.text.split(separator: "\n").count < 16)
  }

  @Test("a real failure shrinks to a real one")
  func real() throws {
    let swarm = try ExplorationFixture.swarm(ExplorationFixture.hopeless, seed: 3)
    let failing = try #require(
      (0..<20).lazy.map { swarm.draw($0) }.first {
        $0.scenario.faults.faults.count > 2
          && (try? ExplorationFixture.run($0.scenario, $0.profile).violations.isEmpty) == false
      })
    let text = "title: failing\n" + YAMLWriter.text(ScenarioWriter.node(failing.scenario))
    let options = Shrinker.Options(jobs: 2, mostRuns: 60)
    let result = try Shrinker(ExplorationFixture.load(text), options: options).shrink()
    #expect(result.after.faults == 1 && result.runs <= 62)
    let again = try ExplorationFixture.load(result.text)
    #expect(try ExplorationFixture.run(again.scenario, again.profile).violations.first?.oracle == "progress")
  }

  @Test("a scenario in which nothing fails is refused")
  func nothing() throws {
    let harmless = ExplorationFixture.text
    #expect(throws: Shrinker.Problem.nothingFails(said: nil)) { try shrunk(harmless, jobs: 1) }
  }

  @Test("a scenario that does not fail the same way twice is a defect")
  func unstable() throws {
    let count = Mutex(0)
    let loaded = try ExplorationFixture.load(Self.large)
    let shrinker = Shrinker(loaded, options: .init(jobs: 1, mostRuns: 3)) { scenario, profile in
      var outcome = try Self.planted(scenario, profile)
      outcome.fingerprint = count.withLock {
        $0 += 1
        return "\($0)"
      }
      return outcome
    }
    #expect(throws: Shrinker.Problem.unstable) { try shrinker.shrink() }
  }
}
