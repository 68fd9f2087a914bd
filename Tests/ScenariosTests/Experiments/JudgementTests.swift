import Foundation
import TestSupport
import Testing

@testable import Scenarios

@Suite("Judgements")
struct JudgementTests {
  private func load(_ more: String) throws -> LoadedScenario {
    let text = """
      title: Small
      crb: {modules: 4, crypto: modelled, block: {interval: 100 ms}}
      hosts: {profile: measured-here}
      network: {latency: 200 us, bandwidth: 1 Gbit/s}
      workload: {rate: {poisson: 20 /s}}
      duration: {warm-up: 500 ms, measure: 1 s}
      measure: [write-rate]

      """
    let path = Repository.path("scenarios/faults/small.yaml")
    return try ScenarioFile.read(Array((text + more).utf8), path: path)
  }

  @Test("every replication of every point is run, with the seeds and fingerprints of an experiment")
  func runs() throws {
    let loaded = try load("sweep: {crb.modules: [1, 4]}\nreplications: 2\n")
    let judgement = try Judgement(of: loaded)
    #expect(judgement.isGood)
    #expect(judgement.title == "Small")
    #expect(
      judgement.runs.map(\.overrides) == [["crb.modules=1"], ["crb.modules=1"], ["crb.modules=4"], ["crb.modules=4"]])
    #expect(judgement.runs.map(\.seed) == [1, Experiment.seed(1, 1), 1, Experiment.seed(1, 1)])
    #expect(judgement.simulatedSeconds == 6)
    let folder = try TemporaryDirectory()
    let result = try Experiment(loaded, options: ExperimentOptions(jobs: 1, directory: folder.path)).run(Silent())
    #expect(result.identities == judgement.runs)
    #expect(result.events == judgement.events)
    #expect(Set(judgement.runs.map(\.fingerprint)).count == 4)
  }

  @Test("an expectation that fails says by how much; one that holds says nothing")
  func expectations() throws {
    let judgement = try Judgement(
      of: load("expect:\n  - {that: write-rate, at-least: 0.01 /s}\n  - {that: write-rate, at-least: 1000 /s}\n"))
    #expect(judgement.failures.map(\.kind) == ["expectation"])
    #expect(judgement.failures[0].text.hasPrefix("write-rate is at least 1000 /s: "))
    #expect(judgement.failures[0].text.hasSuffix("below the bound"))
    #expect(judgement.failures[0].words == [])
  }

  @Test("a violation comes with what repeats its run alone")
  func violations() throws {
    let loaded = try load("sweep: {crb.modules: [1, 4]}\n")
    let outcomes = try loaded.points.map { point in
      var outcome = try SystemRun.run(point.scenario, profile: point.profile, seed: 1, options: RunOptions())
      outcome.violations = [Violation(oracle: "agreement", at: nil, text: "planted")]
      return [outcome]
    }
    let judgement = Judgement(of: loaded, outcomes)
    #expect(judgement.failures.map(\.kind) == ["agreement", "agreement"])
    #expect(judgement.failures[1].text == "agreement: planted (crb.modules=4, seed 1)")
    #expect(judgement.failures[1].words == ["--set", "crb.modules=4", "--set", "replications=1", "--seed", "1"])
  }

  @Test("as JSON it comes back the same")
  func coding() throws {
    let judgement = try Judgement(of: load("expect:\n  - {that: write-rate, at-least: 1000 /s}\n"))
    let data = try JSONEncoder().encode(judgement)
    let read = try JSONDecoder().decode(Judgement.self, from: data)
    #expect(read.runs == judgement.runs && read.failures == judgement.failures && read.coverage == judgement.coverage)
  }

  private final class Silent: SweepObserver {
    func sweepBegins(finished: Int, total: Int) {}
    func runBegins(_ point: SweepPoint) {}
    func runEnds(finished: Int, total: Int) {}
  }
}
