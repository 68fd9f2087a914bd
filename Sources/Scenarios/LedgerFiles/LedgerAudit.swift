import Protocols

/// Checks a kept ledger from the first byte to the last, trusting nothing but the federation's authority: the checks of
/// docs/formats/ledger.md, in their order.
public struct LedgerAudit {
  private let cryptography: Cryptography
  private let proofRules: ProofRules
  private let transactionRules: TransactionRules
  private var report: AuditReport
  private var search: PlaintextSearch
  private var trials = SenderTrials()
  /// Nil without keys.
  private var keyring: Keyring?
  private var meter = Meter()
  /// What the next block must have; the identifier is nil after damage, when it is not known.
  private var nextHeight: Int64 = 1
  private var previous: [UInt8]? = []
  /// The highest term so far, where a leader's word is the proof.
  private var lastTerm: Int64 = 0
  /// The first intact record, and whether any is signed by a member.
  private var first: (height: Int64, offset: Int64)?
  private var hasOwnBlock = false
  /// The height of each transaction's block. Never iterated.
  private var heights: [Digest: Int64] = [:]

  /// Audits the file at `ledger` by the file at `federation` and the membership list beside that, and reads the history of
  /// those whose key files are at `keys`. Throws if one of them cannot be used at all, as when nobody has certified the
  /// list; whatever is wrong with the ledger's content is a finding.
  public static func run(
    ledger: String, federation: String, keys: [String] = []
  ) throws(LedgerFileError) -> AuditReport {
    let file = try LedgerFile(path: ledger)
    let trusted = try Federation(path: federation)
    var audit = LedgerAudit(trusted, try trusted.membership(beside: federation))
    if !keys.isEmpty { try audit.take(keys) }
    audit.read(file)
    audit.foldForeign()
    audit.report.view.name(audit.trials.senders(audit.cryptography))
    audit.report.view.finish()
    return audit.report
  }

  private mutating func take(_ paths: [String]) throws(LedgerFileError) {
    keyring = try Keyring(paths, for: proofRules.membership.federation, cryptography)
    report.history = []
  }

  private init(_ federation: Federation, _ membership: Membership) {
    report = AuditReport(federation)
    search = PlaintextSearch(membership)
    // Each signature is verified once: remembering them would only cost memory.
    cryptography = Cryptography(
      suite: federation.suite, mode: federation.mode, seed: 0, remembersVerifications: false)
    proofRules = ProofRules(membership: membership, acceptance: federation.acceptance)
    transactionRules = TransactionRules(types: federation.system.transactionTypes, maximumBytes: .max)
  }

  private mutating func read(_ file: LedgerFile) {
    report.bytes = file.size
    var scanner = file.scanner()
    while true {
      switch scanner.next() {
      case .end:
        return
      case .record(let record):
        report.blocks += 1
        examine(record)
      case .damage(let damage):
        find(nextHeight, damage.offset, damage.reason.rawValue + (damage.isTornTail ? "; no record follows" : ""))
        previous = nil
        guard scanner.skip(damage) else { return }
      }
    }
  }

  /// Of the ledger of another federation one finding tells who signed and what, and not several a block.
  private mutating func foldForeign() {
    guard !hasOwnBlock, report.blocks > 1, report.view.exposures == 0, let first else { return }
    let problem =
      "\(Self.foreignSigner), here and in all \(report.blocks) blocks: the ledger is another federation's, or signed anew"
    let others = report.findings.filter { finding in
      ![Self.foreignSigner, Self.proof, Self.transaction].contains { finding.problem.hasPrefix($0) }
    }
    report.findings = [AuditFinding(height: first.height, offset: first.offset, problem: problem)] + others
  }

  private static let (foreignSigner, proof, transaction) = ("the signer is no member", "proof: ", "transaction ")

  private mutating func find(_ height: Int64, _ offset: Int64, _ problem: String) {
    report.findings.append(AuditFinding(height: height, offset: offset, problem: problem))
  }

  private mutating func examine(_ record: LedgerRecord) {
    let (header, content) = (record.block.header, record.block.content)
    if first == nil { first = (record.height, record.offset) }
    hasOwnBlock = hasOwnBlock || proofRules.membership.index(of: content.signer) != nil
    func found(_ problem: String) { find(record.height, record.offset, problem) }
    // After damage some blocks may be gone; what is known is that heights grow.
    let heightFits = previous == nil ? record.height >= nextHeight : record.height == nextHeight
    if !heightFits { found("the height should be \(nextHeight)") }
    if let previous, content.previous != previous { found("does not follow the block before it") }
    if let reason = checkIdentifier(header.identifier, content) { found(reason) }
    if let defect = proofRules.defect(of: header.proof, record.block.digest, at: record.height, cryptography, &meter) {
      found(Self.proof + defect.rawValue)
    }
    let term = header.proof.first?.decision.view ?? 0
    let mayBeEmpty = proofRules.acceptance == .leader && term > lastTerm
    lastTerm = max(lastTerm, term)
    if content.transactions.isEmpty, !mayBeEmpty { found("holds no transaction") }
    for (position, transaction) in content.transactions.enumerated() {
      report.transactions += 1
      if let reason = transactionRules.check(transaction, cryptography, &meter) {
        found("transaction \(position): \(reason.rawValue)")
      }
      if let height = heights.updateValue(record.height, forKey: transaction.id) {
        found("transaction \(position): stands in block \(height) too")
      }
      for problem in search.problems(of: transaction, height: record.height) {
        found("transaction \(position): \(problem)")
        report.view.exposures += 1
      }
      report.view.see(transaction)
      trials.see(transaction, cryptography)
    }
    report.view.see(content)
    readHistory(record)
    nextHeight = record.height &+ 1
    previous = header.identifier
  }

  /// Lists what the keys show of a block.
  private mutating func readHistory(_ record: LedgerRecord) {
    guard keyring != nil else { return }
    for (position, transaction) in record.block.content.transactions.enumerated() {
      guard let reading = keyring!.read(transaction, height: record.height, position: position) else { continue }
      let layout = transaction.layout
      let recipient = layout.flatMap { $0.isEncrypted ? Array(transaction.bytes[$0.recipient]) : nil }
      report.history!.append(
        HistoryEntry(
          height: record.height, position: position, id: transaction.id, isProven: report.findings.isEmpty,
          timestamp: layout?.timestamp, type: layout?.type, bytes: transaction.bytes.count,
          sender: reading.opened.map { keyring!.party($0.sender) },
          recipient: recipient.map { keyring!.party(encoded: $0) },
          values: reading.opened?.values ?? [], content: reading.content))
    }
  }

  private mutating func checkIdentifier(_ identifier: [UInt8], _ content: BlockContent) -> String? {
    guard let number = proofRules.membership.index(of: content.signer) else { return Self.foreignSigner }
    let signer = proofRules.membership.members[number]
    guard cryptography.verify(identifier, of: content.contentHash, by: signer, &meter) else {
      return "the identifier is not the signer's signature on the content"
    }
    return nil
  }
}
