import Testing
import Vocabulary

@testable import Scenarios

@Suite("Migrations, and outages of the control plane, in runs of service function chains (enc-sfc 6.2)")
struct ChainControlTests {
  private static let live = ("warm-up: 0 s, measure: 2 s", "warm-up: 2 s, measure: 26 s")

  private static func run(_ control: String, faults: String? = nil) throws -> RunOutcome {
    let faults = faults.map { "faults: [\($0)]\n" } ?? ""
    let text = ChainFixture.text([
      live, ("  traffic:", "  control: live\n\(control)  traffic:"),
      ("rate: 200 /s, size: 200 B, port: 80, for: 1900 ms", "rate: 20 /s, size: 200 B, port: 80, for: 27900 ms"),
      ("every: 10 ms, for: 1900 ms", "every: 100 ms, for: 27900 ms"),
      ("measure: [chains]", "\(faults)measure: [chains, provisioning, drops]"),
    ])
    let loaded = try ExplorationFixture.load(text, path: "chain.yaml")
    return try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
  }

  @Test(
    "where nothing goes wrong nobody drops anything: every element talks only to managers that know it",
    arguments: [
      "  keys: {change: 5 s, expire: 60 s, method: make-before-break}\n",
      "  detection: {hello: 100 ms}\n", "  integrity: hmac-sha-256-128\n  detection: {every: 1 s, hello: 100 ms}\n",
    ])
  func quiet(control: String) throws {
    let run = try Self.run(control)
    #expect(run.violations == [])
    #expect(run.values.filter { $0.key.hasPrefix("drops-") && $0.value != 0 } == [:])
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("a function moves with its encryption functions, and no packet is lost")
  func migration() throws {
    let run = try Self.run("  detection: {every: 1 s}\n  operations: [{at: 3 s, migrate: {function: cache, to: c}}]\n")
    #expect(run.values["drops-unknown-sender"] == 0)
    #expect(run.violations == [])
    #expect(run.values["operations-done"] == 1)
    #expect(run.values["chain-packets-lost"] == 0)
    #expect(run.values["readable-frames"] == 0)
  }

  @Test(
    "encryption functions do not leave their function: the policy refuses, or else the forwarders; the chain goes on",
    arguments: ["function", "encryption", "encrypting"])
  func invalid(moved: String) throws {
    let operation = "  operations: [{at: 3 s, migrate: {function: cache, to: c, moves: \(moved)}}]\n"
    let refused = try Self.run(operation)
    #expect(refused.violations == [])
    #expect(refused.values["operations-refused"] == 1)
    #expect(refused.values["policy-refusals"] == 1)
    #expect(refused.values["chain-packets-lost"] == 0)
    let ignored = try Self.run("  policy: ignored\n" + operation)
    #expect(ignored.violations == [])
    #expect(ignored.values["operations-rejected"] == 1)
    #expect(ignored.values["rules-restored"] == 1)
    #expect(ignored.values["policy-refusals"] == 0)
    #expect(ignored.values["chain-packets-lost"] == 0)
    #expect(ignored.values["readable-frames"] == 0)
  }

  @Test("without any part of the control plane everything forwards; with the centre away keys expire, and come back")
  func outages() throws {
    let crash = "{at: 3 s, crash: [auc 0, controller 0, orchestrator 0, provisioner 0], restart-after: 2 s}"
    let lasting = try Self.run("  keys: {change: 500 ms, expire: 60 s, method: make-before-break}\n", faults: crash)
    #expect(lasting.violations == [])
    #expect(lasting.values["chain-packets-lost"] == 0)
    #expect(try #require(lasting.values["key-gap"]) > 1.9)
    #expect(try #require(lasting.values["key-gap"]) < 3)
    let expiring = try Self.run("  keys: {change: 500 ms, expire: 1 s, method: make-before-break}\n", faults: crash)
    #expect(expiring.violations == [])
    #expect(try #require(expiring.values["outage"]) > 0.9)
    #expect(try #require(expiring.values["outage"]) < 2.5)
    #expect(expiring.values["interruptions"] == 1)
    #expect(expiring.values["readable-frames"] == 0)
  }

  @Test("a migration goes on when whoever carries it out comes back", arguments: ["auc", "controller", "orchestrator"])
  func interrupted(part: String) throws {
    let run = try Self.run(
      "  operations: [{at: 3 s, migrate: {function: cache, to: c}}]\n",
      faults: "{at: 10 s, crash: [\(part) 0], restart-after: 1 s}")
    #expect(run.violations == [])
    #expect(run.values["operations-done"] == 1)
    #expect(run.values["chain-packets-lost"] == 0)
  }
}
