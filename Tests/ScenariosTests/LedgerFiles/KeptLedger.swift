import Foundation
import Protocols
import Scenarios
import TestSupport

/// A ledger of three blocks, and its federation, in a directory of their own that goes with this object.
final class KeptLedger {
  let directory: URL
  let ledger: String
  let federation: String
  let sample: SampleLedger

  /// Public transactions in every block; with a suite that seals, an encrypted configuration and a request too.
  init(suite: SignatureSuite, mode: CryptoMode) throws {
    var sample = SampleLedger(suite: suite, mode: mode)
    let vnf = sample.cryptography.keyPair(named: "vnf/0")
    sample.append([sample.publicConfiguration(1), sample.publicConfiguration(2, bytes: 0)])
    let secret = suite.supportsSealing ? [sample.secretConfiguration(3, to: vnf), sample.request(4, to: vnf)] : []
    sample.append(secret + [sample.publicConfiguration(5)], signer: 1)
    sample.append([sample.publicConfiguration(6)], signer: 3)
    self.sample = sample
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("chainbed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    ledger = directory.appendingPathComponent("ledger").path
    federation = directory.appendingPathComponent("federation.json").path
    try write(sample.file)
    try write(sample.membershipFile, to: Federation.listName)
    try write(Federation(system: .crb, suite: suite, mode: mode, trust: sample.trust).json)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// Replaces the ledger.
  func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: ledger)) }
  /// Replaces a file beside the ledger.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: directory.appendingPathComponent(name))
  }
  /// Replaces the federation file.
  func write(_ json: String) throws { try Data(json.utf8).write(to: URL(fileURLWithPath: federation)) }

  func audit() throws -> AuditReport { try LedgerAudit.run(ledger: ledger, federation: federation) }

  /// The offset of the record of a block, from 1.
  func offset(_ height: Int64) -> Int64 { sample.ledger.place(at: height)!.offset }
}
