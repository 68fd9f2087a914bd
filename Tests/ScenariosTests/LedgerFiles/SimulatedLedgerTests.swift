import Foundation
import TestSupport
import Testing

@testable import Protocols
@testable import Scenarios

@Suite("Ledgers kept by a simulation")
struct SimulatedLedgerTests {
  @Test(
    "every module's ledger passes the audit and holds the same blocks",
    arguments: [(SignatureSuite.rsa2048PSS, CryptoMode.modelled), (.ed25519, .real), (.ed25519, .modelled)])
  func audit(suite: SignatureSuite, mode: CryptoMode) throws {
    let loaded = try FormatFixture.load(
      FormatFixture.changed("rate: saturating\n  window: 8", "rate: {constant: 100 /s}")
        .replacingOccurrences(of: "crb.modules: [1, 4, 7, 10]", with: "crb.modules: [4]"),
      [
        "crb.modules=4", "crb.signature=\(suite.rawValue)", "crb.crypto=\(mode.rawValue)",
        "crb.block.interval=50 ms", "workload.configuration=400 B",
        "duration.warm-up=100 ms", "duration.measure=900 ms",
      ])
    let folder = FormatFixture.temporaryFolder("kept-\(suite.rawValue)-\(mode.rawValue)")
    var options = RunOptions()
    options.diskDirectory = folder
    let outcome = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: options)
    #expect(outcome.violations == [])

    var chains: [[String]] = []
    for number in 0..<4 {
      let module = "\(folder)/module-\(number)"
      let report = try LedgerAudit.run(ledger: "\(module)/ledger", federation: "\(module)/federation.json")
      #expect(report.findings == [])
      #expect(report.blocks > 2)
      #expect(report.transactions > report.blocks)
      var hashes: [String] = []
      let summary = try LedgerExport.run(ledger: "\(module)/ledger", by: .block) { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        hashes.append(try #require(object?["contentHash"] as? String))
      }
      #expect(summary.blocks == report.blocks)
      chains.append(hashes)
    }
    let shortest = try #require(chains.map(\.count).min())
    #expect(chains.allSatisfy { $0.prefix(shortest) == chains[0].prefix(shortest) })
  }
}
