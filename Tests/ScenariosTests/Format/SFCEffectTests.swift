import Testing

@testable import Scenarios

@Suite("Settings of service function chains that would change nothing, or lose everything")
struct SFCEffectTests {
  private func errors(_ changes: (String, String)...) -> [String] {
    FormatFixture.errors { try ExplorationFixture.load(ChainFixture.text(changes), path: "s.yaml") }
  }

  private func warnings(_ changes: (String, String)...) throws -> [String] {
    try ExplorationFixture.load(ChainFixture.text(changes), path: "s.yaml").warnings.map(\.text)
  }

  private func live(_ settings: String) -> (String, String) {
    ("  traffic:", "  control: live\n  \(settings)\n  traffic:")
  }

  private func measuring(_ what: String) -> (String, String) { ("measure: [chains]", "measure: [\(what)]") }

  @Test("protection needs a duplicate, an ignored policy something that it forbids")
  func protection() {
    let standby = ("{name: cache, site: b,", "{name: cache, site: b, standby: a,")
    #expect(errors(live("protection: duplicate")).contains { $0.contains("only where a function has a 'standby'") })
    #expect(errors(live("protection: duplicate"), standby) == [])
    #expect(errors(live("protection: none")) == [])
    #expect(errors(live("policy: ignored")).contains { $0.contains("only on a migration that the policy forbids") })
    let migration = "operations: [{at: 1 s, migrate: {function: cache, to: a, moves: %}}]"
    #expect(errors(live("policy: ignored\n  " + migration.replacing("%", with: "both"))) != [])
    #expect(errors(live("policy: ignored\n  " + migration.replacing("%", with: "function"))) == [])
  }

  @Test("detection has a way, and asks no element again before it gives up")
  func detection() throws {
    #expect(errors(live("detection: {}")).contains { $0.contains("sfc.detection: needs 'every' or 'hello'") })
    let long = errors(live("detection: {every: 1 s, timeout: 5 s}"))
    #expect(long.contains { $0.contains("nobody waits so long: each is asked again after 1 s") })
    #expect(errors(live("detection: {every: 1 s, timeout: 1 s}")) == [])
    let short = try ChainFixture.load(live("detection: {every: 200 ms}"))
    guard case .sfc(let spec) = short.scenario.system else { return }
    #expect(spec.detection?.polls?.timeout == .milliseconds(200))
  }

  @Test("parts of the control plane do nothing, and so cannot fail, where everything is there from the start")
  func managers() throws {
    for fault in ["crash: [auc 0]", "loss: 10 %, on: [controller 0]", "pause: provisioner 0, for: 1 s"] {
      let faulty = measuring("chains]\nfaults: [{at: 1 s, \(fault)}").1
      let told = try warnings(("measure: [chains]", faulty))
      #expect(told.contains { $0.contains("nothing to do with 'control: static'") })
      #expect(try warnings(("measure: [chains]", faulty), live("keys: {change: 1 s}")) == [])
    }
  }

  @Test("a cut between elements that no cable joins is told where nobody manages them")
  func cuts() throws {
    func told(_ fault: String, _ more: (String, String)...) throws -> [String] {
      let faulty = ("measure: [chains]", "faults: [{at: 1 s, for: 100 ms, \(fault)}]\nmeasure: [chains]")
      return try ExplorationFixture.load(ChainFixture.text([faulty] + more), path: "s.yaml").warnings.map(\.text)
    }
    let silent = "no cable joins those that it separates"
    #expect(try told("cut: {from: inner 0, to: outer 2}") == ["faults[0].cut: \(silent)"])
    #expect(try told("cut: {from: outer 0, to: inner 0}") == [])
    #expect(try told("partition: [[gateway 0], [gateway 2], [function 0]]") == ["faults[0].partition: \(silent)"])
    #expect(try told("partition: [[gateway 0], [gateway 2, gateway 1]]") == [])
    #expect(try told("cut: {from: inner 0, to: outer 2}", live("keys: {change: 1 s}")) == [])
  }

