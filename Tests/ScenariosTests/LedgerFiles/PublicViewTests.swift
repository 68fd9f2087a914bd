import TestSupport
import Testing
import Vocabulary

@testable import Protocols
@testable import Scenarios

@Suite("What anybody reads in a ledger")
struct PublicViewTests {
  @Test("types, sizes, times and keys are counted, of every transaction")
  func counts() throws {
    let fixture = try HistoryFixture(.crb)
    let secret = fixture.configuration(from: fixture.tenant, to: fixture.vnf, "c", [1])
    let longer = fixture.configuration(from: fixture.stranger, to: fixture.vnf, "cc", [1, 2, 3])
    let open = fixture.configuration(from: fixture.tenant, to: nil, "t", [])
    fixture.sample.append([secret, longer])
    fixture.sample.append([open, fixture.request(from: fixture.tenant, to: fixture.group, next: fixture.tenant)])
    let report = try fixture.audit()
    #expect(report.findings == [])
    let view = report.view
    #expect(view.kinds.map(\.type) == [.configuration, .configuration, .configurationRequest])
    #expect(view.kinds.map(\.isEncrypted) == [true, false, true])
    #expect(view.kinds.map(\.count) == [2, 1, 1])
    #expect(view.kinds[0].smallest == secret.bytes.count)
    #expect(view.kinds[0].largest == longer.bytes.count)
    #expect(view.kinds[0].bytes == secret.bytes.count + longer.bytes.count)
    #expect(
      view.pseudonyms.map(\.key) == [fixture.vnf, fixture.tenant, fixture.group].map(\.publicKey.fingerprint))
    #expect(view.pseudonyms.map(\.received) == [2, 0, 1])
    #expect(view.pseudonyms.map(\.sent) == [0, 1, 0])
    // The stranger's key stands nowhere.
    #expect(view.pseudonyms.map(\.betrayed) == [0, 2, 0])
    #expect(view.triedHeaders == 3 && view.betrayedSenders == 2)
    #expect(view.pseudonyms[2].first == 2_000)
    #expect(view.times == fixture.sample.timestamp(1)...fixture.sample.timestamp(2))
    // The sender and four fields of each.
    #expect(view.searchedFields == 15)
  }

  /// A transaction as a careless client would make it: fields that only look encrypted.
  private func careless(_ field: [UInt8], at place: Int = 3, key: UInt8 = 1) throws -> [String] {
    let fixture = try HistoryFixture(.crb)
    var stream = RandomStream(seed: UInt64(key))
    var fields = (0..<5).map { _ in stream.bytes(60) }
    fields[place] = field
    let content = BSONWriter.encode(reserving: 2_000) { w in
      w.string("type", "configuration")
      w.datetime("timestamp", milliseconds: 1)
      w.binary("sender", fields[0])
      w.binary("recipient", fixture.vnf.publicKey.encoded)
      w.binary("key", stream.bytes(256))
      for (name, value) in zip(["cid", "vid", "description", "configuration"] as [BSONKey], fields[1...]) {
        w.binary(name, value)
      }
    }
    let bytes = BSONWriter.encode(reserving: 3_000) { w in
      w.binary("header", [UInt8](repeating: 0, count: 256))
      w.encoded("content", document: content)
    }
    fixture.sample.append([Transaction(bytes)])
    return try fixture.audit().findings.map(\.problem)
  }

  @Test("fields that are not encrypted are findings, each as what it is")
  func plaintext() throws {
    var stream = RandomStream(seed: 8)
    let random = stream.bytes(60)
    #expect(try careless(random) == [])
    #expect(
      try careless(Array("password of the firewall: hunter2".utf8))
        == ["transaction 0: description: 33 characters of text: is not encrypted"])
    let document = VNFConfiguration(settings: [1, 2, 3]).bytes
    #expect(try careless(document, at: 4) == ["transaction 0: configuration: a BSON document: is not encrypted"])
    let fixture = try HistoryFixture(.crb)
    #expect(
      try careless(fixture.tenant.publicKey.encoded, at: 0)
        == ["transaction 0: sender: a public key: is not encrypted"])
    #expect(
      try careless([UInt8](repeating: 0, count: 100), at: 1)
        == ["transaction 0: cid: bytes with a pattern: is not encrypted"])
    let text = Array(String(repeating: "aé", count: 40).utf8)
    #expect(try careless(text, at: 2) == ["transaction 0: vid: bytes with a pattern: is not encrypted"])
  }

  @Test("random bytes of any length have no pattern")
  func random() {
    var stream = RandomStream(seed: 9)
    for length in Array(0..<400) + [1_000, 10_000, 100_000, 1_000_000] {
      #expect(PlaintextSearch.pattern(in: stream.bytes(length)[...]) == nil, "\(length) bytes")
    }
  }

  @Test("keys and nonces that are used twice are findings, and so is a member as recipient")
  func reuse() throws {
    let nonce = [UInt8](1...12)
    var stream = RandomStream(seed: 10)
    let fixture = try HistoryFixture(.crb)
    var search = PlaintextSearch(fixture.sample.membership)
    let (tenant, vnf) = (fixture.tenant, fixture.vnf)
    let once = fixture.configuration(from: tenant, to: vnf, "c", [1])
    #expect(search.problems(of: once, height: 1) == [])
    #expect(search.problems(of: once, height: 2) == ["key: stands in block 1 too: the same key encrypts twice"])
    let layout = try #require(once.layout)
    var bytes = fixture.configuration(from: tenant, to: vnf, "c", [1]).bytes
    for field in layout.fields.prefix(2) { bytes.replaceSubrange(field.prefix(12), with: nonce) }
    bytes.replaceSubrange(layout.sealedKey!, with: stream.bytes(256))
    #expect(search.problems(of: Transaction(bytes), height: 3) == ["two fields have the same nonce"])
    let toMember = fixture.configuration(from: tenant, to: fixture.sample.pairs[0], "c", [1])
    #expect(
      search.problems(of: toMember, height: 4)
        == ["recipient: is the key of a certified member, whose name is known"])
  }
}
