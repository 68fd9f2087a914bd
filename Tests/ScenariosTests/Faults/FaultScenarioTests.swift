import TestSupport
import Testing

@testable import Scenarios

@Suite("The scenarios of scenarios/faults")
struct FaultScenarioTests {
  static let files = Repository.files(below: "scenarios/faults", endings: [".yaml"])

  @Test("what is expected holds, and no oracle finds anything", arguments: files)
  func holds(path: String) throws {
    let profiles = ProfileLibrary(folders: [Repository.path("scenarios/profiles")])
    let loaded = try ScenarioFile.load(path: Repository.path(path), profiles: profiles)
    #expect(!loaded.study.expectations.isEmpty)
    // What goes wrong in chains may be an operation alone.
    var operations = 0
    if case .sfc(let spec) = loaded.scenario.system { operations = spec.operations.count }
    #expect(!loaded.scenario.faults.isEmpty || operations > 0)
    let folder = try TemporaryDirectory()
    let experiment = Experiment(loaded, options: ExperimentOptions(jobs: 1, directory: folder.path))
    let result = try experiment.run(SweepTests.Watcher())
    #expect(result.isGood, "\(result.verdicts)")
  }

  @Test("each has its row in the table, and no row is without a file")
  func table() throws {
    let page = try Repository.read("scenarios/faults/README.md")
    let names = Self.files.map { String($0.split(separator: "/").last!) }
    for name in names { #expect(page.contains("| [\(name)](\(name)) |"), "\(name)") }
    #expect(page.components(separatedBy: ".yaml) |").count - 1 == names.count)
  }
}
