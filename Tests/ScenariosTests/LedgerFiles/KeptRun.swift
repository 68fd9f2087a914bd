import Foundation
import TestSupport

@testable import Scenarios

/// A short run whose disks and keys are kept, in a folder that goes away with this object.
final class KeptRun {
  private let folder: TemporaryDirectory
  let outcome: RunOutcome

  init(_ text: String) throws {
    folder = try TemporaryDirectory()
    let loaded = try ExplorationFixture.load(text, path: "test.yaml")
    var options = RunOptions()
    options.diskDirectory = folder.path
    outcome = try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: options)
  }

  /// A VNF moves between two data centers of two domains, configured before and after.
  static func migration(_ crypto: String) throws -> KeptRun {
    try KeptRun(
      """
      title: A migration
      question: Who sees what?
      nfv:
        crb: {modules: 4, crypto: \(crypto), view-change-timeout: 2 s}
        smb: {modules: 4, crypto: \(crypto), view-change-timeout: 2 s}
        domains: 2
        sites: 2
        vnf-hosts: 4
        task: {migrations: {vnfs: 2}}
      hosts: {profile: i7-4770-python2.7}
      network: {latency: {normal: {mean: 200 us, deviation: 30 us}}, bandwidth: 1 Gbit/s}
      duration: {warm-up: 0 s, measure: 115 s}
      measure: [migrations]
      """)
  }

  func path(_ name: String) -> String { folder.path(name) }

  /// The ledger of the first module of a chain; the only chain's has no name.
  func ledger(_ chain: String = "") -> String { path("\(chain)/module-0/ledger") }
  func federation(_ chain: String = "") -> String { path("\(chain)/module-0/federation.json") }
  func keys(_ holder: String) -> String { path("keys/\(holder).json") }

  func audit(_ chain: String = "", _ holders: String...) throws -> AuditReport {
    try LedgerAudit.run(ledger: ledger(chain), federation: federation(chain), keys: holders.map(keys))
  }
}
