import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Protocols
@testable import Scenarios

@Suite(
  "Independent verifier",
  .enabled(
    if: PythonVerifier.interpreter != nil,
    "needs Python with 'cryptography' and 'pymongo'; CHAINBED_PYTHON names the interpreter"))
struct PythonOracleTests {
  @Test("a ledger of real signatures is sound to the verifier", arguments: SignatureSuite.allCases)
  func sound(suite: SignatureSuite) throws {
    let kept = try KeptLedger(suite: suite, mode: .real)
    let transactions = suite.supportsSealing ? 6 : 4
    let (status, output) = PythonVerifier.verify(kept.ledger, kept.federation)
    #expect(output == "3 blocks, \(transactions) transactions, 0 findings\n")
    #expect(status == 0)
  }

  @Test("a flipped bit is found by the verifier and by the audit, in the same block")
  func flippedBits() throws {
    let kept = try KeptLedger(suite: .rsa2048PSS, mode: .real)
    var stream = RandomStream(seed: 21)
    for _ in 0..<8 {
      var bytes = kept.sample.file
      let index = Int(stream.below(UInt64(bytes.count)))
      bytes[index] ^= 1 << UInt8(stream.below(8))
      try kept.write(bytes)
      try expectFinding(in: kept, "byte \(index)")
    }
  }

  @Test("a flipped bit under a checksum that was made to fit is found by both as well")
  func forgedChecksums() throws {
    let kept = try KeptLedger(suite: .rsa2048PSS, mode: .real)
    var stream = RandomStream(seed: 22)
    let block = kept.sample.blocks[1]
    let headerSize = block.header.bytes.count
    for part in 0..<8 {
      var bytes = block.header.bytes + block.content.bytes
      let index = part * bytes.count / 8 + Int(stream.below(UInt64(bytes.count / 8)))
      bytes[index] ^= 1 << UInt8(stream.below(8))
      let (header, content) = (bytes[..<headerSize], Array(bytes[headerSize...]))
      let frame = LedgerFrame(
        height: 2, header: header, contentSize: content.count, contentHash: SHA256Hasher.digest(content))
      let (start, end) = (Int(kept.offset(2)), Int(kept.offset(3)))
      try kept.write(kept.sample.file[..<start] + frame.bytes + header + content + kept.sample.file[end...])
      try expectFinding(in: kept, "byte \(index) of block 2")
    }
  }

  @Test("both chains of a migration are sound to the verifier, and it opens the same histories as the audit")
  func histories() throws {
    let run = try KeptRun.migration("real")
    for (chain, holder) in [("crb", "tenant-0"), ("smb-0", "tenant-0"), ("smb-1", "tenant-0"), ("smb-0", "domain-0")] {
      let report = try run.audit(chain, holder)
      #expect(report.findings == [])
      let (status, output) = PythonVerifier.verify(
        run.ledger(chain), run.federation(chain), keys: [run.keys(holder)])
      #expect(status == 0, "\(chain): \(output)")
      var lines = output.split(separator: "\n").map(String.init)
      #expect(lines.popLast() == "\(report.blocks) blocks, \(report.transactions) transactions, 0 findings")
      let history = try #require(report.history)
      #expect(!history.isEmpty)
      #expect(lines.count == history.count)
      for (line, entry) in zip(lines, history) {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
        #expect(object == Self.object(entry))
      }
    }
    let (status, _) = PythonVerifier.verify(run.ledger("crb"), run.federation("crb"), keys: [run.keys("domain-0")])
    #expect(status == 2)
  }

  /// An entry as the verifier writes it.
  private static func object(_ entry: HistoryEntry) -> NSDictionary {
    let fields = zip(entry.type?.fields ?? [], entry.values).map { field, value -> (String, Any) in
      guard field.form == .bytes else { return (field.name.description, String(decoding: value, as: UTF8.self)) }
      return (
        field.name.description,
        ["bytes": value.count, "sha256": SHA256Hasher.digest(value).description] as [String: Any]
      )
    }
    return [
      "height": entry.height, "position": entry.position, "id": entry.id.description,
      "timestamp": entry.timestamp as Any, "type": entry.type?.rawValue as Any,
      "sender": entry.sender?.key.description ?? NSNull() as Any,
      "recipient": entry.recipient?.key.description ?? NSNull() as Any,
      "fields": Dictionary(uniqueKeysWithValues: fields),
    ]
  }

  @Test("a ledger that a leader ordered is sound to the verifier, and a flipped bit in it is found")
  func leader() throws {
    let run = try KeptRun(
      ExplorationFixture.text.replacingOccurrences(of: "crypto: modelled", with: "consensus: raft, crypto: real")
        .replacingOccurrences(of: "measure: 6 s", with: "measure: 3 s"))
    let report = try run.audit()
    #expect(report.findings == [])
    let (status, output) = PythonVerifier.verify(run.ledger(), run.federation())
    #expect(output == "\(report.blocks) blocks, \(report.transactions) transactions, 0 findings\n")
    #expect(status == 0)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: run.ledger()))
    bytes[bytes.count / 2] ^= 4
    try bytes.write(to: URL(fileURLWithPath: run.ledger()))
    #expect(PythonVerifier.verify(run.ledger(), run.federation()).status == 1)
    #expect(try !run.audit().findings.isEmpty)
  }

  func expectFinding(in kept: KeptLedger, _ what: String) throws {
    let (status, output) = PythonVerifier.verify(kept.ledger, kept.federation)
    #expect(status == 1, "\(what): \(output)")
    let found = try #require(try kept.audit().findings.first, "\(what) went unnoticed")
    let place = "block \(found.height) at byte \(found.offset): "
    #expect(output.hasPrefix(place), "\(what): '\(output)' should start with '\(place)'")
  }
}
