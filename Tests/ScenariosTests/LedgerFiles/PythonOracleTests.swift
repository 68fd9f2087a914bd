import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Protocols

/// A verifier written in Python against docs/formats/ledger.md alone: Tests/python/verify_ledger.py.
private struct PythonVerifier {
  /// The first that has the packages: what CHAINBED_PYTHON names, the shell's, the system's.
  static let interpreter: String? =
    [ProcessInfo.processInfo.environment["CHAINBED_PYTHON"], "python3", "/usr/bin/python3"]
    .compactMap { $0 }.first { start($0, ["-c", "import bson.raw_bson, cryptography"])?.status == 0 }

  static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../python/verify_ledger.py").standardized.path

  /// Nil if there is no such interpreter.
  static func start(_ interpreter: String, _ arguments: [String]) -> (status: Int32, output: String)? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  static func verify(_ kept: KeptLedger) -> (status: Int32, output: String) {
    start(interpreter!, [script, kept.ledger, kept.federation])!
  }
}

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
    let (status, output) = PythonVerifier.verify(kept)
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

  func expectFinding(in kept: KeptLedger, _ what: String) throws {
    let (status, output) = PythonVerifier.verify(kept)
    #expect(status == 1, "\(what): \(output)")
    let found = try #require(try kept.audit().findings.first, "\(what) went unnoticed")
    let place = "block \(found.height) at byte \(found.offset): "
    #expect(output.hasPrefix(place), "\(what): '\(output)' should start with '\(place)'")
  }
}