  @Test("what hosts have is used: disks by those who manage, cores by a blockchain")
  func hosts() {
    let host = "hosts: {profile: accelerated-switch"
    let cache = (host, host + ", page-cache: 1 MB")
    #expect(errors(cache).first?.contains("hosts.page-cache: has an effect only where nodes have disks") == true)
    #expect(errors(cache, live("keys: {change: 1 s}")) == [])
    let cores = errors((host, host + ", verification: free-cores"), live("keys: {change: 1 s}"))
    #expect(cores.first?.contains("hosts.verification: has an effect only with a blockchain") == true)
  }

  @Test("what a system does not have is not measured")
  func measures() {
    for (what, isThere) in [
      ("packet-delay", true), ("drops", true), ("chain-packets-lost", true), ("consensus-delay", false),
      ("rule-commit", false), ("blocks", false), ("migration-delay", false), ("attacks", false),
      ("attack-packets-delivered", false), ("leaked-frames", true),
    ] {
      #expect(errors(measuring(what)).isEmpty == isThere, "\(what)")
    }
    let without = "'blocks' has nothing to measure with 'sfc' without 'rules: blockchain'"
    #expect(errors(measuring("blocks")).first?.contains(without) == true)
  }

  @Test("traffic that no chain takes, and chains that take none, are told")
  func unreached() throws {
    #expect(try warnings() == [])
    let unmatched = try warnings(("- {name: rest, path", "- {name: rest, match: {protocol: tcp}, path"))
    #expect(unmatched == ["sfc.traffic[1]: no chain takes it, so all of it is refused as 'unclassified'"])
    let shadowed = try warnings(("match: {protocol: udp, ports: [80, 443]}", "match: {}"))
    #expect(shadowed == ["sfc.chains[1]: no packet takes it: the chains before it get them all"])
    func second(_ ports: String) throws -> [String] {
      try warnings(("- {name: rest, path", "- {name: rest, match: {protocol: udp, ports: \(ports)}, path"))
    }
    // The ping has no chain in both.
    #expect(try second("443").map { $0.contains("no packet takes it") } == [true, false])
    #expect(try second("[443, 8080]").map { $0.contains("no packet takes it") } == [false])
  }

  @Test("keys that expire just when there are new ones are told, too")
  func keys() throws {
    #expect(try warnings(live("keys: {change: 2 s, expire: 2 s}")).first?.contains("expire before") == true)
    #expect(try warnings(live("keys: {change: 2 s, expire: 3 s}")) == [])
  }

  @Test("clocks that may come further apart than headers bear are told, with what takes them there")
  func clocks() throws {
    let integrity = ("  traffic:", "  integrity: hmac-sha-256-128\n  traffic:")
    let tolerant = ("  traffic:", "  timestamp-tolerance: 10 s\n  traffic:")
    func told(_ clock: String, _ faults: String, _ more: (String, String)...) throws -> [String] {
      let text = ChainFixture.text(
        [
          ("profile: accelerated-switch", "profile: accelerated-switch, clock: {\(clock)}"),
          ("measure: [chains]", "faults: [\(faults)]\nmeasure: [chains]"),
        ] + more)
      return try ExplorationFixture.load(text, path: "s.yaml").warnings.map(\.text)
    }
    let offset = "offset: {uniform: {from: -2 s, to: 2 s}}"
    #expect(try told(offset, "") == [])
    #expect(try told(offset, "", integrity).first?.hasPrefix("hosts.clock.offset: clocks may come 39") == true)
    #expect(try told(offset, "", integrity, tolerant) == [])
    #expect(try told("drift: 1000 ppm", "", integrity) == [])
    for (fault, isFelt) in [
      ("clock-jump: -3 s, on: [inner 0]", true), ("clock-jump: -3 s", false),
      ("clock-jump: -3 s, on: [client 0]", false), ("clock-freeze: shown, on: [inner 0]", false),
      ("clock-jump: 1500 ms, on: [inner 0]", false),
    ] {
      let found = try told("drift: 0 ppm", "{at: 100 ms, \(fault)}", integrity)
      #expect(found.contains { $0.hasPrefix("faults[0].clock-jump: clocks may come 3 s apart") } == isFelt, "\(fault)")
    }
    // Two that only together are too much.
    let jump = "{at: 100 ms, clock-jump: 1500 ms, on: [inner %]}"
    let both = "\(jump.replacing("%", with: "0")), \(jump.replacing("%", with: "1"))"
    #expect(try told("drift: 0 ppm", both, integrity).count { $0.hasPrefix("faults[1].clock-jump") } == 1)
  }

