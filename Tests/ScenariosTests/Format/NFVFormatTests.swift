import Testing

@testable import Scenarios

@Suite("Data centers in scenario files")
struct NFVFormatTests {
  private static let sound = NFVFixture.text(
    """
    faults:
      - {at: 2 s, crash: [tenant 0, service 1], restart-after: 1 s}
      - {at: 4 s, for: 1 s, partition: [[crb 0, crb 1, smb 7], [crb 2, vnf 3, platform 1]]}
      - {at: 6 s, for: 1 s, pause: smb 5}
      - {at: 8 s, for: 1 s, cut: {from: [crb 3], to: [smb 0, tenant 0]}}
    """)

  private func errors(_ changes: (String, String)...) -> [String] {
    var text = Self.sound
    for (old, new) in changes {
      precondition(text.contains(old), old)
      text = text.replacing(old, with: new)
    }
    return FormatFixture.errors { try ExplorationFixture.load(text, path: "s.yaml") }
  }

  @Test("what is wrong is told with its place, and a near word where there is one")
  func refused() {
    #expect(errors() == [])
    let cases: [((String, String), String)] = [
      (("domains: 2", "domans: 2"), "s.yaml:6:3: error: nfv.domans: unknown key; did you mean 'domains'?"),
      (("domains: 2", "domains: 3"), "s.yaml:6:12: error: nfv.domains: 3 domains need as many data centers"),
      (("migrations: {vnfs", "migration: {vnfs"), "s.yaml:9:10: error: nfv.task.migration: unknown key; did you mean"),
      (("sites: 2", "sites: 1"), "s.yaml:9:9: error: nfv.task: a migration goes to another data center"),
      (("vnf-hosts: 4", "vnf-hosts: 1"), "s.yaml:8:14: error: nfv.vnf-hosts: what the tenants do needs up to 2 hosts"),
      (("[tenant 0,", "[tennant 0,"), "'tennant 0' is not a node; did you mean 'tenant 0'?"),
      (("[tenant 0,", "[tenant 1,"), "there is no 'tenant 1': there is only 'tenant 0'"),
      (("service 1]", "service 2]"), "there is no 'service 2': there are 'service 0' to 'service 1'"),
      (
        ("service 1]", "12]"),
        "there is no module 12: the modules are 0 to 11; nodes are called 'crb 0' to 'crb 3', 'smb 0' to 'smb 7', "
          + "'service 0' to 'service 1', 'platform 0' to 'platform 1', 'vnf 0' to 'vnf 7', 'tenant 0'"
      ),
      (
        ("[tenant 0,", "[smb-0 1,"),
        "'smb-0 1' is not a node; expected 'crb 0', 'smb 0', 'service 0', 'platform 0', 'vnf 0' or 'tenant 0'"
      ),
      (("[tenant 0,", "[crb -1,"), "'crb -1' is not a node: its number must be a whole one from 0"),
      (("[tenant 0,", "[outer 0,"), "there is no 'outer 0': nodes are called 'crb 0' to 'crb 3', "),
      (("pause: smb 5", "pause: [smb 5, smb 5]"), "smb 5 stands twice"),
      (("crb: {modules", "crb: {consensus: raft, modules"), "modules answer reads with 'pbft' alone"),
      (("smb: {modules", "smb: {consensus: raft, modules"), "modules answer reads with 'pbft' alone"),
      (
        ("smb: {modules", "smb: {block: {maximum: 2 kB}, modules"),
        "nfv.smb.block.maximum: 2 kB is too little: with its keys, a transaction of a tenant or a VNF has up to 4 kB"
      ),
      (("crb: {modules", "crb: {pending: {bytes: 3 kB}, modules"), "nfv.crb.pending.bytes: 3 kB is too little"),
      (("vnf-hosts: 4", "key-rotation: 1 ms"), "nfv.key-rotation: 1 ms is out of range; must be from 1 s to 24 h"),
      (
        ("task: {migrations: {vnfs: 1}}", "task: requests\n  migration-attempts: 2"),
        "nfv.migration-attempts: has an effect only with 'task: migrations', not with 'requests'"
      ),
      (
        ("task: {migrations: {vnfs: 1}}", "task: {chains: {vnfs: 1}}\n  configuration: 2 kB"),
        "nfv.configuration: has an effect only with 'task: migrations' or 'configurations', not with 'chains'"
      ),
      (("vnf-hosts: 4", "pause: {uniform: {from: 3 s, to: 2 s}}"), "nfv.pause.uniform.from: 3 s is after 'to', 2 s"),
      (("vnf-hosts: 4", "pause: {normal: {mean: -3 s, deviation: 1 s}}"), "nfv.pause.normal.mean: -3 s is out of"),
      (("vnf-hosts: 4", "migration-attempts: 0"), "nfv.migration-attempts: 0 is out of range; must be from 1 to 1000"),
    ]
    for (change, said) in cases {
      let found = errors(change)
      #expect(found.contains { $0.contains(said) }, "\(found)")
    }
  }

