import Foundation
import Protocols
import Testing

@testable import Scenarios

@Suite("What runs have covered")
struct CoverageTests {
  private static let sample: Coverage = {
    var coverage = Coverage()
    coverage.add("crash", in: .prepared, count: 2)
    coverage.add("loss", in: .idle, count: 123_456)
    coverage.add(.newView, count: 7)
    return coverage
  }()

  @Test("coverage of two runs together is the sum, whichever comes first")
  func merging() {
    var other = Coverage()
    other.add("crash", in: .prepared)
    other.add("bit-rot", in: .committed)
    other.add(.served)
    var sum = Self.sample
    sum.merge(other)
    #expect(sum.kinds == ["bit-rot", "crash", "loss"])
    #expect(sum.count("crash", in: .prepared) == 3)
    #expect(sum.count("bit-rot", in: .committed) == 1)
    #expect(sum.count(.newView) == 7 && sum.count(.served) == 1)
    other.merge(Self.sample)
    #expect(other == sum)
  }

  @Test("as JSON it comes back the same; names that are unknown are skipped")
  func coding() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(Self.sample)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"marks":{"new view":7},"strikes":{"crash":{"prepared":2},"loss":{"idle":123456}}}"#)
    #expect(try JSONDecoder().decode(Coverage.self, from: data) == Self.sample)
    let newer = #"{"marks":{"new view":7,"later mark":1},"strikes":{"crash":{"prepared":2,"later phase":4}}}"#
    let read = try JSONDecoder().decode(Coverage.self, from: Data(newer.utf8))
    #expect(read.count(.newView) == 7 && read.count("crash", in: .prepared) == 2)
  }

  @Test("an outcome from before coverage was collected can still be read")
  func oldOutcome() throws {
    let old = #"{"seed":1,"values":{},"violations":[],"fingerprint":"","events":3,"queues":[]}"#
    #expect(try JSONDecoder().decode(RunOutcome.self, from: Data(old.utf8)).coverage == nil)
  }

  @Test("the table has a row for each kind and fits 80 columns, however often anything was met")
  func table() {
    var coverage = Self.sample
    let kind = "byzantine-watermark-exhaustion"
    for phase in ModulePhase.allCases { coverage.add(kind, in: phase, count: 99_999_999_999) }
    let lines = coverage.table.split(separator: "\n")
    #expect(lines.count == 3 + 3)
    #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " })
    #expect(lines[3].hasPrefix("*watermark-exhaustion "))
    #expect(lines[4].hasPrefix("crash"))
    #expect(lines[5].split(separator: " ") == ["loss", "123k", ".", ".", ".", ".", ".", ".", "."])
    #expect(lines[3].split(separator: " ").dropFirst().allSatisfy { $0 == "99G" })
    coverage.add("compromised-controller", in: .steady)
    #expect(coverage.chainTable.contains("\ncompromised-controller "))
    let marks = coverage.markList.split(separator: "\n")
    #expect(marks.count == Mark.allCases.count)
    #expect(marks.contains("     7  new view") && marks.contains("     .  restart"))
  }

  @Test("what is required and was never met is listed in order")
  func missing() {
    let requirements: [Requirement] = [
      .mark(.served), .mark(.newView), .strike(kind: "crash", in: .idle), .strike(kind: "crash", in: .prepared),
    ]
    #expect(
      Self.sample.missing(of: requirements).map(\.description) == [
        "mark: catch-up from disk", "fault: crash while idle",
      ])
  }

  @Test("what a nightly budget must reach is listed once, and is about faults and marks that there are")
  func nightly() {
    #expect(Set(Requirement.nightly).count == Requirement.nightly.count)
    #expect(Coverage().missing(of: Requirement.nightly) == Requirement.nightly)
    let known = Set(FaultKind.allCases.map(\.rawValue))
    for case .strike(let kind, _) in Requirement.nightly { #expect(known.contains(kind), "\(kind)") }
  }

  @Test("a mark's and a phase's position is its place in the list")
  func positions() {
    #expect(Mark.allCases.map(\.position) == Array(Mark.allCases.indices))
    #expect(ModulePhase.allCases.map(\.position) == Array(ModulePhase.allCases.indices))
    #expect(Set(Mark.allCases.map(\.rawValue)).count == Mark.allCases.count)
  }
}

