import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Ledger format")
struct LedgerFormatTests {
  /// docs/formats/ledger.md.
  let page = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../../docs/formats/ledger.md").standardized

  @Test("the example in docs/formats/ledger.md is what is written; RECORD_GOLDEN=1 rewrites it and fails")
  func example() throws {
    var sample = SampleLedger(suite: .ed25519, mode: .real, members: 1)
    let configuration = sample.publicConfiguration(1, bytes: 4)
    sample.append([configuration])
    let content = sample.blocks[0].content
    let statement = Endorsement.statement(
      in: sample.membership.federation, phase: .commit, view: 0, height: 1, digest: sample.blocks[0].digest,
      accepted: true)
    let example = """
      ```
      \(hexdump(sample.file))
      content hash    \(content.contentHash)
      block digest    \(sample.blocks[0].digest)
      transaction id  \(configuration.id)
      statement       \(statement)
      ```

      """
    let text = try String(contentsOf: page, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- example -->\n")).upperBound
    let end = try #require(text.range(of: "<!-- /example -->")).lowerBound
    guard text[start..<end] != example else { return }
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.replacingCharacters(in: start..<end, with: example).write(to: page, atomically: true, encoding: .utf8)
    }
    Issue.record("docs/formats/ledger.md does not show what is written:\n\(example)")
  }

  /// As `hexdump -C` prints it.
  func hexdump(_ bytes: [UInt8]) -> String {
    func hex(_ number: some BinaryInteger, _ digits: Int) -> String {
      let text = String(number, radix: 16)
      return String(repeating: "0", count: digits - text.count) + text
    }
    return stride(from: 0, to: bytes.count, by: 16).map { start in
      let row = bytes[start..<min(start + 16, bytes.count)]
      let pairs = row.map { hex($0, 2) } + [String](repeating: "  ", count: 16 - row.count)
      let text = String(decoding: row.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
      return hex(start, 8) + "  " + pairs[..<8].joined(separator: " ") + "  " + pairs[8...].joined(separator: " ")
        + "  |" + text + "|"
    }.joined(separator: "\n")
  }

  @Test("a frame has the layout of the format, byte for byte")
  func frame() {
    let (header, hash): ([UInt8], Digest) = ([5, 0, 0, 0, 0], SHA256Hasher.digest([1, 2, 3]))
    let frame = LedgerFrame(height: 0x0102, header: header[...], contentSize: 0x0304, contentHash: hash)
    let summed = Array("CBLEDGR1".utf8) + [2, 1, 0, 0, 0, 0, 0, 0] + [5, 0, 0, 0] + [4, 3, 0, 0]
    let checksum = SHA256Hasher.digest(summed + header + hash.bytes).bytes.prefix(8)
    #expect(frame.bytes == summed + checksum)
    #expect(LedgerFrame(frame.bytes)?.bytes == frame.bytes)
    #expect(frame.matches(header: header[...], contentHash: hash))
    #expect(!frame.matches(header: header[...], contentHash: SHA256Hasher.digest([])))
    #expect(LedgerFrame(Array(frame.bytes.dropLast())) == nil)
  }

  @Test("lengths of four gigabytes in a frame are refused, not read")
  func hugeLengths() {
    var bytes = LedgerFrame(height: 1, header: [], contentSize: 0, contentHash: .zero).bytes
    for index in 16..<24 { bytes[index] = 0xFF }
    var meter = Meter()
    let recovery = Ledger.recover(from: ByteRope(bytes), file: FileID(slot: 0), &meter)
    #expect(recovery.damage?.reason == .pastEnd)
  }

  @Test("a record with a fitting checksum around something else is damage, not a block")
  func notABlock() {
    func damage(header: [UInt8], content: [UInt8]) -> LedgerDamage.Reason? {
      let frame = LedgerFrame(
        height: 1, header: header[...], contentSize: content.count, contentHash: SHA256Hasher.digest(content))
      var meter = Meter()
      return Ledger.recover(from: ByteRope(frame.bytes + header + content), file: FileID(slot: 0), &meter).damage?
        .reason
    }
    var sample = SampleLedger(suite: .ed25519)
    let block = sample.block([sample.publicConfiguration(1)])
    #expect(damage(header: block.header.bytes, content: block.content.bytes) == nil)
    #expect(damage(header: [5, 0, 0, 0, 0], content: block.content.bytes) == .malformedHeader)
    #expect(damage(header: block.header.bytes, content: [5, 0, 0, 0, 0]) == .malformedContent)
    #expect(damage(header: [], content: []) == .malformedHeader)
  }
}