  private func loaded(_ fault: String) throws -> LoadedScenario {
    try ExplorationFixture.load(NFVFixture.text("faults: [{\(fault)}]"), path: "s.yaml")
  }

  @Test("a fault of nodes that have nothing that could fail so is refused")
  func outOfPlace() {
    let cases = [
      ("at: 2 s, upon: pre-prepared, pause: [crb 0, tenant 0], for: 1 s", "tenant 0 never comes to 'pre-prepared'"),
      ("at: 2 s, for: 1 s, slow-disk: 1 ms, on: [tenant 0, vnf 1]", "on[1]: vnf 1 has no disk"),
      ("at: 2 s, for: 1 s, membership-list: missing, on: service 0", "service 0 reads no membership list"),
      ("at: 2 s, byzantine: {modules: crb 0, behaviour: silence, to: smb 0}", "to: smb 0 is of another chain"),
      ("at: 2 s, byzantine: {modules: smb 0, behaviour: silence, to: smb 5}", "to: smb 5 is of another chain"),
      ("at: 2 s, byzantine: {modules: crb 0, behaviour: silence, to: tenant 0}", "tenant 0 is no blockchain module"),
      (
        "at: 2 s, attack: {kind: bad-transactions, channel: open}",
        "channel: has no effect with 'bad-transactions', which comes over"
      ),
      ("at: 2 s, attack: {kind: request-flood}, on: [crb 0, vnf 0]", "on[1]: vnf 0 is sent nothing: 'request-flood'"),
      ("at: 2 s, attack: {kind: stolen-key}, on: smb 0", "smb 0 is sent nothing: 'stolen-key' is for the CRB's"),
    ]
    for (fault, said) in cases {
      let found = FormatFixture.errors { try loaded(fault) }
      #expect(found.count == 1 && found[0].contains(said), "\(found)")
    }
    for fault in [
      "at: 2 s, upon: pre-prepared, pause: [crb 0, smb 5], for: 1 s",
      "at: 2 s, for: 1 s, slow-disk: 1 ms, on: [tenant 0, service 1, platform 0, crb 1]",
      "at: 2 s, byzantine: {modules: smb 5, behaviour: silence, to: [smb 4, smb 6]}",
      "at: 2 s, attack: {kind: request-flood}, on: [crb 0, smb 7]", "at: 2 s, attack: {kind: stolen-key}, on: crb 1",
      "at: 2 s, attack: {kind: replay, channel: open}, on: tenant 0",
    ] {
      #expect(FormatFixture.errors { try loaded(fault) } == [], "\(fault)")
    }
  }

  @Test("latencies whose tail is too heavy for a mean are warned of, too")
  func heavyTail() throws {
    let text = NFVFixture.text().replacing(
      "{normal: {mean: 200 us, deviation: 30 us}}", with: "{pareto: {minimum: 1 ms, shape: 1}}")
    let found = try ExplorationFixture.load(text).warnings.map(\.description)
    #expect(found.count == 1 && found[0].contains("network.latency: an answer takes any time"), "\(found)")
  }

