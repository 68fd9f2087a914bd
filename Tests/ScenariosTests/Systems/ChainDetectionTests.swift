import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Detection by hellos in runs (docs/models/chain-worlds.md, Control)")
struct ChainDetectionTests {
  /// The cache has a duplicate at the first site; the orchestrator knows from the second second on.
  private func run(_ detection: String, faults: String, _ changes: [(String, String)] = []) throws -> RunOutcome {
    let live = "  control: live\n  protection: duplicate\n  detection: \(detection)\n  traffic:"
    let all =
      [
        ("{name: cache, site: b,", "{name: cache, site: b, standby: a,"), ("  traffic:", live),
        ("warm-up: 0 s, measure: 2 s", "warm-up: 2 s, measure: 4 s"),
        ("port: 80, for: 1900 ms", "port: 80, for: 5900 ms"),
        ("every: 10 ms, for: 1900 ms", "every: 10 ms, for: 5900 ms"),
        ("measure: [chains]", "faults: [\(faults)]\nmeasure: [chains, drops]"),
      ] + changes
    let loaded = try ExplorationFixture.load(ChainFixture.text(all), path: "chain.yaml")
    return try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
  }

  private func count(_ run: RunOutcome, _ metric: String) throws -> Double { try #require(run.values[metric]) }

  private static let crash = "{at: 3 s, crash: [function 1]}"

  @Test(
    "a function that dies is noticed within the detection time, and the chain moves",
    arguments: [(20, 3), (50, 3), (100, 2), (200, 1)])
  func detection(hello: Int, multiplier: Int) throws {
    let run = try run("{hello: \(hello) ms, multiplier: \(multiplier)}", faults: Self.crash)
    #expect(run.violations == [])
    let seconds = try count(run, "detection-time")
    let interval = Double(hello) / 1_000
    #expect(seconds > interval * Double(multiplier - 1))
    #expect(seconds < interval * Double(multiplier) + 0.02)
    #expect(try count(run, "false-alarms") == 0)
    // 200 packets a second are lost for as long as that, and until rules have changed.
    #expect(try count(run, "outage") < seconds + 0.2)
    #expect(try count(run, "operations-done") == 1)
  }

  @Test("polls notice the same failure later, and both together as soon as the sooner")
  func beside() throws {
    let polls = try count(try run("{every: 1 s}", faults: Self.crash), "detection-time")
    let hellos = try count(try run("{hello: 50 ms}", faults: Self.crash), "detection-time")
    let both = try count(try run("{every: 1 s, hello: 50 ms}", faults: Self.crash), "detection-time")
    #expect(polls > 0.4 && polls < 1.6)
    #expect(hellos < 0.2)
    #expect(abs(both - hellos) < 0.01)
  }

  @Test(
    "the failure of a forwarder of the site, or of an encryption function there, is noticed too, which no poll does",
    arguments: ["inner 1", "outer 1", "encryption 1"])
  func forwarders(element: String) throws {
    let crash = "{at: 3 s, crash: [\(element)]}"
    let hellos = try run("{hello: 50 ms}", faults: crash)
    #expect(try count(hellos, "detection-time") < 0.2)
    #expect(try count(hellos, "operations-done") == 1)
    #expect(try count(hellos, "outage") < 0.5)
    #expect(hellos.violations == [])
    guard !element.hasPrefix("encryption") else { return }
    let polls = try run("{every: 500 ms}", faults: crash)
    #expect(polls.values["detection-time"] == nil)
    #expect(try count(polls, "outage") > 2)
  }

  @Test("a planned operation that leads back to a function that was lost is followed by another fail-over")
  func ledBack() throws {
    // Its encryption functions have to be made first, which takes 10 s.
    let operation = "operations: [{at: 4 s, provision: soft, chain: rest, path: [vcpe, cache, firewall]}]\n  traffic:\n"
    let run = try run(
      "{hello: 50 ms}", faults: Self.crash,
      [
        ("  traffic:\n", "  \(operation)"), ("measure: 4 s", "measure: 14 s"), ("for: 5900 ms", "for: 15900 ms"),
      ])
    #expect(run.violations == [])
    #expect(try count(run, "operations-done") == 3)
    #expect(try count(run, "outage") < 1)
  }

  // MARK: With codes

  private static let integrity = ("  traffic:\n", "  integrity: hmac-sha-256-128\n  traffic:\n")

  @Test(
    "hellos with codes raise no alarm while keys change, and notice a failure as soon",
    arguments: ["replace", "make-before-break"])
  func authenticated(method: String) throws {
    let keys = ("control: live", "keys: {change: 500 ms, expire: 5 s, method: \(method)}\n  control: live")
    let calm = try run(
      "{hello: 50 ms, multiplier: 3}", faults: "{at: 5900 ms, loss: 1 %}", [Self.integrity, keys])
    #expect(calm.violations == [])
    #expect(try count(calm, "neighbours-lost") == 0)
    let failure = try run("{hello: 50 ms, multiplier: 3}", faults: Self.crash, [Self.integrity, keys])
    #expect(failure.violations == [])
    #expect(try count(failure, "detection-time") < 0.2)
    #expect(try count(failure, "false-alarms") == 0)
  }

  @Test("somebody between the sites answers hellos for a dead site, and is believed only where they carry no code")
  func forged() throws {
    let faults =
      "{at: 2500 ms, on: gateway 1, attack: {kind: forged-hellos}}, {at: 3 s, crash: [inner 1, outer 1, function 1, encryption 1]}"
    let metrics = ("measure: [chains, drops]", "measure: [chains, drops, attacks]")
    let believed = try run("{hello: 50 ms}", faults: faults, [metrics])
    #expect(believed.violations == [])
    #expect(try count(believed, "operations-done") == 0)
    #expect(try count(believed, "outage") > 2)
    let refused = try run("{hello: 50 ms}", faults: faults, [Self.integrity, metrics])
    #expect(refused.violations == [])
    #expect(try count(refused, "operations-done") == 1)
    #expect(try count(refused, "detection-time") < 0.2)
    #expect(try count(refused, "attacks-refused-bad-authentication") > 10)
    #expect(try count(refused, "attacks-refused-replayed") > 10)
    #expect(try count(refused, "attacks-forged-hellos") == count(refused, "attacks-tried"))
  }

  @Test("hellos take bytes of the links between sites, the more the more often")
  func bytes() throws {
    let bytes = try ["{every: 1 s}", "{hello: 200 ms}", "{hello: 50 ms}"].map {
      try count(try run($0, faults: "{at: 5900 ms, loss: 1 %}"), "outside-bytes")
    }
    // Between the three outer forwarders 4 pairs of hello and answer of 90 bytes each over 3 links or 4, in 6 s.
    #expect(bytes[1] > bytes[0] + 20_000)
    #expect(bytes[2] - bytes[0] > 3 * (bytes[1] - bytes[0]))
  }

  @Test("lost hellos raise false alarms, the fewer the greater the multiplier; a cut is none that power could explain")
  func falseAlarms() throws {
    let alarms = try [1, 2, 4].map {
      try count(
        try run("{hello: 50 ms, multiplier: \($0)}", faults: "{at: 2 s, loss: 5 %}"), "false-alarms")
    }
    #expect(alarms[0] > 20)
    #expect(alarms[1] < alarms[0] / 2)
    #expect(alarms[2] <= alarms[1])
    let none = try run("{hello: 50 ms, multiplier: 3}", faults: "{at: 5900 ms, loss: 1 %}")
    #expect(try count(none, "neighbours-lost") == 0)
  }
}
