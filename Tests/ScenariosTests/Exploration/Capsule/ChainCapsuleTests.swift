import Testing
import Vocabulary

@testable import Scenarios

@Suite("A failure capsule of service function chains")
struct ChainCapsuleTests {
  /// A case in which nothing gets through as soon as is asked for, and its capsule.
  private static func capsule() throws -> LoadedScenario {
    let hopeless = ChainFixture.text + "oracles: {progress-within: 1 us}\n"
    let base = try ExplorationFixture.load(hopeless, path: "scenarios/fuzz/base.yaml")
    let swarm = Swarm(points: base.points, seed: 4, budget: .within)
    let maker = CapsuleMaker(
      version: "0.0.1 (test)", base: "scenarios/fuzz/base.yaml", overrides: [], budget: .within, fuzzSeed: 4)
    for number in 0..<40 {
      let drawn = swarm.draw(number)
      guard drawn.scenario.faults.faults.contains(where: { $0.kind.drawsStrikes }) else { continue }
      let outcome = try ExplorationFixture.run(drawn.scenario, drawn.profile)
      guard let violation = outcome.violations.first else { continue }
      return try ExplorationFixture.load(maker.text(drawn, violation, folder: "scenarios/fuzz"))
    }
    throw NoCase()
  }

  private struct NoCase: Error {}

  @Test("it gives the same run, and what the shrinker leaves of it fails the same way")
  func replaysAndShrinks() throws {
    let loaded = try Self.capsule()
    let replay = try CapsuleReplay(loaded, lines: 5)
    #expect(replay.failsAgain && replay.isSameRun)
    #expect(loaded.scenario.faults.faults.allSatisfy { !$0.kind.drawsStrikes && $0.stream != nil })
    let small = try Shrinker(loaded, options: .init(jobs: 1, mostRuns: 60)).shrink()
    #expect(small.violation?.oracle == "progress")
    #expect(small.after.faults <= small.before.faults && small.after.settings < small.before.settings)
  }
}
