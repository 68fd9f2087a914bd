/// What makes a block's proof of acceptance convincing (paper 2.3.3, step 5; 3.5).
public struct ProofRules {
  public let membership: Membership
  public let acceptance: Acceptance

  public init(membership: Membership, acceptance: Acceptance = .quorum) {
    self.membership = membership
    self.acceptance = acceptance
  }

  /// What is wrong with a proof.
  public enum Defect: String, Sendable {
    case noQuorum = "no quorum accepts the block"
    case mixedViews = "votes of several views"
    case unknownParticipant = "a participant that is no member"
    case repeatedParticipant = "a participant that stands twice"
    case badSignature = "a signature that its participant did not make"
    case notOneLeader = "not the one word of a leader"
  }

  /// Nil if every entry is the valid signature of another member, all were cast in one view, and a quorum accepts;
  /// `badCertificate` otherwise. `digest` is the block's. Charges the statements' hashes and each verification.
  public func check(
    _ proof: [Endorsement], of digest: Digest, at height: Int64, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> DropReason? {
    defect(of: proof, digest, at: height, cryptography, &meter) == nil ? nil : .badCertificate
  }

  /// `check`, with the first thing that is wrong.
  public func defect(
    of proof: [Endorsement], _ digest: Digest, at height: Int64, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> Defect? {
    guard acceptance == .quorum else { return leaderDefect(of: proof, digest, at: height, cryptography, &meter) }
    guard proof.count <= membership.count else { return .repeatedParticipant }
    guard proof.count(where: { $0.decision.accepted }) >= membership.quorum else { return .noQuorum }
    let view = proof[0].decision.view
    var seen = [Bool](repeating: false, count: membership.count)
    // All that decide alike sign the same.
    var statements: [Bool: Digest] = [:]
    for entry in proof {
      guard entry.decision.view == view else { return .mixedViews }
      guard let member = membership.index(of: entry.participant) else { return .unknownParticipant }
      guard !seen[member] else { return .repeatedParticipant }
      seen[member] = true
      let accepted = entry.decision.accepted
      let size = Endorsement.statementSize(.commit)
      meter.charge(.codecByte, size)
      meter.charge(.hashByte, size)
      let statement =
        statements[accepted]
        ?? Endorsement.statement(
          in: membership.federation, phase: .commit, view: view, height: height, digest: digest, accepted: accepted)
      statements[accepted] = statement
      guard cryptography.verify(entry.signature, of: statement, by: membership.members[member], &meter) else {
        return .badSignature
      }
    }
    return nil
  }

  /// One entry: the leader's word that it put the block there in its term.
  private func leaderDefect(
    of proof: [Endorsement], _ digest: Digest, at height: Int64, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> Defect? {
    guard proof.count == 1, proof[0].decision.accepted, proof[0].decision.view > 0 else { return .notOneLeader }
    guard let member = membership.index(of: proof[0].participant) else { return .unknownParticipant }
    let statement = Endorsement.statement(
      in: membership.federation, phase: .prePrepare, view: proof[0].decision.view, height: height, digest: digest,
      accepted: true, &meter)
    let isSigned = cryptography.verify(proof[0].signature, of: statement, by: membership.members[member], &meter)
    return isSigned ? nil : .badSignature
  }
}
