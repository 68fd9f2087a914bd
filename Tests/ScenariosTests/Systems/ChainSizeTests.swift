import Testing
import Vocabulary

@testable import Scenarios

@Suite("How long chains and how large packets can be")
struct ChainSizeTests {
  private static func run(_ changes: [(String, String)]) throws -> RunOutcome {
    let loaded = try ExplorationFixture.load(
      ChainFixture.text(changes + [("measure: [chains]", "measure: [chains, drops]")]), path: "chain.yaml")
    return try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
  }

  private static func mtu(_ bytes: Int) -> (String, String) {
    ("bandwidth: 1 Gbit/s", "bandwidth: 1 Gbit/s, mtu: \(bytes) B")
  }

  @Test("packets that just fit the MTU with all their headers get through, larger ones are dropped by name")
  func limits() throws {
    // Tunnel 36, two headers of 12 and 8, ESP 52 and what fills to 4: 1390 is the last that fits into 1500.
    for (size, code, isGood) in [(1_390, "none", true), (1_391, "none", false), (1_318, "hmac-sha-256-128", true)] {
      let changes = [
        ("size: 200 B", "size: \(size) B"), Self.mtu(1_500), ("  traffic:", "  integrity: \(code)\n  traffic:"),
      ]
      let run = try Self.run(changes)
      #expect(run.violations == [])
      #expect(run.values["chain-packets-lost"] == (isGood ? 0 : 380))
      #expect(run.values["drops-packet-too-large"] == (isGood ? 0 : 380))
      let loaded = try ExplorationFixture.load(ChainFixture.text(changes), path: "s.yaml")
      #expect(loaded.warnings.contains { $0.text.contains("all are dropped as 'packet-too-large'") } == !isGood)
    }
  }

  @Test("without an MTU any size gets through")
  func anySize() throws {
    let run = try Self.run([("size: 200 B", "size: 9 kB")])
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("a stream fits its segments to what the chain leaves of the MTU", arguments: [576, 1_401, 1_500])
  func stream(bytes: Int) throws {
    let run = try Self.run([
      ("- {kind: ping, every: 10 ms, for: 1900 ms}", "- {kind: tcp, window: 16 kB}"), Self.mtu(bytes),
      ("  traffic:", "  integrity: hmac-sha-256-128\n  traffic:"),
    ])
    #expect(run.violations == [])
    #expect(try #require(run.values["throughput"]) > 100_000)
    #expect(run.values["drops-packet-too-large"] == 0)
  }

  @Test("a path may lead over as many forwarders as the time to live counts, on one site or over encrypted links")
  func length() throws {
    func single(_ functions: Int) -> [(String, String)] {
      let path = Array(repeating: "vcpe", count: functions).joined(separator: ", ")
      return [
        ("site: b,", "site: a,"), ("site: c,", "site: a,"), ("sites: [a, b, c]", "sites: [a]"),
        ("path: [vcpe, cache, firewall], encrypted: true", "path: [\(path)]"), ("encrypted: true", "encrypted: false"),
      ]
    }
    func rounds(_ count: Int) -> [(String, String)] { [("  traffic:", "  rounds: \(count)\n  traffic:")] }
    for longest in [single(61), rounds(10)] {
      let run = try Self.run(longest)
      #expect(run.violations == [])
      #expect(run.values["chain-packets-lost"] == 0)
    }
    for (tooLong, count) in [(single(62), 63), (rounds(11), 66)] {
      let errors = FormatFixture.errors { try ExplorationFixture.load(ChainFixture.text(tooLong), path: "s.yaml") }
      #expect(errors.contains { $0.contains("'web' would pass forwarders \(count) times, and their time to") })
    }
  }
}
