import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Protocols
@testable import Scenarios

@Suite("Ledger audit")
struct LedgerAuditTests {
  @Test(
    "a sound ledger has no findings, in every suite and mode",
    arguments: SignatureSuite.allCases, CryptoMode.allCases)
  func sound(suite: SignatureSuite, mode: CryptoMode) throws {
    let kept = try KeptLedger(suite: suite, mode: mode)
    let report = try kept.audit()
    #expect(report.findings == [])
    #expect(report.blocks == 3)
    #expect(report.transactions == (suite.supportsSealing ? 6 : 4))
    #expect(report.bytes == Int64(kept.sample.file.count))
  }

  @Test("a flipped bit anywhere in the file is found, at its block")
  func flippedBits() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    let file = kept.sample.file
    var stream = RandomStream(seed: 11)
    for index in stride(from: 0, to: file.count, by: 5) {
      var bytes = file
      bytes[index] ^= 1 << UInt8(stream.below(8))
      try kept.write(bytes)
      let report = try kept.audit()
      let height = Int64((1...3).last { kept.offset($0) <= index }!)
      if report.findings.first?.height != height { Issue.record("byte \(index) of block \(height): \(report)") }
    }
  }

  @Test("a flipped bit under a checksum that was made to fit is found by the signatures")
  func forgedChecksums() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    var stream = RandomStream(seed: 12)
    let block = kept.sample.blocks[1]
    let (start, end) = (Int(kept.offset(2)), Int(kept.offset(3)))
    let (header, content) = (block.header.bytes, block.content.bytes)
    for index in stride(from: 0, to: header.count + content.count, by: 5) {
      var bytes = header + content
      bytes[index] ^= 1 << UInt8(stream.below(8))
      try kept.write(
        kept.sample.file[..<start]
          + record(2, header: Array(bytes[..<header.count]), content: Array(bytes[header.count...]))
          + kept.sample.file[end...])
      let report = try kept.audit()
      if report.findings.first?.height != 2 { Issue.record("byte \(index) went unnoticed") }
    }
  }

  /// A record as a forger would write it.
  func record(_ height: Int64, header: [UInt8], content: [UInt8]) -> [UInt8] {
    let frame = LedgerFrame(
      height: height, header: header[...], contentSize: content.count, contentHash: SHA256Hasher.digest(content))
    return frame.bytes + header + content
  }

  @Test("what is wrong with a block is named")
  func named() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    var sample = kept.sample
    func problems(_ block: Block, height: Int64 = 4) throws -> [String] {
      try kept.write(kept.sample.file + record(height, header: block.header.bytes, content: block.content.bytes))
      let findings = try kept.audit().findings
      for finding in findings { #expect(finding.offset == Int64(kept.sample.file.count)) }
      return findings.map(\.problem)
    }
    let good = sample.block([sample.publicConfiguration(9)])
    #expect(try problems(good) == [])

    let unlinked = SampleLedger(suite: .ed25519)
    var other = unlinked
    #expect(try problems(other.block([other.publicConfiguration(9)])).contains("does not follow the block before it"))

    #expect(try problems(sample.block([])) == ["holds no transaction"])

    let old = kept.sample.blocks[0].content.transactions[0]
    #expect(try problems(sample.block([old])) == ["transaction 0: stands in block 1 too"])

    let few = Block(
      header: BlockHeader(identifier: good.header.identifier, proof: Array(good.header.proof.dropLast())),
      content: good.content)
    #expect(try problems(few) == ["proof: no quorum accepts the block"])

    let stolen = Block(
      header: BlockHeader(identifier: sample.identifier(of: good.content, by: 2), proof: good.header.proof),
      content: good.content)
    let unsigned = "the identifier is not the signer's signature on the content"
    #expect(try problems(stolen) == [unsigned, "proof: a signature that its participant did not make"])

    #expect(try problems(good, height: 5).first == "the height should be 4")
    #expect(try problems(good, height: -1) == ["no record starts here; no record follows"])

    var bytes = sample.publicConfiguration(10).bytes
    bytes[bytes.count - 4] ^= 1
    #expect(try problems(sample.block([Transaction(bytes)])) == ["transaction 0: bad-signature"])
  }

  @Test("an audit goes on after damage, and says where it was")
  func damage() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    var bytes = kept.sample.file
    bytes[Int(kept.offset(2)) + 100] ^= 1
    try kept.write(bytes)
    var report = try kept.audit()
    #expect(report.blocks == 2)
    #expect(
      report.findings == [
        AuditFinding(height: 2, offset: kept.offset(2), problem: "the checksum does not match")
      ])

    try kept.write(Array(kept.sample.file.dropLast()))
    report = try kept.audit()
    #expect(report.blocks == 2)
    #expect(
      report.findings.map(\.description) == [
        "block 3 at byte \(kept.offset(3)): the record reaches past the end of the file; no record follows"
      ])

    try kept.write(Array(kept.sample.file[Int(kept.offset(2))...]))
    #expect(try kept.audit().findings.first?.problem == "the height should be 1")
  }

  @Test("of another federation's ledger one finding tells all")
  func strangers() throws {
    let kept = try KeptLedger(suite: .ed25519, mode: .modelled)
    let others = SampleLedger(suite: .ed25519, seed: 99)
    try kept.write(others.membershipFile, to: Federation.listName)
    try kept.write(Federation(system: .crb, suite: .ed25519, mode: .modelled, trust: others.trust).json)
    let problem =
      "the signer is no member, here and in all 3 blocks: the ledger is another federation's, or signed anew"
    #expect(try kept.audit().findings == [AuditFinding(height: 1, offset: 0, problem: problem)])
    // One block of its own is enough to look at all of them.
    var sample = kept.sample
    sample.append([sample.publicConfiguration(7)])
    try kept.write(others.file + sample.file)
  }
}
