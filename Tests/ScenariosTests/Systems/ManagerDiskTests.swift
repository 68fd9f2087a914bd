import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Disks of managers (docs/models/service-chains.md, What survives a crash)")
struct ManagerDiskTests {
  private static let managers = "[auc 0, controller 0, orchestrator 0, provisioner 0]"

  /// A chain gets another function at 3 s, over encryption functions that are made for it.
  private func text(_ faults: [String]) -> String {
    let live = """
        control: live
        keys: {change: 2 s, expire: 20 s, method: make-before-break}
        operations: [{at: 3 s, provision: soft, chain: rest, path: [vcpe, cache, firewall]}]
        traffic:
      """
    return ChainFixture.text([
      ("  traffic:", live), ("port: 80, for: 1900 ms", "port: 80, start: 2 s, for: 38 s"),
      ("every: 10 ms, for: 1900 ms", "every: 50 ms, start: 2 s, for: 38 s"),
      ("warm-up: 0 s, measure: 2 s", "warm-up: 2 s, measure: 39 s"),
      ("rate: 200 /s", "rate: 20 /s"),
      (
        "measure: [chains]",
        "faults:\n\(faults.map { "  - {\($0)}\n" }.joined())measure: [chains, provisioning]"
      ),
    ])
  }

  private func run(_ faults: String..., seed: UInt64 = 1) throws -> RunOutcome {
    let loaded = try ExplorationFixture.load(text(faults), path: "disks.yaml")
    return try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: seed, options: RunOptions())
  }

  private func errors(_ fault: String) -> [String] {
    FormatFixture.errors { try ExplorationFixture.load(text([fault]), path: "disks.yaml") }
  }

  @Test(
    "slow and full disks, syncs that fail and torn ends delay an operation, and nothing is lost, twice or forgotten",
    arguments: 1...3)
  func survived(seed: UInt64) throws {
    let run = try run(
      "at: 0 s, torn-write: 50 %, on: \(Self.managers)",
      "at: 2 s, for: 20 s, slow-disk: {exponential: {mean: 30 ms}}, on: \(Self.managers)",
      "at: 2 s, for: 20 s, failing-sync: 20 %, restart-after: 1 s, on: \(Self.managers)",
      "at: 4 s, for: 3 s, full-disk: 100 B, on: [auc 0, orchestrator 0]",
      "at: 8 s, crash: \(Self.managers), restart-after: 1 s", seed: seed)
    #expect(run.violations == [])
    #expect(run.values["operations-done"] == 1)
    #expect(try #require(run.values["operations-resumed"]) >= 1)
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("without room on its disk a manager says nothing that it could not keep, and goes on when there is some")
  func full() throws {
    let full = try run("at: 2 s, for: 20 s, full-disk: 0 B, on: orchestrator 0")
    #expect(full.values["operations-done"] == 1)
    #expect(full.violations == [])
    let forGood = try run("at: 2 s, full-disk: 0 B, on: orchestrator 0")
    #expect(forGood.values["operations-done"] == 0)
    #expect(forGood.values["chain-packets-lost"] == 0)
  }

  @Test("a manager whose sync failed for good is down, and forwarding goes on")
  func failed() throws {
    let run = try run("at: 3500 ms, failing-sync: 100 %, on: controller 0")
    #expect(run.violations == [])
    #expect(run.values["operations-done"] == 0)
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("who has no disk, and faults that a journal which stands alone cannot survive, are refused where they stand")
  func refused() {
    #expect(errors("at: 1 s, torn-write: 5 %, on: inner 0").contains { $0.contains("'inner 0' has no disk") })
    for fault in ["lying-sync: 1 %", "bit-rot: 1 %", "misdirected-write: 1 %"] {
      #expect(errors("at: 1 s, \(fault), on: auc 0").contains { $0.contains("is not survived: 'auc 0' has") })
      #expect(errors("at: 1 s, \(fault)").contains { $0.contains("is not survived: managers have") })
    }
    #expect(errors("at: 1 s, torn-write: 5 %") == [])
    let still = ChainFixture.text([
      ("measure: [chains]", "faults: [{at: 1 s, torn-write: 5 %}]\nmeasure: [chains]")
    ])
    let found = FormatFixture.errors { try ExplorationFixture.load(still, path: "disks.yaml") }
    #expect(found.contains { $0.contains("needs 'sfc.control: live'") })
  }
}
