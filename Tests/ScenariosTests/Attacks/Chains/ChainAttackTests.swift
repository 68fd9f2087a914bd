import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Attacks on service function chains (docs/models/chain-attacks.md; enc-sfc 6.3)")
struct ChainAttackTests {
  private static let all = [
    "attack: {kind: eavesdropping, links: all}", "attack: {kind: packet-injection, links: outside, every: 2 ms}",
    "attack: {kind: replay, links: all, every: 2 ms}", "attack: {kind: tampering, links: all, share: 20 %}",
    "on: function 1, attack: {kind: compromised-function, every: 2 ms}",
  ]

  // MARK: Eavesdropping

  @Test("between compute nodes nothing of an encrypted flow can be read, but its headers of both layers")
  func encrypted() throws {
    let run = try ChainAttackFixture.run("attack: {kind: eavesdropping}")
    #expect(run.violations == [])
    #expect(run.values["flows-read"] == 0)
    #expect(run.values["packets-read"] == 0)
    let seen = try #require(run.values["packets-seen"])
    #expect(seen > 1_000)
    #expect(run.values["service-headers-seen"] == seen)
    #expect(run.values["encryption-headers-seen"] == seen)
  }

  @Test("of plain flows everything can be read; of encrypted ones, within the compute nodes")
  func readable() throws {
    let plain = try ChainAttackFixture.run("attack: {kind: eavesdropping}", with: [ChainAttackFixture.plain])
    #expect(plain.values["flows-read"] == 2)
    #expect(plain.values["packets-read"] == plain.values["packets-seen"])
    #expect(plain.values["encryption-headers-seen"] == 0)
    let inside = try ChainAttackFixture.run("attack: {kind: eavesdropping, links: inside}")
    #expect(inside.values["flows-read"] == 2)
    #expect(inside.violations == [])
  }

  @Test("one link by its name, and the links of one node, are only those")
  func places() throws {
    let one = try ChainAttackFixture.run("attack: {kind: eavesdropping, links: gateway-0~gateway-1}")
    let node = try ChainAttackFixture.run("on: gateway 1, attack: {kind: eavesdropping}")
    let all = try ChainAttackFixture.run("attack: {kind: eavesdropping}")
    func seen(_ run: RunOutcome) -> Double { run.values["packets-seen"]! }
    #expect(0 < seen(one) && seen(one) < seen(node) && seen(node) < seen(all))
  }

