import Protocols
import Vocabulary

/// Validity: what a block holds, and what proves it (crb-smb 2.3.3 and 3.5). The content is looked at once, when the block
/// is first appended anywhere; the proof of acceptance at every module, since each keeps one of its own.
///
/// It does not ask the modules' own rules. Each signature is verified anew, but the arithmetic is done once for all.
final class ValidityOracle {
  private var found = ViolationList(.validity)
  var violations: [Violation] { found.all }
  private let membership: Membership
  private let crypto: Cryptography
  private var meter = Meter()
  /// The height of each transaction's block. Never iterated.
  private var heights: [Digest: Int64] = [:]

  /// The term, with Raft, of the last block.
  private var lastTerm: Int64 = 0
  private let acceptance: Acceptance

  init(membership: Membership, crypto: Cryptography, acceptance: Acceptance = .quorum) {
    self.membership = membership
    self.acceptance = acceptance
    self.crypto = crypto
  }

  /// A block that nobody had before.
  func appended(_ block: Block, height: Int64, now: Instant) {
    proven(block, height: height, by: nil, now: now)
    let content = block.content
    let term = block.header.proof.first?.decision.view ?? 0
    // A leader of Raft may open its term with a block without transactions.
    let mayBeEmpty = acceptance == .leader && term > lastTerm
    lastTerm = term
    if content.transactions.isEmpty, !mayBeEmpty { report("the block at height \(height) is empty", now) }
    if let signer = membership.index(of: content.signer) {
      if !crypto.verify(
        block.header.identifier, of: content.contentHash, by: membership.members[signer], &meter)
      {
        report("the identifier of the block at height \(height) is not its signer's signature", now)
      }
    } else {
      report("the block at height \(height) is signed by no member", now)
    }
    for transaction in content.transactions {
      if heights.updateValue(height, forKey: transaction.id) != nil {
        report("a transaction of the block at height \(height) stands in the chain already", now)
      }
      if let defect = defect(of: transaction) {
        report("a transaction of the block at height \(height) is \(defect)", now)
      }
    }
  }

  /// A module, or nil for nobody in particular, keeps the block with this proof of acceptance.
  func proven(_ block: Block, height: Int64, by module: Int?, now: Instant) {
    let rules = ProofRules(membership: membership, acceptance: acceptance)
    guard let defect = rules.defect(of: block.header.proof, block.digest, at: height, crypto, &meter) else { return }
    let holder = module.map { " at module \($0)" } ?? ""
    report("the proof of the block at height \(height)\(holder): \(defect.rawValue)", now)
  }

  /// The height of the block that holds the transaction; nil when there is none.
  func height(of transaction: Digest) -> Int64? { heights[transaction] }

  /// Only a public transaction's signature can be verified by all (crb-smb 3.5).
  private func defect(of transaction: Transaction) -> String? {
    guard let layout = transaction.layout else { return "malformed" }
    guard !layout.isEncrypted else { return nil }
    guard let sender = crypto.publicKey(encoded: Array(transaction.bytes[layout.sender])) else {
      return "signed with no key"
    }
    let isSigned = crypto.verify(
      transaction.bytes[layout.signature], of: transaction.contentDigest, by: sender, &meter)
    return isSigned ? nil : "not signed by its sender"
  }

  private func report(_ what: String, _ now: Instant) { found.report(what, at: now) }
}
