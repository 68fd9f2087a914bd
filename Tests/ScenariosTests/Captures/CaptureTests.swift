import Foundation
import Report
import TestSupport
import Testing

@testable import Scenarios

@Suite("Captures")
struct CaptureTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func load(_ more: String = "", changing changes: (String, String)...) throws -> LoadedScenario {
    let template = """
      title: A short stream
      sfc:
        sites: [a, b]
        functions:
          - {name: vcpe, site: a}
          - {name: firewall, site: b, kind: firewall, denies: {protocol: tcp, ports: 23}}
        chains:
          - {name: all, path: [vcpe, firewall], encrypted: true}
        traffic:
          - {kind: constant, rate: 64 /s, size: 512 B}
          - {kind: ping, every: 100 ms}
      hosts: {profile: hp-dl380-g7-bmv2}
      network: {latency: 200 us, bandwidth: 1 Gbit/s}
      duration: {warm-up: 100 ms, measure: 900 ms}
      measure: [chains]
      expect:
        - {that: chain-packets-lost, at-most: 100, source: own}
      \(more)
      """
    let text = changes.reduce(template) { $0.replacing($1.0, with: $1.1) }
    let path = try folder.write(text, to: "scenario.yaml")
    let profiles = ProfileLibrary(folders: [Repository.path("scenarios/profiles")])
    return try ScenarioFile.load(path: path, profiles: profiles)
  }

  /// Captures it and gives the folder.
  private func capture(_ loaded: LoadedScenario, _ link: String, in name: String) throws -> String {
    let path = folder.path(name)
    try Directory.create(path)
    let count = try CaptureRun.run(loaded, links: [link], to: path, application: "test")
    #expect(count > 0)
    return path
  }

  @Test("a link that is not there is answered with one that is, and leaves nothing")
  func unknownLink() throws {
    let problem = #expect(throws: CaptureRun.Problem.self) {
      try CaptureRun.run(load(), links: ["gateway-0~gatewy-1"], to: folder.path, application: "test")
    }
    #expect(problem?.description.contains("gateway-0~gateway-1") == true)
    #expect(folder.files() == ["scenario.yaml"])
  }

  @Test(
    "tshark dissects every packet of a run, and decrypts those between sites",
    .enabled(if: Tshark.isInstalled, "tshark is not installed"))
  func dissection() throws {
    let everything = try capture(load(), "all", in: "all")
    let fields = ["frame.protocols", "_ws.malformed", "_ws.expert.message", "frame.interface_name", "esp.icv_good"]
    let rows = try Tshark.rows(in: everything, fields: fields)
    #expect(rows.count > 500)
    #expect(rows.allSatisfy { $0["_ws.malformed"] == "" })
    // No packet is dropped here, and none has a comment.
    #expect(Set(rows.map { $0["_ws.expert.message"] }).subtracting(["", "No response seen to ICMP request"]) == [])
    #expect(rows.allSatisfy { ($0["frame.protocols"] ?? "").contains("esp") == ($0["esp.icv_good"] == "1") })

    let between = try capture(load(), "gateway-0~gateway-1", in: "between")
    let tunnelled = try Tshark.rows(in: between, fields: fields)
    #expect(tunnelled.count > 50)
    for row in tunnelled {
      #expect(row["frame.interface_name"] == "gateway-0~gateway-1")
      #expect(row["frame.protocols"]?.hasPrefix("eth:ethertype:ip:udp:nsh:nsh:ip:esp:ip") == true)
      #expect(row["esp.icv_good"] == "1")
    }
  }

  @Test(
    "a stream to the port of mail is dissected without a malformed segment, over one link, and over all with the option",
    .enabled(if: Tshark.isInstalled, "tshark is not installed"))
  func mail() throws {
    let loaded = try load(
      changing: ("- {kind: ping, every: 100 ms}", "- {kind: tcp, port: 25, window: 32 kB}"),
      ("{latency: 200 us,", "{latency: 2 ms,"))
    let fields = ["frame.protocols", "_ws.malformed", "tcp.dstport"]
    func malformed(_ path: String, _ more: [String] = []) throws -> (segments: Int, malformed: Int) {
      let rows = try Tshark.rows(in: path, fields: fields, preferences: more).filter { $0["tcp.dstport"] == "25" }
      return (rows.count, rows.count { $0["_ws.malformed"] != "" })
    }
    let between = try malformed(try capture(loaded, "gateway-0~gateway-1", in: "between"))
    #expect(between.segments > 100 && between.malformed == 0)
    let everywhere = try capture(loaded, "all", in: "all")
    let apart = try malformed(everywhere, ["tcp.desegment_tcp_streams:FALSE"])
    #expect(apart.segments > 1_000 && apart.malformed == 0)
  }

  @Test(
    "what is lost with a node's power stands on the link where it arrived, and nowhere once the node has worked on it",
    .enabled(if: Tshark.isInstalled, "tshark is not installed"))
  func lostPower() throws {
    let loaded = try load("faults: [{at: 500 ms, crash: outer 0, restart-after: 100 ms}]")
    let rows = try Tshark.rows(
      in: try capture(loaded, "all", in: "all"), fields: ["frame.interface_name", "frame.protocols", "frame.comment"])
    let lost = rows.filter { $0["frame.comment"] == "lost with the power of outer 0" }
    #expect(!lost.isEmpty)
    for row in lost {
      let isFromInside = row["frame.interface_name"] == "inner-0~outer-0"
      #expect(isFromInside || row["frame.interface_name"] == "outer-0~encryption-0")
      // It would leave in VXLAN.
      #expect(row["frame.protocols"]?.hasPrefix("eth:ethertype:nsh") == true)
    }
  }

  /// Everything that can stand in a packet at once: codes in headers, encrypted and plain chains both ways, hellos, changing keys.
  private func loadEverything() throws -> LoadedScenario {
    let text = """
      title: All kinds of packets
      sfc:
        sites: [a, b]
        functions:
          - {name: vcpe, site: a}
          - {name: firewall, site: b, kind: firewall, denies: {protocol: tcp, ports: 23}}
        chains:
          - {name: clear, match: {protocol: udp, ports: 25}, path: [vcpe, firewall]}
          - {name: rest, path: [vcpe, firewall], encrypted: true}
        return: chain
        control: live
        keys: {change: 1 s, expire: 4 s, method: make-before-break}
        integrity: hmac-sha-256-128
        detection: {hello: 100 ms}
        traffic:
          - {kind: constant, rate: 20 /s, size: 512 B, port: 25, start: 1 s, for: 2 s}
          - {kind: tcp, start: 1 s, for: 2 s}
          - {kind: ping, every: 100 ms, start: 1 s}
      hosts: {profile: accelerated-switch}
      network: {latency: 20 ms, bandwidth: 1 Mbit/s, buffer: 16 kB}
      duration: {warm-up: 1 s, measure: 3 s}
      measure: [chains]
      expect:
        - {that: chain-packets-sent, at-least: 50, source: own}
      """
    let path = try folder.write(text, to: "everything.yaml")
    return try ScenarioFile.load(
      path: path, profiles: ProfileLibrary(folders: [Repository.path("scenarios/profiles")]))
  }

  @Test(
    "tshark dissects every packet of a scenario with codes in headers, hellos and changing keys, and decrypts all of ESP",
    .enabled(if: Tshark.isInstalled, "tshark is not installed"))
  func everything() throws {
    let path = try capture(loadEverything(), "all", in: "everything")
    let fields = [
      "frame.protocols", "_ws.malformed", "_ws.expert.severity", "_ws.expert.message", "frame.comment", "esp.icv_good",
      "esp.spi", "nsh.mdtype", "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status",
      "icmp.checksum.status",
    ]
    let rows = try Tshark.rows(in: path, fields: fields)
    #expect(rows.count > 1_000)
    // Headers of type 2 alone, of types 3 and 2, and hellos; every kind of traffic, within and between sites.
    let stacks = [
      "eth:ethertype:nsh:ip:udp:data", "eth:ethertype:ip:udp:nsh:ip:udp:data", "eth:ethertype:nsh:nsh:ip:tcp",
      "eth:ethertype:nsh:nsh:ip:esp:ip:tcp", "eth:ethertype:ip:udp:nsh:nsh:ip:esp:ip:tcp",
      "eth:ethertype:ip:udp:nsh:nsh:ip:esp:ip:icmp:data", "eth:ethertype:ip:udp:bfd",
    ]
    let seen = Set(rows.compactMap { $0["frame.protocols"] })
    for stack in stacks { #expect(seen.contains(stack), "\(stack)") }
    #expect(Set(rows.compactMap { $0["nsh.mdtype"] }) == ["", "2", "3,2"])
    // Keys have changed, and each association's packets are decrypted.
    #expect(Set(rows.compactMap { $0["esp.spi"] }).count >= 6)
    for row in rows {
      #expect(row["_ws.malformed"] == "")
      #expect((row["frame.protocols"] ?? "").contains("esp") == (row["esp.icv_good"] == "1"))
      #expect((row["frame.protocols"] ?? "").contains("esp:data") == false)
      for name in ["ip", "udp", "tcp", "icmp"] {
        let status = row[name + ".checksum.status"] ?? ""
        #expect(!status.split(separator: ",").contains("0"), "\(row)")
      }
      // Errors are 8388608. A capture of many links shows every segment many times, which tshark remarks on.
      #expect((row["_ws.expert.severity"] ?? "").contains("8388608") == false, "\(row)")
    }
  }

  @Test(
    "what is lost or refused says why", .enabled(if: Tshark.isInstalled, "tshark is not installed"))
  func comments() throws {
    let loaded = try load("faults: [{at: 200 ms, for: 500 ms, loss: 50 %}]")
    let lossy = try capture(loaded, "all", in: "lossy")
    let rows = try Tshark.rows(in: lossy, fields: ["frame.comment", "frame.time_epoch"])
    let lost = rows.filter { $0["frame.comment"] == "lost on the link: lost" }
    #expect(lost.count > 10)
    #expect(lost.allSatisfy { ($0["frame.time_epoch"] ?? "") > "0.2" && ($0["frame.time_epoch"] ?? "") < "0.7" })
  }
  @Test(
    "what an adversary sends is told apart", .enabled(if: Tshark.isInstalled, "tshark is not installed"))
  func forged() throws {
    let loaded = try load("faults: [{at: 200 ms, attack: {kind: packet-injection, every: 10 ms}}]")
    let attacked = try capture(loaded, "all", in: "attacked")
    let rows = try Tshark.rows(in: attacked, fields: ["frame.number", "frame.comment"])
    let comments = rows.compactMap { $0["frame.comment"] }
    #expect(comments.filter { $0.hasPrefix("sent by the adversary; dropped by outer ") }.count > 5)
    #expect(comments.filter { $0 == "sent by the adversary" }.count > 5)
    #expect(rows.filter { ($0["frame.comment"] ?? "").isEmpty }.count > 500)
  }
}
