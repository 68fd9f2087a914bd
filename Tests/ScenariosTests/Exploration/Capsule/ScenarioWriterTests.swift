import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Scenarios are written as they are read")
struct ScenarioWriterTests {
  private func reread(_ node: Node) throws -> Scenario {
    try ExplorationFixture.load("title: again\n" + YAMLWriter.text(node)).scenario
  }

  @Test("any case reads back as the same, with all its values and without those that are so by default")
  func roundTrip() throws {
    for budget in FaultBudget.allCases {
      let swarm = try ExplorationFixture.swarm(seed: 11, budget: budget)
      for number in 0..<150 {
        let scenario = swarm.draw(number).scenario
        #expect(try reread(ScenarioWriter.node(scenario)) == scenario, "case \(number)")
        #expect(try reread(ScenarioWriter.brief(scenario)) == scenario, "case \(number), brief")
      }
    }
  }

  @Test("bounds and loads of oracles read back as they are")
  func oracles() throws {
    for text in ["{load: 70 %}", "{progress-within: 3 s}", "{progress-within: 3 s, load: 62.5 %}"] {
      let scenario = try ExplorationFixture.load(ExplorationFixture.text + "oracles: \(text)\n").scenario
      #expect(try reread(ScenarioWriter.node(scenario)) == scenario)
      #expect(try reread(ScenarioWriter.brief(scenario)) == scenario)
    }
  }

  @Test(
    "every form of a distribution reads back as the same",
    arguments: [
      "1500 us", "{normal: {mean: 200 us, deviation: 30 us}}", "{uniform: {from: 0 ns, to: 3 ms}}",
      "{exponential: {mean: 7 ms}}", "{lognormal: {mean: 1234567 ns, deviation: 7654321 ns}}",
      "{gamma: {mean: 13 ms, shape: 2.5}}", "{pareto: {minimum: 3 us, shape: 1.5}}", "{table: [1 us, 5 us, 30 us]}",
    ])
  func distributions(text: String) throws {
    let base = ExplorationFixture.text.replacing("latency: 200 us", with: "latency: \(text)")
    let scenario = try ExplorationFixture.load(base).scenario
    #expect(try reread(ScenarioWriter.node(scenario)) == scenario)
  }

  @Test("shares and rates keep every digit", arguments: [0.1, 0.001, 1, 0, 0.3333333333333333, 0.07, 1e-5])
  func digits(value: Double) throws {
    var scenario = try ExplorationFixture.load(ExplorationFixture.text).scenario
    scenario.faults = FaultPlan([Fault(.network(.loss(.share(value))), at: .seconds(1), lasts: .seconds(1))])
    scenario.workload.rate = .poisson(perSecond: max(value, 1e-5) * 17)
    #expect(try reread(ScenarioWriter.node(scenario)) == scenario)
  }

  @Test(
    "texts that mean something in YAML are put in quotes",
    arguments: [
      "a: b", "- x", "#", "{", "\"", "it's", "tab\tand\nline", "\u{E9}t\u{E9}", "", " x ", "~", "x #y", "a, b",
    ])
  func quotes(text: String) throws {
    let node = Node.mapping([("alone", .text(text)), ("list", .list([.text(text), .mapping([("k", .text(text))])]))])
    let (read, errors) = YAMLReader.read(Array(YAMLWriter.text(node).utf8), source: .file("t"))
    #expect(errors.isEmpty)
    let again = try #require(read)
    #expect(again.entry("alone")?.value.scalar == text)
    #expect(YAMLWriter.text(again) == YAMLWriter.text(node))
  }
}