  @Test("functions that no chain leads through, paths that a chain has already, and shares of nothing are told")
  func idle() throws {
    let unused = ("- {name: cache, site: b, kind: cache}", "- {name: cache, site: b}\n    - {name: spare, site: b}")
    #expect(try warnings(unused) == ["sfc.functions[2]: no chain leads through it"])
    func provisioned(_ paths: String...) throws -> [String] {
      let operations = paths.enumerated().map { "{at: \($0 + 1)00 ms, provision: soft, chain: rest, path: [\($1)]}" }
      return try warnings(live("operations: [\(operations.joined(separator: ", "))]"))
    }
    #expect(try provisioned("cache", "vcpe, firewall") == [])
    #expect(try provisioned("vcpe, firewall") == ["sfc.operations[0].path: 'rest' has this path already"])
    #expect(try provisioned("cache", "cache") == ["sfc.operations[1].path: 'rest' has this path already"])
    // Used by an operation alone.
    let spare = ("path: [cache]", "path: [spare]")
    #expect(try warnings(unused, live("operations: [{at: 1 s, provision: soft, chain: rest, \(spare.1)}]")) == [])
    for (fault, isIdle) in [
      ("attack: {kind: tampering, share: 0 %}", true), ("attack: {kind: tampering, share: 1 %}", false),
      ("loss: 0 %", true), ("loss: 1 %", false),
    ] {
      let told = try warnings(("measure: [chains]", "faults: [{at: 1 s, \(fault)}]\nmeasure: [chains]"))
      #expect(told.contains { $0.hasSuffix("strikes nothing: its share is 0 %") } == isIdle, "\(fault)")
    }
  }

  @Test("names are suggested that are meant, of the scenario's system, each once")
  func suggestions() {
    let unknown = errors(("{name: cache, site: b,", "{name: cache, site: z,"))
    #expect(unknown.first?.hasSuffix("there is no site 'z'; known: a, b, c") == true)
    #expect(errors(("hosts:", "crypto: real\nhosts:")).first?.contains("did you mean 'sfc.crypto'?") == true)
    let twice = errors(("{name: cache, site: b,", "{name: vcpe, site: b,"))
    #expect(twice.contains { $0.hasSuffix("there is no function 'cache'; known: vcpe, firewall") })
    let node = errors(("measure: [chains]", "faults: [{at: 1 s, crash: [banana 0]}]\nmeasure: [chains]"))
    #expect(node.first?.contains("'banana 0' is not a node; expected 'smb 0', 'classifier 0', ") == true)
  }

  @Test("an override reaches into lists")
  func overrides() throws {
    func load(_ override: String) throws -> LoadedScenario {
      try ExplorationFixture.load(ChainFixture.text, path: "s.yaml", overrides: [override])
    }
    guard case .sfc(let spec) = try load("sfc.functions[1].site=a").scenario.system else { return }
    #expect(spec.functions.map(\.site) == [0, 0, 2])
    guard case .sfc(let ports) = try load("sfc.chains[0].match.ports[1]=444").scenario.system else { return }
    #expect(ports.chains[0].match.ports == [80, 444])
    for (override, message) in [
      ("sfc.functions[3].site=a", "the list has no such item"), ("sfc.functions[x].site=a", "is no place in a list"),
      ("sfc.sites.a=b", "has no keys in it"), ("sfc.control[0]=live", "is no list"),
      ("sfc.functions[0].sit=a", "did you mean 'site'?"),
    ] {
      let errors = FormatFixture.errors { try load(override) }
      #expect(errors.first?.contains(message) == true, "\(override): \(errors)")
    }
  }
}
