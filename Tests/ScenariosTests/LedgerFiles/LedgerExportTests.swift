import Foundation
import Testing

@testable import Protocols
@testable import Scenarios

@Suite("Ledger export")
struct LedgerExportTests {
  func lines(_ kept: KeptLedger, by unit: LedgerExport.Unit) throws -> [[String: Any]] {
    var lines: [[String: Any]] = []
    let summary = try LedgerExport.run(ledger: kept.ledger, by: unit) { line in
      #expect(!line.contains("\n"))
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      lines.append(try #require(object as? [String: Any]))
    }
    #expect(summary.blocks == 3 && summary.opened == nil)
    return lines
  }

  @Test("a line for each block says what the block says")
  func blocks() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    let lines = try lines(kept, by: .block)
    #expect(lines.map { $0["height"] as? Int } == [1, 2, 3])
    for (line, block) in zip(lines, kept.sample.blocks) {
      #expect(line["contentHash"] as? String == block.content.contentHash.description)
      #expect(line["identifier"] as? String == Data(block.header.identifier).base64EncodedString())
      #expect(line["timestamp"] as? Int64 == block.content.timestamp)
      #expect((line["transactions"] as? [Any])?.count == block.content.transactions.count)
      let proof = try #require(line["proof"] as? [[String: Any]])
      #expect(proof.map { $0["accepted"] as? Bool } == [true, true, true])
      #expect(proof.map { $0["view"] as? Int } == [0, 0, 0])
    }
    #expect(lines[1]["previous"] as? String == lines[0]["identifier"] as? String)
    #expect(lines[2]["offset"] as? Int64 == kept.offset(3))
  }

  @Test("a line for each transaction shows public text, and of encrypted fields the bytes")
  func transactions() throws {
    let kept = try KeptLedger(suite: .rsa2048PSS, mode: .modelled)
    let lines = try lines(kept, by: .transaction)
    #expect(lines.map { $0["height"] as? Int } == [1, 1, 2, 2, 2, 3])
    #expect(lines.map { $0["position"] as? Int } == [0, 1, 0, 1, 2, 0])
    #expect(lines.map { $0["encrypted"] as? Bool } == [false, false, true, true, false, false])
    #expect(lines[0]["cid"] as? String == "cid-1")
    #expect(lines[0]["description"] as? String == "caf\u{e9} 1")
    #expect(lines[0]["recipient"] as? String == "")
    #expect(lines[1]["configuration"] as? String == "")
    #expect(lines[3]["type"] as? String == "configuration-request")
    let next = try #require(lines[3]["nextRecipient"] as? String)
    #expect(Data(base64Encoded: next)?.count == 28 + 294)
    #expect(lines.allSatisfy { ($0["key"] == nil) == ($0["encrypted"] as? Bool == false) })
    let ids = kept.sample.blocks.flatMap { $0.content.transactions.map(\.id.description) }
    #expect(lines.map { $0["id"] as? String } == ids)
  }

  @Test("a damaged ledger is exported up to the damage, and then refused")
  func damaged() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    try kept.write(Array(kept.sample.file.dropLast(9)))
    var count = 0
    #expect(
      throws: LedgerFileError(
        kept.ledger,
        "at byte \(kept.offset(3)): the record reaches past the end of the file; the 2 blocks before it are exported")
    ) { try LedgerExport.run(ledger: kept.ledger, by: .block) { _ in count += 1 } }
    #expect(count == 2)
  }
}