  @Test("a fault that changes nothing is warned of")
  func idle() throws {
    let silence = "those that it separates have nothing to say to each other"
    let cases = [
      ("at: 2 s, for: 1 s, partition: [[crb 0, crb 1], [smb 0, service 0, platform 1]]", silence),
      ("at: 2 s, for: 1 s, partition: [[smb 0], [smb 4]]", silence),
      ("at: 2 s, for: 1 s, partition: [[service 0, vnf 0], [platform 1, service 1]]", silence),
      ("at: 2 s, for: 1 s, cut: {from: tenant 0, to: [platform 0, vnf 0]}", silence),
      ("at: 2 s, clock-jump: 0 s", "'clock-jump' changes nothing: it is 0"),
      ("at: 2 s, for: 1 s, timer-drift: 0 ppm", "'timer-drift' changes nothing: it is 0"),
      ("at: 2 s, for: 1 s, delay: 0 ms", "'delay' changes nothing: it is 0"),
      ("at: 2 s, for: 1 s, slow-disk: 0 ms", "'slow-disk' changes nothing: it is 0"),
      ("at: 2 s, byzantine: {modules: crb 0, behaviour: mutation, share: 0 %}", "strikes nothing: its share is 0 %"),
      (
        "at: 2 s, byzantine: {modules: smb 5, behaviour: amnesia}",
        "is about restarts, and smb 5 is never started again"
      ),
    ]
    for (fault, said) in cases {
      let found = try loaded(fault).warnings.map(\.description)
      #expect(found.count == 1 && found[0].hasSuffix(said), "\(found)")
    }
    for fault in [
      "at: 2 s, for: 1 s, partition: [[crb 0], [vnf 7]]", "at: 2 s, for: 1 s, partition: [[smb 0], [smb 3]]",
      "at: 2 s, for: 1 s, cut: {from: platform 1, to: vnf 4}", "at: 2 s, for: 1 s, cut: {from: service 0, to: smb 2}",
      "at: 2 s, clock-jump: -1 s", "at: 2 s, for: 1 s, delay: 1 ms",
    ] {
      #expect(try loaded(fault).warnings == [], "\(fault)")
    }
    let direct = NFVFixture.text(
      task: "{chains: {vnfs: 1}}", nfv: "access: direct",
      "faults: [{at: 2 s, for: 1 s, cut: {from: tenant 0, to: platform 1}}]")
    #expect(try ExplorationFixture.load(direct).warnings == [])
  }

  @Test("what data centers do not have is neither measured nor expected, though its family has something for them")
  func measures() throws {
    func errors(measuring metrics: String, expecting metric: String = "") -> [String] {
      let expect = metric.isEmpty ? "" : "\nexpect: [{that: \(metric), at-least: 0 s}]"
      return self.errors(("measure: [migrations]", "measure: [\(metrics)]" + expect))
    }
    for family in ["continuity", "blocks", "drops", "operations"] { #expect(errors(measuring: family) == []) }
    let gap = "'longest-gap' has nothing to measure with 'nfv'"
    #expect(
      errors(measuring: "continuity", expecting: "longest-gap") == ["s.yaml:15:17: error: expect[0].that: \(gap)"])
    #expect(errors(measuring: "longest-gap") == ["s.yaml:14:11: error: measure[0]: \(gap)"])
    #expect(errors(measuring: "rates").count == 1)
    let loaded = try ExplorationFixture.load(Self.sound.replacing("[migrations]", with: "[continuity]"))
    #expect(loaded.study.measure.map(\.name) == ["view-changes", "halts", "lag"])
  }

  @Test("attacks are measured where there are any")
  func attacks() {
    let attack = ("faults:\n", "faults:\n  - {at: 2 s, attack: {kind: stolen-key}}\n")
    let measuring = ("measure: [migrations]", "measure: [attacks]")
    #expect(
      errors(measuring) == [
        "s.yaml:14:11: error: measure[0]: 'attacks' has nothing to measure without a fault 'attack'"
      ])
    #expect(errors(measuring, attack) == [])
  }

  @Test("a network that is slower than clients are patient is told")
  func latency() throws {
    func warnings(_ latency: String) throws -> [String] {
      let text = Self.sound.replacing(
        "latency: {normal: {mean: 200 us, deviation: 30 us}}", with: "latency: \(latency)")
      return try ExplorationFixture.load(text, path: "s.yaml").warnings.map(\.description)
    }
    #expect(try warnings("1 s") == [])
    let said = "s.yaml:12:20: warning: network.latency: an answer takes 48 h, and clients wait 2 s for it"
    #expect(try warnings("24 h").first?.hasPrefix(said) == true)
    #expect(try warnings("{uniform: {from: 0 s, to: 3 s}}").count == 1)
  }

  @Test("a report calls nodes what the scenario does")
  func described() throws {
    let faults = ScenarioDescription.parameters(of: try ExplorationFixture.load(Self.sound))
      .filter { $0.key.hasPrefix("faults") }.map(\.value)
    #expect(faults[0] == "at 2 s: tenant 0, service 1 down for 1 s")
    #expect(faults[2] == "at 6 s, for 1 s: smb 5 paused")
  }

  @Test("what is written of a scenario names its nodes, and reads back as the same")
  func written() throws {
    let scenario = try ExplorationFixture.load(Self.sound).scenario
    for node in [ScenarioWriter.node(scenario), ScenarioWriter.brief(scenario)] {
      let text = YAMLWriter.text(node)
      for name in ["tenant 0", "service 1", "vnf 3", "platform 1", "smb 7", "crb 3"] {
        #expect(text.contains(name), "\(name)")
      }
      #expect(!text.contains("module "))
      #expect(try ExplorationFixture.load("title: Again\n" + text).scenario == scenario)
    }
  }
}
