import Testing

@testable import Scenarios

@Suite("Service function chains in scenario files")
struct SFCFormatTests {
  private func errors(_ changes: (String, String)...) -> [String] {
    FormatFixture.errors { try ExplorationFixture.load(ChainFixture.text(changes), path: "s.yaml") }
  }

  @Test("a sound scenario is good")
  func sound() { #expect(errors() == []) }

  @Test("names of nobody are told with their place, and a near one")
  func unknownNames() {
    #expect(
      errors(("{name: cache, site: b,", "{name: cache, site: d,")).first?.hasPrefix(
        "s.yaml:6:27: error: sfc.functions[1].site: there is no site 'd'") == true)
    #expect(
      errors(("path: [vcpe, cache, firewall]", "path: [vcpe, cach, firewall]")).first?.contains(
        "there is no function 'cach'; did you mean 'cache'?") == true)
    #expect(
      errors(("{name: vcpe, site: a}", "{name: cache, site: a}")).contains { $0.contains("another function 'cache'") })
    #expect(
      errors(("measure: [chains]", "faults: [{at: 1 s, crash: [outer 3]}]\nmeasure: [chains]")).contains {
        $0.contains("there is no 'outer 3': there are 'outer 0' to 'outer 2'")
      })
  }

  @Test("nodes have names, and no numbers; messages use them")
  func nodeNames() {
    func faults(_ faults: String) -> [String] {
      errors(("measure: [chains]", "faults: [\(faults)]\nmeasure: [chains]"))
    }
    for crash in ["module 1", "1", "[1]"] {
      let found = faults("{at: 1 s, crash: \(crash)}")
      #expect(found.count == 1)
      #expect(found[0].contains("there is no module 1: nodes are called 'classifier 0' to 'classifier 2', "))
      #expect(found[0].contains("'function 0' to 'function 2', "))
      #expect(found[0].hasSuffix("'auc 0', 'controller 0', 'orchestrator 0', 'provisioner 0'"))
    }
    #expect(
      faults("{at: 500 ms, crash: function 1}, {at: 1 s, crash: function 1}")[0].contains(
        "function 1 is down from 500 ms to the end of the run by faults[0]"))
    #expect(faults("{at: 1 s, crash: [gateway 1, gateway 1]}")[0].hasSuffix("gateway 1 stands twice"))
  }

  @Test("what cannot be is refused: a link to oneself, ports of ICMP, endless paths, operations past the end")
  func impossible() {
    #expect(
      errors(("[vcpe, cache, firewall], encrypted: true", "[vcpe, cache, cache], encrypted: true")).contains {
        $0.contains("an encrypted link would lead from 'cache' to itself")
      })
    #expect(
      errors(("{protocol: udp, ports: [80, 443]}", "{protocol: icmp, ports: 80}")).contains {
        $0.contains("ICMP has no ports")
      })
    #expect(errors(("ports: [80, 443]", "ports: [80, 65536]")).contains { $0.contains("out of range") })
    #expect(
      errors(("  traffic:", "  rounds: 60\n  traffic:")).contains { $0.contains("would pass forwarders 360 times") })
    let late =
      "  control: live\n  operations: [{at: 9 s, provision: soft, chain: web, path: [vcpe, firewall]}]\n  traffic:"
    #expect(errors(("  traffic:", late)).contains { $0.contains("9 s is past the end of the run, which lasts 2 s") })
    #expect(
      errors(("measure: [chains]", "faults: [{at: 1 s, bit-rot: 1 %}]\nmeasure: [chains]")).contains {
        $0.contains("whose managers have disks")
      })
    #expect(errors(("  traffic:", "  keys: {change: 5 s}\n  traffic:")).contains { $0.contains("has an effect only") })
  }

  @Test("as many paths as numbers of 24 bits can tell apart, and no more")
  func pathNumbers() throws {
    func errors(ports: Int) -> [String] {
      let list = repeatElement("80", count: ports).joined(separator: ", ")
      return self.errors(
        (
          "match: {protocol: udp, ports: [80, 443]}, path: [vcpe, cache, firewall], encrypted: true",
          "match: {ports: [\(list)]}, path: [vcpe]"
        ),
        ("path: [vcpe, firewall], encrypted: true", "path: [vcpe]"),
        ("  traffic:", "  return: chain\n  copies: 200\n  traffic:"))
    }
    #expect(
      errors(ports: 41_943) == [
        "s.yaml:12:11: error: sfc.copies: copies, ports, ways and functions make 16777600 service paths, whose numbers end "
          + "at 16777215"
      ])
    guard case .sfc(let spec) = try ChainFixture.load().scenario.system else { return }
    // Two ports over three functions with two links, and everything else over two with one.
    #expect((spec.pathCount, spec.linkCount) == (3, 5))
  }

  @Test("a function moves to a site that is, and is not its own; what leaves it must be there")
  func migrations() {
    func text(_ migration: String) -> (String, String) {
      ("  traffic:", "  control: live\n  operations: [{at: 1 s, migrate: {\(migration)}}]\n  traffic:")
    }
    #expect(errors(text("function: cache, to: a")) == [])
    #expect(errors(text("function: cache, to: d")).contains { $0.contains("there is no site 'd'") })
    #expect(errors(text("function: cach, to: a")).contains { $0.contains("did you mean 'cache'?") })
    #expect(errors(text("function: cache, to: b")).contains { $0.contains("'cache' is at 'b' already") })
    #expect(errors(text("function: cache, to: a, moves: encryption")) == [])
    #expect(
      errors(
        text("function: cache, to: a, moves: encryption"),
        ("[vcpe, cache, firewall], encrypted: true", "[vcpe, cache, firewall]")
      ).contains { $0.contains("no encrypted chain leads through 'cache'") })
    #expect(errors(text("function: cache, to: a}, provision: {soft: 1")) != [])
  }

  @Test("a path is lengthened to as many hops as there may be, with its encryption functions or without")
  func hops() throws {
    func hops(_ keys: String) throws -> Int? {
      let changes = [
        ("path: [vcpe, cache, firewall], encrypted: true", "path: [vcpe, cache]"), ("site: b", "site: a"),
        ("site: c", "site: a"), ("  traffic:", "  server: a\n  \(keys)\n  traffic:"),
      ]
      let loaded = try ExplorationFixture.load(ChainFixture.text(changes), path: "s.yaml")
      guard case .sfc(let spec) = loaded.scenario.system else { return nil }
      return spec.hops
    }
    #expect(try hops("hops: 9") == 9)
    #expect(try hops("hops: 1") == 1)
    #expect(try hops("hops: 25\n  encryption: all") == 25)
    #expect(try hops("hops: 9\n  encryption: all") == 7)
    #expect(errors(("  traffic:", "  hops: 4\n  rounds: 2\n  traffic:")).contains { $0.contains("beside 'rounds'") })
    #expect(
      errors(
        ("  traffic:", "  hops: 4\n  encryption: all\n  traffic:"),
        ("[vcpe, cache, firewall], encrypted: true", "[vcpe]")
      )
      .contains { $0.contains("from 'vcpe' to itself") })
  }

  @Test("a profile without what forwarding takes is refused")
  func profile() {
    #expect(
      errors(("profile: accelerated-switch", "profile: measured-here")).contains {
        $0.contains("has no 'forwarding', which 'sfc' needs")
      })
  }

  @Test("keys that expire before there are new ones are worth a warning")
  func expiry() throws {
    let loaded = try ChainFixture.load(
      ("  traffic:", "  control: live\n  keys: {change: 20 s, expire: 10 s}\n  traffic:"))
    #expect(loaded.warnings.map(\.text).contains { $0.contains("expire before there are new ones") })
  }

  @Test("what is written reads back as the same")
  func roundTrip() throws {
    let standby = ("{name: cache, site: b,", "{name: cache, site: b, standby: a,")
    let live =
      "  control: live\n  keys: {change: 5 s, expire: 15 s, method: make-before-break}\n  protection: reuse-outer\n"
      + "  detection: {every: 5 s}\n  policy: ignored\n  operations:\n"
      + "    - {at: 1 s, provision: full, chain: web, path: [vcpe, firewall]}\n"
      + "    - {at: 1500 ms, migrate: {function: cache, to: c, moves: function}}\n  traffic:"
    for text in [ChainFixture.text, ChainFixture.text([standby, ("  traffic:", live)])] {
      let scenario = try ExplorationFixture.load(text, path: "s.yaml").scenario
      for node in [ScenarioWriter.node(scenario), ScenarioWriter.brief(scenario)] {
        let again = "title: Again\n" + YAMLWriter.text(node) + "measure: [chains]\n"
        #expect(try ExplorationFixture.load(again, path: "s.yaml").scenario == scenario)
      }
    }
  }
}
