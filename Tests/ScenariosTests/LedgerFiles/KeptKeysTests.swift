import Foundation
import Protocols
import Report
import TestSupport
import Testing

@testable import Scenarios

@Suite("Keys kept by a simulation")
struct KeptKeysTests {
  /// Types of a history, each with whether the tenant sent it.
  private func words(_ report: AuditReport) -> [String] {
    (report.history ?? []).map { entry in
      let name = { (party: HistoryEntry.Party?) in
        (party?.name ?? "?").hasPrefix("vnf-") ? "vnf" : party?.name ?? "?"
      }
      return "\(entry.type?.rawValue ?? "?") \(name(entry.sender)) > \(name(entry.recipient))"
    }
  }

  @Test("a migration is read in full from both chains with the tenant's keys, and the SMB's with the domain's")
  func migration() throws {
    let run = try KeptRun.migration("modelled")
    #expect(run.outcome.violations == [])
    let crb = try run.audit("crb", "tenant-0")
    #expect(crb.findings == [])
    #expect(crb.history?.count == crb.transactions)
    let steps = [
      "configuration-request tenant 0 > vnf", "configuration vnf > vnf", "configuration-request tenant 0 > vnf",
      "configuration vnf > tenant 0", "configuration tenant 0 > vnf",
    ]
    let words = words(crb)
    let first = try #require(words.firstIndex(of: steps[0]))
    #expect(Array(words[first..<first + steps.count]) == steps)

    for domain in 0..<2 {
      let chain = "smb-\(domain)"
      let own = try run.audit(chain, "tenant-0")
      #expect(own.findings == [])
      #expect(own.transactions > 1)
      #expect(own.history?.count == own.transactions)
      #expect(own.history?.allSatisfy { $0.sender?.name != nil && $0.recipient?.name != nil } == true)
      for case .response(let response, let answered) in own.history?.map(\.content) ?? [] {
        #expect(response.error == "")
        #expect(answered?.operation != nil)
        #expect(answered?.earlier == 0)
      }
      let managed = try run.audit(chain, "domain-\(domain)")
      #expect(managed.history?.map(\.id) == own.history?.map(\.id))
      #expect(managed.history?.map(\.values) == own.history?.map(\.values))
      #expect(throws: LedgerFileError.self) { try run.audit(chain, "domain-\(1 - domain)") }
    }
  }

  @Test("a tenant that has replaced its keys reads all of its history, with the former pairs and the present ones")
  func replaced() throws {
    let run = try KeptRun.migration("modelled", nfv: "key-rotation: 60 s", lasting: 170)
    #expect(run.outcome.violations == [])
    let keys = try KeyFile(path: run.keys("tenant-0"))
    for chain in ["crb", "smb-0", "smb-1"] {
      let own = try #require(keys.ledgers.first { $0.name == chain }).pairs.filter { $0.name.hasPrefix("tenant 0") }
      #expect(own.count > 1, "the first, and those that followed")
      for (place, pair) in own.enumerated() {
        let name = "tenant 0, key \(place + 1) of \(own.count)"
        #expect(
          pair.name == own.last?.name ? pair.name == name : pair.name.hasPrefix("\(name), replaced 1970-01-01 00:0"))
      }
      let report = try run.audit(chain, "tenant-0")
      #expect(report.findings == [] && report.transactions > 1)
      #expect(report.history?.count == report.transactions)
      for entry in report.history ?? [] {
        if case .unreadable(let reason) = entry.content { Issue.record("\(chain): \(reason)") }
      }
    }
    let crb = try run.audit("crb", "tenant-0").history ?? []
    let senders = crb.compactMap { $0.sender?.name?.hasPrefix("tenant 0, key") == true ? $0.sender : nil }
    #expect(Set(senders.map(\.key)).count > 1 && Set(senders).count == Set(senders.map(\.key)).count)
    // Nothing that the tenant has signed with a former pair is dated later than the name says.
    for entry in crb {
      let parts = entry.sender?.name?.split(separator: ", replaced ") ?? []
      guard parts.count == 2, let timestamp = entry.timestamp else { continue }
      #expect(UTCTime(milliseconds: timestamp).text <= String(parts[1]))
    }
  }

  @Test("nothing that the keys show, and no name or secret in the key files, stands in a ledger in clear")
  func confidentiality() throws {
    let run = try KeptRun.migration("modelled")
    for chain in ["crb", "smb-0", "smb-1"] {
      let report = try run.audit(chain, "tenant-0")
      let file = try Data(contentsOf: URL(fileURLWithPath: run.ledger(chain)))
      let keys = try KeyFile(path: run.keys("tenant-0"))
      var secrets: [[UInt8]] = [Array("tenant".utf8), Array("vnf-".utf8), Array("planted".utf8)]
      for section in keys.ledgers {
        secrets += section.pairs.flatMap { [$0.secret.bytes, Array($0.name.utf8)] }
        secrets += section.requests.flatMap { [$0.responseKey.bytes] + ($0.key.map { [$0.bytes] } ?? []) }
      }
      for entry in report.history ?? [] {
        // The answered header and a next recipient's key stand elsewhere in the ledger.
        let named = zip(entry.type?.fields ?? [], entry.values)
        secrets += named.filter { !["service", "nextRecipient"].contains($0.0.name.description) }.map(\.1)
      }
      let long = secrets.filter { $0.count >= 4 }
      #expect(long.count > 10)
      for secret in long { #expect(file.range(of: Data(secret)) == nil, "\(String(decoding: secret, as: UTF8.self))") }
      #expect(try run.audit(chain).history == nil)
    }
  }

  @Test("a tenant's records are those of its journal, whatever the domain holds")
  func requests() throws {
    let run = try KeptRun.migration("modelled")
    let keys = try KeyFile(path: run.keys("tenant-0"))
    #expect(keys.ledgers.map(\.name) == ["crb", "smb-0", "smb-1"])
    #expect(keys.ledgers.map(\.requests.isEmpty) == [true, false, false])
    #expect(keys.ledgers.flatMap(\.requests).allSatisfy { $0.key != nil })
    // Two VNFs and the two that took over.
    #expect(keys.ledgers[0].pairs.count == 5)
    for domain in 0..<2 {
      let services = try run.audit("smb-\(domain)").view.kinds.first { $0.type == .service }
      #expect(keys.ledgers[1 + domain].requests.count >= (services?.count ?? 0))
    }
  }

  @Test("the writers of a chain without data centers have keys too")
  func writers() throws {
    let text = ExplorationFixture.text.replacingOccurrences(
      of: "to: any}", with: "to: any, recipient: encrypted, configuration: 200 B}")
    let run = try KeptRun(text)
    let report = try run.audit("", "writer-0")
    #expect(report.findings == [])
    #expect(report.transactions > 20)
    #expect(report.history?.count == report.transactions)
    #expect(report.history?.allSatisfy { $0.sender?.name == "writer 0" && $0.recipient?.name == "vnf 0" } == true)
  }
}
