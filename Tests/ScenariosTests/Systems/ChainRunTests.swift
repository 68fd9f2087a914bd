import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Runs of service function chains (docs/models/service-chains.md)")
struct ChainRunTests {
  @Test("every packet arrives, encrypted where it leaves a compute node, and echoes come back")
  func arrives() throws {
    let run = try ChainFixture.run()
    #expect(run.violations == [])
    #expect(run.values["chain-packets-sent"] == 570)
    #expect(run.values["chain-packets-lost"] == 0)
    #expect(run.values["readable-frames"] == 0)
    // 19 switches of 20 us, 2 ways between sites, 18 cables inside, and what packets cost and take on the wire.
    let delay = try #require(run.values["packet-delay"])
    #expect(delay > 19 * 20e-6 + 2 * 200e-6 && delay < 1.5e-3)
  }

  @Test("clients send and operations begin by their own clocks, wherever those stand", arguments: ["1 h", "-1 h"])
  func clocks(_ offset: String) throws {
    let live = (
      "  traffic:",
      "  control: live\n  operations: [{at: 500 ms, provision: soft, chain: rest, path: [vcpe, cache, firewall]}]\n  traffic:"
    )
    let here = try ChainFixture.run(live)
    let there = try ChainFixture.run(live, ("hosts: {", "hosts: {clock: {offset: \(offset)}, "))
    #expect(there.violations == [])
    for metric in ["chain-packets-sent", "chain-packets-delivered", "operations-done"] {
      #expect(there.values[metric] == here.values[metric] && here.values[metric] ?? 0 > 0, "\(metric)")
    }
  }

  @Test("without encryption the same packets can be read between compute nodes, which is not asked of them")
  func plain() throws {
    let run = try ChainFixture.run(("encrypted: true", "encrypted: false"))
    #expect(run.violations == [])
    #expect(run.values["chain-packets-lost"] == 0)
    // Three frames on each of two ways from site to site; four on the echoes' way past the middle. Replies go directly.
    #expect(run.values["readable-frames"] == 3_040)
  }

  @Test("a chain leads back, too, over links with keys of their own")
  func back() throws {
    let run = try ChainFixture.run(("  traffic:", "  return: chain\n  traffic:"))
    #expect(run.violations == [])
    #expect(run.values["chain-packets-lost"] == 0)
    #expect(run.values["readable-frames"] == 0)
  }

  @Test("a firewall drops what it denies, and packets of no chain get no further than the classifier")
  func refuses() throws {
    let denied = try ChainFixture.run(("denies: {protocol: tcp, ports: 23}", "denies: {protocol: icmp}"))
    #expect(denied.values["drops-denied"] == 190)
    #expect(denied.values["chain-packets-delivered"] == 380)
    // No echo ever comes back, in all the time that there are requests.
    #expect(denied.values["arrival-gap"] == 1.9)
    let unclassified = try ChainFixture.run(("{name: rest, path", "{name: rest, match: {protocol: tcp}, path"))
    #expect(unclassified.values["drops-unclassified"] == 190)
    #expect(denied.violations + unclassified.violations == [])
  }

  @Test("the same seed makes the same run, of one copy and of five; another seed has other keys")
  func determinism() throws {
    #expect(try ChainFixture.run().fingerprint == ChainFixture.run().fingerprint)
    let many = try ChainFixture.run(("  traffic:", "  copies: 5\n  traffic:"))
    #expect(try many.fingerprint == ChainFixture.run(("  traffic:", "  copies: 5\n  traffic:")).fingerprint)
    #expect(many.values["chain-packets-delivered"] == 2_850)
    #expect(many.violations == [])
    #expect(try ChainFixture.run(seed: 2).fingerprint != ChainFixture.run().fingerprint)
  }

  @Test("modelled encryption takes the same time and has the same sizes")
  func modelled() throws {
    let (real, modelled) = (
      try ChainFixture.run(), try ChainFixture.run(("  traffic:", "  crypto: modelled\n  traffic:"))
    )
    #expect(real.values == modelled.values)
    #expect(real.events == modelled.events)
  }

  @Test(
    "whatever goes wrong with packets and elements, none is read, takes another way, or is forgotten",
    arguments: [
      "{at: 500 ms, loss: 0.5 %}", "{at: 500 ms, corrupt: 0.5 %}", "{at: 500 ms, duplicate: 5 %}",
      "{at: 500 ms, reorder: {share: 5 %, by: 3 ms}}",
      "{at: 500 ms, for: 300 ms, partition: [[gateway 0], [gateway 1]]}",
      "{at: 500 ms, crash: [outer 1], restart-after: 200 ms}",
      "{at: 500 ms, for: 200 ms, pause: [inner 0, function 1]}", "{at: 500 ms, for: 200 ms, clog: classifier 2}",
    ])
  func faults(fault: String) throws {
    let run = try ChainFixture.run(("measure: [chains]", "faults: [\(fault)]\nmeasure: [chains, drops]"))
    #expect(run.violations == [])
    #expect(run.values["readable-frames"] == 0)
    #expect(try #require(run.values["chain-packets-delivered"]) > 300)
  }

  @Test("without a control plane an encryption function that lost power has no keys: it refuses, and nothing is read")
  func keysAreLost() throws {
    let crash = "faults: [{at: 500 ms, crash: [encryption 0], restart-after: 200 ms}]"
    let run = try ChainFixture.run(("measure: [chains]", "\(crash)\nmeasure: [chains, drops]"))
    #expect(run.violations == [])
    #expect(run.values["readable-frames"] == 0)
    #expect(try #require(run.values["drops-unknown-association"]) > 100)
    #expect(try #require(run.values["chain-packets-delivered"]) > 50)
  }

  @Test(
    "under a live control plane rules and keys come by messages; keys that expire stop the chain, and nothing is read")
  func live() throws {
    let changes = [
      ("  traffic:", "  control: live\n  keys: {change: 400 ms, expire: 200 ms}\n  traffic:"),
      ("warm-up: 0 s, measure: 2 s", "warm-up: 2 s, measure: 2 s"), ("for: 1900 ms}", "for: 3900 ms}"),
    ]
    let loaded = try ExplorationFixture.load(ChainFixture.text(changes), path: "chain.yaml")
    let run = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
    #expect(run.violations == [])
    let delivered = try #require(run.values["chain-packets-delivered"])
    #expect(delivered > 150 && delivered < 450)
    #expect(try #require(run.values["keys-expired"]) > 4)
    #expect(run.values["readable-frames"] == 0)
  }
}
