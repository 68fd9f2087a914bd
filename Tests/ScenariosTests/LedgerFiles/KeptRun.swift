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
  static func migration(
    _ crypto: String, suite: String = "rsa-2048-pss", nfv: String = "", lasting: Int = 115
  ) throws -> KeptRun {
    try KeptRun(
      NFVFixture.text(task: "{migrations: {vnfs: 2}}", crypto: crypto, suite: suite, nfv: nfv, lasting: lasting))
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
