import Foundation
import TestSupport
import Testing

@testable import Protocols
@testable import Scenarios

@Suite("Histories in ledgers")
struct LedgerHistoryTests {
  /// A CRB with a VNF's first transaction, an order to it, one to a group, a request, a template, and two of strangers.
  private func repository(_ mode: CryptoMode = .modelled) throws -> HistoryFixture {
    let fixture = try HistoryFixture(.crb, mode: mode)
    let (tenant, vnf, group, stranger) = (fixture.tenant, fixture.vnf, fixture.group, fixture.stranger)
    fixture.sample.append([
      fixture.configuration(from: vnf, to: tenant, "vnf", VNFConfiguration(keyPair: vnf).bytes),
      fixture.configuration(from: stranger, to: fixture.service, "foreign", [1, 2, 3]),
    ])
    fixture.sample.append([
      fixture.configuration(from: tenant, to: vnf, "order", VNFConfiguration(settings: [7, 7]).bytes),
      fixture.configuration(from: tenant, to: group, "all", [9]),
    ])
    fixture.sample.append([
      fixture.request(from: tenant, to: vnf, next: tenant),
      fixture.configuration(from: tenant, to: nil, "template", [5]),
      fixture.configuration(from: stranger, to: nil, "other template", [6]),
    ])
    return fixture
  }

  @Test("a tenant's keys show its history in the ledger's order, and nothing of others", arguments: CryptoMode.allCases)
  func tenant(mode: CryptoMode) throws {
    let fixture = try repository(mode)
    let keys = fixture.keys([("tenant", fixture.tenant), ("vnf", fixture.vnf), ("group", fixture.group)])
    let report = try fixture.audit(with: [keys])
    #expect(report.findings == [])
    #expect(
      HistoryFixture.words(report) == [
        "1.0 vnf > tenant: instructions vnf key pair of vnf", "2.0 tenant > vnf: instructions order",
        "2.1 tenant > group: configuration all", "3.0 tenant > vnf: request for tenant",
        "3.1 tenant > everybody: configuration template",
      ])
    #expect(report.history?.allSatisfy(\.isProven) == true)
    #expect(report.history?.map(\.timestamp) == [1_000, 1_000, 1_000, 2_000, 1_000])
    #expect(report.history?[2].values.last == [9])
  }

  @Test("with fewer keys less is seen, with the files of two holders both histories")
  func otherKeys() throws {
    let fixture = try repository()
    let vnf = fixture.keys([("mine", fixture.vnf)])
    #expect(
      HistoryFixture.words(try fixture.audit(with: [vnf])) == [
        "2.0 unnamed > mine: instructions order", "3.0 unnamed > mine: request for unnamed",
      ])
    let service = fixture.keys([("service", fixture.service)], contacts: [("stranger", fixture.stranger)])
    let both = HistoryFixture.words(try fixture.audit(with: [vnf, service]))
    #expect(both.count == 3)
    #expect(both.first == "1.1 stranger > service: configuration foreign")
    let nobody = fixture.keys([("nobody", fixture.sample.cryptography.keyPair(named: "nobody"))])
    #expect(try fixture.audit(with: [nobody]).history?.isEmpty == true)
    #expect(try fixture.audit().history == nil)
  }

  @Test("who has a service client's key reads requests and responses; an answer is tied to what it answers")
  func service() throws {
    let fixture = try HistoryFixture(.smb)
    let operation = ManagementOperation(credential: [1], action: .deleteVNF("vnf-1"))
    let first = fixture.service(from: fixture.tenant, operation.bytes, responseKey: fixture.key(1))
    let second = fixture.service(from: fixture.tenant, [1, 2], responseKey: fixture.key(2))
    let foreign = fixture.service(from: fixture.stranger, operation.bytes, responseKey: fixture.key(3))
    fixture.sample.append([first, second, foreign])
    fixture.sample.append([
      fixture.response(to: second, of: fixture.tenant, "", error: "no", with: fixture.key(2)),
      fixture.response(to: first, of: fixture.tenant, "done", with: fixture.key(1)),
      fixture.response(to: foreign, of: fixture.stranger, "secret", with: fixture.key(3)),
    ])
    fixture.sample.append([
      fixture.response(to: first, of: fixture.tenant, "again", with: fixture.key(1)),
      fixture.response(to: first, of: fixture.tenant, "junk", with: fixture.key(4)),
    ])
    let deletion = "deleteVNF(\"vnf-1\")"

    let all = try fixture.audit(with: [fixture.keys([("service", fixture.service)])])
    #expect(all.findings == [])
    #expect(
      HistoryFixture.words(all) == [
        "1.0 unnamed > service: \(deletion)", "1.1 unnamed > service: no operation",
        "1.2 unnamed > service: \(deletion)", "2.0 service > unnamed: no answers 1.1 after 0",
        "2.1 service > unnamed: done answers 1.0 after 0", "2.2 service > unnamed: secret answers 1.2 after 0",
        "3.0 service > unnamed: again answers 1.0 after 1", "3.1 ? > unnamed: cannot-decrypt",
      ])

    // The tenant has kept the key of one request, and of the other only that of the response.
    let requests = [
      KeyFile.Request(
        transaction: first.id, key: fixture.fieldKey(of: first, for: fixture.service), responseKey: fixture.key(1)),
      KeyFile.Request(transaction: second.id, key: nil, responseKey: fixture.key(2)),
    ]
    let own = fixture.keys([("tenant", fixture.tenant)], contacts: [("service", fixture.service)], requests: requests)
    #expect(
      HistoryFixture.words(try fixture.audit(with: [own])) == [
        "1.0 tenant > service: \(deletion)", "1.1 ? > service: cannot-decrypt",
        "2.0 service > tenant: no answers 1.1 after 0", "2.1 service > tenant: done answers 1.0 after 0",
        "3.0 service > tenant: again answers 1.0 after 1", "3.1 ? > tenant: cannot-decrypt",
      ])
  }

  @Test("what does not open, or is not signed by who is named, is listed as that")
  func unreadable() throws {
    let fixture = try HistoryFixture(.crb)
    let good = fixture.configuration(from: fixture.stranger, to: fixture.tenant, "c", [1])
    func changed(_ place: Int) -> Transaction {
      var bytes = good.bytes
      bytes[place] ^= 1
      return Transaction(bytes)
    }
    let layout = try #require(good.layout)
    fixture.sample.append([
      good, changed(layout.signature.lowerBound), changed(layout.sealedKey!.lowerBound),
      changed(layout.fields[3].upperBound - 1),
    ])
    let report = try fixture.audit(with: [fixture.keys([("tenant", fixture.tenant)])])
    #expect(
      HistoryFixture.words(report) == [
        "1.0 unnamed > tenant: configuration c", "1.1 ? > tenant: bad-signature", "1.2 ? > tenant: cannot-decrypt",
        "1.3 ? > tenant: cannot-decrypt",
      ])
  }

  @Test("what stands in or after a damaged block is listed and not called proven")
  func damaged() throws {
    let fixture = try repository()
    let keys = fixture.keys([("tenant", fixture.tenant), ("vnf", fixture.vnf), ("group", fixture.group)])
    let second = Int(fixture.sample.ledger.place(at: 2)!.offset)
    let report = try fixture.audit(with: [keys]) { $0[second + 60] ^= 1 }
    #expect(report.history?.map(\.height) == [1, 3, 3])
    #expect(report.history?.map(\.isProven) == [true, false, false])
  }
}
