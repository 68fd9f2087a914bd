import Testing
import Vocabulary

@testable import Scenarios

@Suite("Attacks on chains in scenario files")
struct ChainAttackFormatTests {
  private func errors(_ fault: String, _ others: (String, String)...) -> [String] {
    FormatFixture.errors { _ = try ChainAttackFixture.load([fault], others) }
  }

  private func load(_ fault: String) throws -> Fault {
    try ChainAttackFixture.load([fault]).scenario.faults.faults[0]
  }

  @Test("an attack is on the links between compute nodes, unless others are named")
  func links() throws {
    #expect(
      try load("attack: {kind: replay, every: 5 ms}")
        == Fault(.attack(Attack(.replay, links: .outside, every: .milliseconds(5))), at: .milliseconds(100)))
    for (word, links) in [
      ("inside", Attack.Links.inside), ("all", .all), ("inner-0~outer-0", .cable("inner-0~outer-0")),
    ] {
      #expect(
        try load("attack: {kind: eavesdropping, links: \(word)}").kind
          == .attack(Attack(.eavesdropping, links: links)))
    }
  }

  @Test("a link that there is not is refused where it stands, with a near one")
  func unknownLink() {
    let found = errors("attack: {kind: replay, links: gateway-0~gateway-9}")
    #expect(found.count == 1)
    #expect(
      found[0].hasPrefix("chain.yaml:18:48: error: faults[0].attack.links: there is no link 'gateway-0~gateway-9'"),
      "\(found)")
    #expect(errors("attack: {kind: replay, links: gateway-0~gatway-1}")[0].hasSuffix("mean 'gateway-0~gateway-1'?"))
    #expect(errors("attack: {kind: replay, links: outsid}")[0].hasSuffix("did you mean 'outside'?"))
  }

  @Test("an attack of the other kind of system is refused, with those that there are")
  func system() {
    let found = errors("attack: {kind: forged-response}")
    #expect(found.count == 1)
    #expect(
      found[0].contains(
        "attack.kind: 'forged-response' is an attack on blockchain modules; those on chains are: replay, tampering, "
          + "eavesdropping, packet-injection, route-injection, compromised-function, compromised-controller, forged-hellos"
      ))
    let modules = FormatFixture.changed("crb.modules: [1, 4, 7, 10]", "crb.modules: [4]")
      .replacingOccurrences(
        of: "sweep:", with: "faults: [{at: 1 s, attack: {kind: packet-injection, links: all}}]\nsweep:")
    #expect(FormatFixture.errors(modules).contains { $0.contains("is an attack on service function chains") })
  }

  @Test("what has no effect is refused")
  func effects() {
    #expect(errors("attack: {kind: replay, channel: open}")[0].contains("attack.channel: has no effect with 'sfc'"))
    #expect(errors("attack: {kind: tampering, every: 1 s}")[0].contains("attack.every: has no effect"))
    #expect(
      errors("on: function 0, attack: {kind: compromised-function, links: all}")[0].contains("attack.links: has no"))
    #expect(errors("rate: 1 /s, for: 1 s, attack: {kind: replay}")[0].contains("rate: has no effect with 'attack'"))
  }

  @Test("a compromised function is one that is named; routes are injected where there is a control plane")
  func needs() {
    #expect(errors("attack: {kind: compromised-function}")[0].contains("needs 'on'"))
    #expect(
      errors("on: [function 1, outer 0], attack: {kind: compromised-function}")[0].contains(
        "'outer 0' is no service function"))
    #expect(errors("on: function 3, attack: {kind: compromised-function}")[0].contains("there is no 'function 3'"))
    #expect(errors("attack: {kind: forged-hellos}")[0].contains("needs 'sfc.detection.hello'"))
    #expect(errors("attack: {kind: compromised-controller}")[0].contains("needs 'sfc.rules: blockchain'"))
    #expect(errors("attack: {kind: route-injection}")[0].contains("needs 'sfc.control: live'"))
  }

  @Test("what is written reads back as the same")
  func roundTrip() throws {
    let attacks = [
      "attack: {kind: tampering, links: all, share: 5 %}", "on: gateway 1, attack: {kind: eavesdropping}",
      "on: function 1, attack: {kind: compromised-function, every: 7 ms}", "attack: {kind: packet-injection}",
      "attack: {kind: replay, links: outer-0~gateway-0}",
    ]
    let scenario = try ChainAttackFixture.load(attacks).scenario
    for node in [ScenarioWriter.node(scenario), ScenarioWriter.brief(scenario)] {
      let again = "title: Again\n" + YAMLWriter.text(node) + "measure: [chains]\n"
      #expect(try ExplorationFixture.load(again, path: "s.yaml").scenario == scenario)
    }
  }
}
