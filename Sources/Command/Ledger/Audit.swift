import Scenarios

/// `chainbed audit`.
struct Audit: Command {
  static let name = "audit"
  static let abstract = "Verify a kept ledger again: checksums, hashes, links, signatures and proofs."
  static let discussion = """
    Nothing is trusted but the public keys of the members, which are kept beside the ledger. The status is 1 when \
    anything is wrong.
    """

  @Argument("The ledger file of a module.") var ledger: String
  @Option("The members' keys. Without it: federation.json beside the ledger.", value: "file") var federation: String?

  func run() throws -> ExitStatus {
    let report = try LedgerAudit.run(ledger: ledger, federation: federation ?? beside(ledger))
    for finding in report.findings { Console.standard.print("\(ledger): \(finding)") }
    let size = "\(report.blocks) blocks, \(report.transactions) transactions, \(report.bytes) bytes"
    guard report.findings.isEmpty else {
      Console.standard.print("\(ledger): \(report.findings.count) found wrong in \(size)")
      return .failed
    }
    Console.standard.print("\(ledger): good: \(size)")
    return .done
  }

  private func beside(_ path: String) -> String {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return folder + "federation.json"
  }
}
