import Report
import Scenarios

/// `chainbed audit`.
struct Audit: Command {
  static let name = "audit"
  static let abstract = "Verify a kept ledger, or evidence against members, again."
  static let discussion = """
    Of a ledger: checksums, hashes, links, signatures and proofs; then, with key files of tenants or others, their \
    history in it, and without, what anybody can read in it. Of an evidence file: that each member that it names \
    signed two statements that contradict each other. Nothing is trusted but the authority that certifies the members: \
    its key is in federation.json, and its list in the file membership, both beside the ledger. The status is 1 when \
    anything is wrong.
    """

  @Argument("The ledger file of a module, or an evidence file.") var file: String
  @Option(
    "Who certifies the members. Without it: federation.json beside the ledger; the keys in the evidence.", value: "file"
  )
  var federation: String?

  @Option("Whose history is listed: a key file as 'run --keep-disks' writes it. Can be given again.", value: "file")
  var keys: [String]
  @Option("How the result is printed.") var format: OutputFormat = .text

  /// As text.
  private static let findingsShown = 20

  func run() throws -> ExitStatus {
    guard !LedgerFile.isForeign(path: file) else {
      throw LedgerFileError(file, "is neither the ledger of a module nor an evidence file")
    }
    if Evidence.isEvidence(path: file) { return try auditEvidence() }
    let report = try LedgerAudit.run(ledger: file, federation: federation ?? Federation.path(beside: file), keys: keys)
    switch format {
    case .text: printText(report)
    case .json: Console.standard.write(JSONWriter.text(AuditJSON.value(report, ledger: file)))
    }
    return report.findings.isEmpty ? .done : .failed
  }

  private func printText(_ report: AuditReport) {
    for finding in report.findings.prefix(Self.findingsShown) { Console.standard.print("\(file): \(finding)") }
    let rest = report.findings.count - Self.findingsShown
    if rest > 0 { Console.standard.print("\(file): and \(rest) more; '--format json' has them all") }
    let size = "\(report.blocks) blocks, \(report.transactions) transactions, \(report.bytes) bytes"
    let verdict = report.findings.isEmpty ? "good: \(size)" : "\(report.findings.count) found wrong in \(size)"
    Console.standard.print("\(file): \(verdict)")
    let width = Console.standard.width
    let history = report.history.map { HistoryText(entries: $0, transactions: report.transactions, width: width).text }
    Console.standard.write(history ?? PublicViewText(report: report, width: width).text)
  }

  private func auditEvidence() throws -> ExitStatus {
    guard keys.isEmpty else { throw CommandFailure("evidence has no history: '--keys' is for ledgers", status: .usage) }
    guard format == .text else { throw CommandFailure("'--format json' is for ledgers", status: .usage) }
    let audit = try EvidenceAudit.run(evidence: file, federation: federation)
    for line in audit.proven { Console.standard.print("\(file): proven: \(line)") }
    for defect in audit.defects { Console.standard.print("\(file): not proven: \(defect)") }
    if audit.isModelled {
      Console.standard.print(
        "\(file): the signatures are modelled: this holds within the simulation; 'crypto: real' makes evidence for others"
      )
    }
    if federation == nil {
      Console.standard.print("\(file): whose keys these are nobody has checked but the file: '--federation' does")
    }
    let budget = "\(audit.faultBudget) may be faulty"
    Console.standard.print("\(file): the evidence names \(audit.names); \(budget)")
    return audit.defects.isEmpty ? .done : .failed
  }
}
