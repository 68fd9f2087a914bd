import Foundation
import TestSupport
import Testing

@testable import Scenarios

@Suite("Experiments")
struct ExperimentTests {
  /// Four points, two replications or more each.
  private func load(_ overrides: [String] = []) throws -> LoadedScenario {
    let text = """
      title: A small sweep
      crb:
        block: {maximum: 1 MB, interval: 50 ms}
        signature: ed25519
        crypto: modelled
      hosts: {profile: test-machine}
      network: {latency: {uniform: {from: 100 us, to: 300 us}}, bandwidth: 1 Gbit/s}
      workload: {configuration: 100 B, rate: {poisson: 60 /s}}
      duration: {warm-up: 200 ms, measure: 1 s}
      sweep:
        crb.modules: [1, 4]
        workload.configuration: [10 B, 1 kB]
      replications: {until: 5 % half-width at 95 %, metric: write-rate, at-least: 2, at-most: 4}
      measure: [write-rate, latency, consensus-delay, network-bytes-by-phase, queues]
      expect:
        - {that: write-rate, at: {crb.modules: 4, workload.configuration: 10 B}, at-least: 20 /s}
        - {that: write-rate, at-least: 10 /s, source: own}
        - {that: write-rate, at-most: 500 /s, source: crb-smb fig-4.1c}
        - {that: latency-p50, below: 5 s, source: crb-smb fig-9.9}
        - {that: latency-p50, below: 6 s, source: crb-smb fig-9.9, basis: inputs}
        - {that: latency-p50, below: 7 s, source: crb-smb fig-9.9, basis: design}
      figures:
        - {x: crb.modules, y: write-rate, at: {workload.configuration: 10 B}}
        - {x: crb.modules, y: write-rate, at: {workload.configuration: 1 kB},
           references: [{y: 7 /s, label: Bitcoin, source: crb-smb 4.2}]}

      """
    return try FormatFixture.load(text, overrides)
  }

  private func run(_ loaded: LoadedScenario, _ folder: TemporaryDirectory, jobs: Int) throws -> ExperimentResult {
    let experiment = Experiment(loaded, options: ExperimentOptions(jobs: jobs, directory: folder.path))
    let result = try experiment.run(SweepTests.Watcher())
    #expect(try result.write().isEmpty)
    return result
  }

  @Test("one job or two: the same bytes of results")
  func jobs() throws {
    let loaded = try load()
    let folders = try [TemporaryDirectory(), TemporaryDirectory()]
    let results = try [1, 2].map { try run(loaded, folders[$0 - 1], jobs: $0) }
    #expect(results[0].fingerprint == results[1].fingerprint && results[0].isGood)
    for name in ["measurements.csv", "summary.csv", "queues.csv", "fingerprint.txt", "comparison.csv"] {
      let texts = try folders.map { try $0.read(name) }
      #expect(texts[0] == texts[1], "\(name)")
      #expect(texts[0].split(separator: "\n").count > 1, "\(name)")
    }
    #expect(!folders[0].files().contains("unfinished.jsonl"))
  }

  @Test("a level that a figure names is drawn in that figure, with where it is from")
  func references() throws {
    let folder = try TemporaryDirectory()
    let result = try run(try load(), folder, jobs: 2)
    let labels = result.figures().map { $0.references.map(\.label).filter { $0.hasPrefix("Bitcoin") } }
    #expect(labels == [[], ["Bitcoin (crb-smb 4.2)"]])
    #expect(result.figures()[1].references.contains { $0.y == 7 })
    #expect(try folder.read("figures/write-rate-by-crb.modules-2.svg").contains("Bitcoin (crb-smb 4.2)"))
    #expect(try !folder.read("figures/write-rate-by-crb.modules.svg").contains("Bitcoin"))
  }

  @Test("published expectations are told from the scenario's own, and each figure has files of its own")
  func report() throws {
    let folder = try TemporaryDirectory()
    try folder.write("", to: ".chainbed")
    try folder.write("old", to: "disks/point-0/seed-1/module-0/ledger")
    let result = try run(try load(), folder, jobs: 2)
    #expect(result.comparison.rows.map(\.kind) == [.own, .own, .calibrated, .predicted, .fromInputs, .byDesign])
    let page = try folder.read("report.html")
    #expect(page.contains("1 of 1 published results that were predicted hold"))
    #expect(page.contains("3 of 3 published results that follow from inputs, calibration or design hold"))
    #expect(page.contains("2 of 2 expectations hold"))
    #expect(folder.files().filter { $0.hasSuffix(".svg") }.count == 2)
    #expect(!folder.files().contains { $0.hasPrefix("disks/") }, "disks of an earlier experiment are gone")
  }

