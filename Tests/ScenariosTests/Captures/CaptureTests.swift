import Foundation
import Report
import TestSupport
import Testing

@testable import Scenarios

@Suite("Captures")
struct CaptureTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func load(_ more: String = "") throws -> LoadedScenario {
    let text = """
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
    let path = try folder.write(text, to: "scenario.yaml")
    let profiles = ProfileLibrary(folders: [Repository.path("scenarios/profiles")])
    return try ScenarioFile.load(path: path, profiles: profiles)
  }

  /// Captures it and gives the folder.
  private func capture(_ loaded: LoadedScenario, _ link: String, in name: String) throws -> String {
    let path = folder.path(name)
    try Directory.create(path)
    let count = try CaptureRun.run(loaded, link: link, to: path, application: "test")
    #expect(count > 0)
    return path
  }

  @Test("a link that is not there is answered with one that is, and leaves nothing")
  func unknownLink() throws {
    let problem = #expect(throws: CaptureRun.Problem.self) {
      try CaptureRun.run(load(), link: "gateway-0~gatewy-1", to: folder.path, application: "test")
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