@Suite("What runs in which something migrates have covered")
struct MigrationCoverageTests {
  @Test("faults count by the steps at which they struck, and come back from JSON")
  func steps() throws {
    let loaded = try ExplorationFixture.load(
      NFVFixture.text(
        lasting: 100,
        "faults:\n"
          + "  - {at: 1 s, upon: transferring, crash: [crb 0], restart-after: 1 s}\n"
          + "  - {at: 1 s, upon: switching, pause: [service 0], for: 1 s}\n"
          + "  - {at: 90 s, upon: rolling-back, loss: 10 %}\n"))
    let outcome = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
    let coverage = try #require(outcome.coverage)
    #expect(outcome.violations == [] && coverage.migrationKinds == ["crash", "pause"])
    for step in MigrationStep.allCases {
      #expect(coverage.count("crash", in: step) == (step == .transfer ? 1 : 0), "\(step)")
      #expect(coverage.count("pause", in: step) == (step == .switchPath ? 1 : 0), "\(step)")
    }
    let data = try JSONEncoder().encode(coverage)
    #expect(try JSONDecoder().decode(Coverage.self, from: data) == coverage)
    var twice = coverage
    twice.merge(coverage)
    #expect(twice.count("crash", in: MigrationStep.transfer) == 2)
    let lines = coverage.migrationTable.split(separator: "\n")
    #expect(lines.count == 5 && lines.allSatisfy { $0.count <= 80 })
    #expect(lines[3].split(separator: " ") == ["crash", ".", ".", "1", ".", ".", ".", ".", "."])
    #expect(Requirement.all(for: coverage) == Requirement.nightly + Requirement.migrations)
    var both = coverage
    both.add("loss", in: ChainPhase.steady)
    #expect(Requirement.all(for: both) == Requirement.nightly + Requirement.chains + Requirement.migrations)
    #expect(coverage.missing(of: Requirement.migrations).count == Requirement.migrations.count - 2)
    #expect(Set(Requirement.migrations.map(\.description)).count == Requirement.migrations.count)
  }

  @Test("steps are drawn where something migrates, and nowhere else")
  func drawn() throws {
    func milestones(_ text: String) throws -> Set<Fault.Milestone> {
      let swarm = try ExplorationFixture.swarm(text)
      return Set((0..<200).flatMap { swarm.draw($0).scenario.faults.faults.compactMap(\.upon) })
    }
    #expect(try milestones(NFVFixture.text()).isSuperset(of: Fault.Milestone.ofMigrations))
    #expect(try milestones(NFVFixture.text(task: "requests")).isSubset(of: Fault.Milestone.ofModules))
    #expect(try milestones(ExplorationFixture.text).isSubset(of: Fault.Milestone.ofModules))
  }
}

@Suite("What runs on service function chains have covered")
struct ChainCoverageTests {
  @Test("faults count by what the control plane does when they strike, and come back from JSON")
  func phases() throws {
    let outcome = try ChainFixture.run(
      ("measure: [chains]\n", "measure: [chains]\nfaults:\n  - {at: 1 s, loss: 50 %, for: 500 ms}\n"))
    let coverage = try #require(outcome.coverage)
    #expect(coverage.chainKinds == ["loss"] && coverage.kinds == [])
    #expect(coverage.count("loss", in: ChainPhase.steady) > 100)
    let data = try JSONEncoder().encode(coverage)
    #expect(try JSONDecoder().decode(Coverage.self, from: data) == coverage)
    #expect(coverage.chainTable.contains("loss"))
    #expect(Requirement.all(for: coverage) == Requirement.chains)
    #expect(coverage.missing(of: Requirement.chains).count == Requirement.chains.count - 1)
  }

  @Test("parts of operations and changes of keys are phases")
  func notes() {
    var phases = ChainPhases()
    #expect(phases.phase == .steady)
    phases.noted(ControlNote.keyChangeBegan.about(1))
    phases.noted(ControlNote.keyChangeBegan.about(2))
    phases.noted(ControlNote.keyChangeEnded.about(1, value: 1))
    #expect(phases.phase == .keyChange)
    phases.noted(ControlNote.rulesBegan.about(1))
    #expect(phases.phase == .rules)
    phases.noted(ControlNote.rulesEnded.about(1, value: 1))
    phases.noted(ControlNote.keyChangeEnded.about(2, value: 0))
    #expect(phases.phase == .steady)
  }
}