  @Test("figures of one entry whose metrics have different units are told apart by their titles")
  func titles() throws {
    func titles(_ figure: String) throws -> [String] {
      let folder = try TemporaryDirectory()
      let loaded = try load(["expect=[]", "workload.configuration=10 B", "figures=[\(figure)]"])
      return try run(loaded, folder, jobs: 2).figures().map(\.title)
    }
    #expect(try titles("{x: crb.modules, y: write-rate, title: Load}") == ["Load"])
    #expect(
      try titles("{x: crb.modules, y: [write-rate, latency-p50], title: Load}")
        == ["Load: write rate", "Load: latency p50"])
    #expect(
      try titles("{x: crb.modules, y: [write-rate, latency-p50]}")
        == ["write rate against crb.modules", "latency p50 against crb.modules"])
    #expect(
      try titles("{x: crb.modules, y: [consensus-delay-p50, latency-p50]}")
        == ["consensus delay p50, latency p50 against crb.modules"])
  }

  @Test("reasons for which nothing was refused stand in the files, and in no table that people read")
  func zeros() throws {
    let folder = try TemporaryDirectory()
    let result = try run(try load(["measure=[write-rate, latency, suspicions, drops]"]), folder, jobs: 2)
    let (all, told) = (result.means.rows.map { $0.suffix(2).joined(separator: " ") }, result.tellingMeans.rows.count)
    #expect(all.contains { $0.hasPrefix("drops-") && $0.hasSuffix(" 0") } && all.contains("suspicions 0"))
    #expect(told == all.count { !$0.hasPrefix("drops-") || !$0.hasSuffix(" 0") } && told < all.count)
    #expect(try folder.read("summary.csv").contains(",drops-malformed,0.0,"))
    #expect(try !folder.read("report.html").contains("drops-malformed"))
    #expect("bytes-pre-prepare".spaced == "bytes pre-prepare")
  }

  @Test("an interrupted experiment goes on where it was, and gives the same results")
  func resume() throws {
    let loaded = try load()
    let (whole, cut) = (try TemporaryDirectory(), try TemporaryDirectory())
    let result = try run(loaded, whole, jobs: 1)

    // Interrupted before results were written: the journal holds all runs. Its tail is torn off.
    let experiment = Experiment(loaded, options: ExperimentOptions(jobs: 2, directory: cut.path))
    _ = try experiment.run(SweepTests.Watcher())
    let journal = try cut.read("unfinished.jsonl")
    try cut.write(String(journal.dropLast(journal.count / 3)), to: "unfinished.jsonl")
    try cut.write("old", to: "report.html")
    let other = ExperimentOptions(jobs: 1, directory: cut.path, build: "another")
    let unlike = SweepTests.Watcher()
    _ = try Experiment(loaded, options: other).run(unlike)
    #expect(unlike.kept == 0, "another build of the program begins anew")
    let watcher = SweepTests.Watcher()
    let resumed = try experiment.run(watcher)
    #expect(watcher.kept > 0 && watcher.begun > 0 && watcher.kept + watcher.begun == result.runs)
    #expect(try cut.read("report.html") == "old", "earlier results stay until new ones replace them")
    _ = try resumed.write()
    #expect(resumed.fingerprint == result.fingerprint)
    #expect(try cut.read("measurements.csv") == whole.read("measurements.csv"))
  }

  @Test("an interrupted experiment whose kept disks another one has removed begins anew")
  func resumeWithoutDisks() throws {
    let (mine, other) = (try load(), try load(["crb.modules=1"]))
    let folder = try TemporaryDirectory()
    func attempt(_ loaded: LoadedScenario) throws -> SweepTests.Watcher {
      let watcher = SweepTests.Watcher()
      let options = ExperimentOptions(jobs: 2, directory: folder.path, keepsDisks: true)
      _ = try Experiment(loaded, options: options).run(watcher)
      return watcher
    }
    func ledgers() -> Set<String> { Set(folder.files().filter { $0.hasPrefix("disks/") && $0.hasSuffix("/ledger") }) }
    let runs = try attempt(mine).begun
    let (journal, kept) = (try folder.read("unfinished.jsonl"), ledgers())
    #expect(runs > 1 && !kept.isEmpty)
    #expect(try attempt(mine).kept == runs, "the disks are there: nothing is left to run")

    _ = try attempt(other)
    #expect(ledgers() != kept)
    try folder.write(journal, to: "unfinished.jsonl")
    let again = try attempt(mine)
    #expect(again.kept == 0 && again.begun == runs)
    #expect(ledgers() == kept)
  }
}
