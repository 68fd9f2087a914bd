import Protocols
import Vocabulary

/// Validity: no transaction stands in two blocks or twice in one, no block is empty, and every block's proof of
/// acceptance holds valid signatures of a quorum of distinct members (crb-smb 2.3.3, step 5). Each block is looked at
/// once, when it is first appended anywhere.
final class ValidityOracle {
  private var found = ViolationList("validity")
  var violations: [Violation] { found.all }
  private let proof: ProofRules
  private let crypto: Cryptography
  private var meter = Meter()
  /// Never iterated.
  private var seen: Set<Digest> = []

  init(membership: Membership, crypto: Cryptography) {
    proof = ProofRules(membership: membership)
    self.crypto = crypto
  }

  func appended(_ block: Block, height: Int64, now: Instant) {
    if let defect = proof.defect(of: block.header.proof, block.digest, at: height, crypto, &meter) {
      report("the proof of the block at height \(height): \(defect.rawValue)", now)
    }
    if block.content.transactions.isEmpty { report("the block at height \(height) is empty", now) }
    for transaction in block.content.transactions where !seen.insert(transaction.id).inserted {
      report("a transaction of the block at height \(height) stands in the chain already", now)
    }
  }

  private func report(_ what: String, _ now: Instant) {
    found.report(what, at: now)
  }
}