  @Test("who only listens changes nothing")
  func listening() throws {
    let heard = try ChainAttackFixture.run("attack: {kind: eavesdropping, links: all}")
    let silent = try ChainFixture.run()
    for (name, value) in silent.values { #expect(heard.values[name] == value, "\(name)") }
  }

  // MARK: Packets

  @Test("on encrypted links every injected packet is dropped, by its reason, and nobody is the worse for it")
  func injectedIntoEncrypted() throws {
    let run = try ChainAttackFixture.run("attack: {kind: packet-injection, every: 2 ms}")
    #expect(run.violations == [])
    #expect(run.values["attack-packets-at-functions"] == 0)
    #expect(run.values["attack-packets-delivered"] == 0)
    #expect(run.values["attacks-tried"]! > 800)
    for reason in [
      "unknown-path", "unknown-association", "bad-authentication", "bad-header", "unknown-sender", "ttl-expired",
    ] {
      #expect(run.values["attacks-refused-\(reason)"]! > 20, "\(reason)")
    }
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("on plain links an injected packet reaches functions and servers, as in the paper")
  func injectedIntoPlain() throws {
    let run = try ChainAttackFixture.run(
      "attack: {kind: packet-injection, every: 2 ms}", with: [ChainAttackFixture.plain])
    #expect(run.violations == [])
    #expect(run.values["attack-packets-at-functions"]! > 20)
    #expect(run.values["forged-contents-delivered"]! > 20)
    // What claims to be encrypted, or comes through a tunnel of nobody's, does not.
    #expect(run.values["attacks-refused-unknown-path"]! > 100)
    #expect(run.values["attacks-refused-unknown-sender"]! > 20)
  }

  @Test("a packet that came once is refused by ESP's window, and delivered again where there is none")
  func replayed() throws {
    let encrypted = try ChainAttackFixture.run("attack: {kind: replay, every: 2 ms}")
    #expect(encrypted.violations == [])
    #expect(encrypted.values["attack-packets-delivered"] == 0)
    #expect(encrypted.values["attacks-refused-replayed"]! > 100)
    #expect(encrypted.values["chain-packets-duplicated"] == 0)
    let plain = try ChainAttackFixture.run("attack: {kind: replay, every: 2 ms}", with: [ChainAttackFixture.plain])
    #expect(plain.violations == [])
    #expect(plain.values["chain-packets-duplicated"]! > 50)
    #expect(plain.values["forged-contents-delivered"] == 0)
  }

  @Test("contents that were changed arrive where nothing protects them, and nowhere else")
  func tampered() throws {
    let encrypted = try ChainAttackFixture.run("attack: {kind: tampering, share: 30 %}")
    #expect(encrypted.violations == [])
    #expect(encrypted.values["forged-contents-delivered"] == 0)
    #expect(encrypted.values["attacks-refused-bad-authentication"]! > 20)
    let plain = try ChainAttackFixture.run(
      "attack: {kind: tampering, share: 30 %}", with: [ChainAttackFixture.plain])
    #expect(plain.values["forged-contents-delivered"]! > 10)
    #expect(plain.violations == [])
  }

  @Test("a longer time to live is noticed by neither encryption nor a code, does no harm, and is counted apart")
  func longerLives() throws {
    for more in [[], [ChainAttackFixture.plain], [("  traffic:", "  integrity: hmac-sha-256-128\n  traffic:")]] {
      let run = try ChainAttackFixture.run("attack: {kind: tampering, share: 30 %}", with: more)
      #expect(run.violations == [], "\(more)")
      #expect(run.values["longer-lives-at-functions"]! > 10, "\(more)")
      // Where headers are authenticated nothing else that was changed gets to a function.
      if more.first?.1.contains("integrity") == true { #expect(run.values["attack-packets-at-functions"] == 0) }
    }
  }

  // MARK: Functions

  @Test("a compromised function gets no further than behind itself on its own chain, in order, over its own encryption")
  func compromised() throws {
    let run = try ChainAttackFixture.run("on: function 1, attack: {kind: compromised-function, every: 2 ms}")
    #expect(run.violations == [])
    #expect(run.values["attacks-refused-unknown-path"]! > 100)
    #expect(run.values["attacks-refused-bad-header"]! > 50)
    #expect(run.values["attacks-refused-wrong-recipient"]! > 50)
    #expect(run.values["leaked-frames"] == 0)
    // At its own place on its own chain nobody can tell what it should send.
    #expect(run.values["attack-packets-delivered"]! > 50)
    #expect(run.values["forged-contents-delivered"]! > 20)
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("where its chain is in the clear it shows what it was given, which is counted as its doing")
  func leaks() throws {
    let run = try ChainAttackFixture.run(
      "on: function 1, attack: {kind: compromised-function, every: 2 ms}", with: [ChainAttackFixture.plain])
    #expect(run.values["leaked-frames"]! > 50)
    #expect(run.violations == [])
  }

  // MARK: Routes

  @Test("rules, keys and reports without a key are refused, each by its reason, and keys go on changing")
  func routes() throws {
    let run = try ChainAttackFixture.run(
      "attack: {kind: route-injection, every: 2 ms}", with: ChainAttackFixture.live, at: "500 ms")
    #expect(run.violations == [])
    for reason in ["replayed", "bad-record", "bad-proof", "malformed", "unknown-kind", "unasked"] {
      #expect(run.values["attacks-refused-\(reason)"]! > 20, "\(reason)")
    }
    // Two links of one chain and one of the other change their keys five times.
    #expect(run.values["key-changes"]! >= 12)
    #expect(run.values["chain-packets-lost"] == 0)
  }

  @Test("a compromised function with its keys gets nothing of its managers")
  func rogue() throws {
    let run = try ChainAttackFixture.run(
      "on: function 1, attack: {kind: compromised-function, every: 2 ms}", with: ChainAttackFixture.live,
      at: "1500 ms")
    #expect(run.violations == [])
    #expect(run.values["attack-requests-granted"] == 0)
    #expect(run.values["attack-requests-refused"]! > 50)
    #expect(run.values["chain-packets-lost"] == 0)
  }

  // MARK: All

  @Test("the same seed makes the same run, whatever the attack", arguments: all)
  func deterministic(attack: String) throws {
    let first = try ChainAttackFixture.run(attack)
    #expect(try ChainAttackFixture.run(attack).fingerprint == first.fingerprint)
    #expect(first.violations == [])
  }

  @Test("all attacks at once, with losses, copies and a function that loses power")
  func everything() throws {
    let faults = ["loss: 2 %", "duplicate: 2 %", "crash: function 0, restart-after: 300 ms"]
    let loaded = try ChainAttackFixture.load(Self.all + faults)
    let run = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 3, options: RunOptions())
    #expect(run.violations == [])
    #expect(run.values["attacks-tried"]! > 2_000)
  }
}
