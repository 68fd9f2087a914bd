import Testing
import Vocabulary

@testable import Scenarios

@Suite("Attacks in scenario files")
struct AttackFormatTests {
  private func errors(_ lines: String...) -> [String] { FormatFixture.errors(faults: lines) }

  @Test("every attack is read, with its parameters")
  func kinds() throws {
    for attack in AttackFixture.attacks {
      var line = "at: 500 ms, for: 1 s, on: [1, 2], attack: {kind: \(attack.kind.rawValue)"
      if !attack.kind.isByItself { line += ", channel: \(attack.channel)" }
      if attack.kind.isTimed { line += ", every: 10 ms" }
      if attack.kind.takesShare { line += ", share: 20 %" }
      let loaded = try FormatFixture.load(FormatFixture.text(faults: [line + "}"])).scenario.faults.faults
      #expect(loaded == [Fault(.attack(attack), at: .milliseconds(500), lasts: .seconds(1), on: [1, 2])])
    }
  }

  @Test("the channel is TLS, unless it is said to be open")
  func defaults() throws {
    let loaded = try FormatFixture.load(FormatFixture.text(faults: ["at: 1 s, attack: {kind: tampering}"])).scenario
      .faults.faults
    #expect(loaded == [Fault(.attack(Attack(.tampering, every: .milliseconds(100), share: 0.1)), at: .seconds(1))])
  }

  @Test("what makes no sense is refused, with the reason")
  func wrong() {
    #expect(errors("at: 1 s, attack: {kind: reply}").first?.contains("faults[0].attack.kind") == true)
    #expect(
      errors("at: 1 s, attack: {kind: replay}, on: 7") == [
        "error: faults[0].on: there is no module 7: the modules are 0 to 3"
      ])
    #expect(
      errors("at: 1 s, for: 1 s, rate: 1 /s, attack: {kind: replay}") == [
        "error: faults[0].rate: has no effect with 'attack', which says how often by 'every' and 'share'"
      ])
    #expect(errors("at: 1 s, attack: {kind: replay, share: 1 %}").first?.contains("faults[0].attack.share") == true)
    #expect(
      errors("at: 1 s, attack: {kind: stolen-key}") == [
        "error: faults[0].attack.kind: tenants have keys that can be stolen: an attack 'stolen-key' needs nfv"
      ])
    func ofPlatforms(_ node: String) -> [String] {
      let text = NFVFixture.text("faults: [{at: 1 s, attack: {kind: replay}, on: [\(node)]}]")
      do { _ = try ExplorationFixture.load(text) } catch { return ["\(error)"] }
      return []
    }
    #expect(ofPlatforms("platform 0").first?.contains("'platform 0' is out of an adversary's reach") == true)
    #expect(ofPlatforms("tenant 0") == [])
    #expect(errors("at: 1 s, attack: {kind: eavesdropping, every: 1 s}").first?.contains("attack.every") == true)
  }
}
