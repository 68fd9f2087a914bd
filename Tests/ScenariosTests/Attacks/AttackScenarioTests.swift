import TestSupport
import Testing

@testable import Scenarios

@Suite("The scenarios of scenarios/attacks, and those of scenarios/enc-sfc with an adversary")
struct AttackScenarioTests {
  static let files =
    Repository.files(below: "scenarios/attacks", endings: [".yaml"])
    + Repository.files(below: "scenarios/enc-sfc", endings: [".yaml"]).filter {
      (try? Repository.read($0))?.contains("attack: {kind:") == true
    }

  @Test("what is expected holds, and no oracle finds anything", arguments: files)
  func holds(path: String) throws {
    let profiles = ProfileLibrary(folders: [Repository.path("scenarios/profiles")])
    let loaded = try ScenarioFile.load(path: Repository.path(path), profiles: profiles)
    #expect(loaded.scenario.faults.hasAttacks && !loaded.study.expectations.isEmpty)
    let folder = try TemporaryDirectory()
    let experiment = Experiment(loaded, options: ExperimentOptions(jobs: 1, directory: folder.path))
    let result = try experiment.run(SweepTests.Watcher())
    #expect(result.isGood, "\(result.verdicts)")
  }
}
