/// What makes a block's proof of acceptance convincing (paper 2.3.3, step 5; 3.5).
public struct ProofRules {
  public let membership: Membership

  public init(membership: Membership) { self.membership = membership }

  /// Nil if every entry is the valid signature of another member, all were cast in one view, and a quorum accepts;
  /// `badCertificate` otherwise. Charges the statement's hash and each verification.
  public func check(
    _ proof: [Endorsement], of contentHash: Digest, at height: Int64, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> DropReason? {
    guard proof.count >= membership.quorum else { return .badCertificate }
    guard proof.count <= membership.count else { return .badCertificate }
    let view = proof[0].decision.view
    var seen = [Bool](repeating: false, count: membership.count)
    var accepting = 0
    for entry in proof {
      guard entry.decision.view == view else { return .badCertificate }
      guard let member = membership.index(of: entry.participant) else { return .badCertificate }
      guard !seen[member] else { return .badCertificate }
      seen[member] = true
      let statement = Endorsement.statement(
        phase: .commit, view: view, height: height, contentHash: contentHash, accepted: entry.decision.accepted,
        &meter)
      guard cryptography.verify(entry.signature, of: statement, by: membership.members[member], &meter) else {
        return .badCertificate
      }
      if entry.decision.accepted { accepting += 1 }
    }
    return accepting >= membership.quorum ? nil : .badCertificate
  }
}
