/// One replica's signed decision on a proposed block, in one phase: what a pre-prepare carries for its primary, what
/// prepare and commit messages are, and what a proof of acceptance keeps of them.
///
/// A commit also carries the prepare-phase votes that its sender holds (crb-smb 2.3.3, step 4).
public final class Vote {
  public let phase: VotePhase
  public let view: Int64
  public let sequence: Int64
  public let replica: Int
  /// The block's: `Block.digest`.
  public let digest: Digest
  public let accepted: Bool
  public let signature: [UInt8]
  /// Of a commit: what its sender received in the prepare phase. Not covered by the signature: each entry has its own.
  public let certificate: [Endorsement]

  private var statementMemo: Digest?
  private var verdictMemo: Bool?

  public init(
    phase: VotePhase, view: Int64, sequence: Int64, replica: Int, digest: Digest, accepted: Bool,
    signature: [UInt8], certificate: [Endorsement] = []
  ) {
    self.phase = phase
    self.view = view
    self.sequence = sequence
    self.replica = replica
    self.digest = digest
    self.accepted = accepted
    self.signature = signature
    self.certificate = certificate
  }

  /// The digest that the signature is over.
  public var statement: Digest {
    if let statementMemo { return statementMemo }
    let statement = Endorsement.statement(
      phase: phase, view: view, height: sequence, digest: digest, accepted: accepted)
    statementMemo = statement
    return statement
  }

  /// Whether the replica that it names signed it. Charges the statement's encoding and hash and a verification at each
  /// call; replicas of one simulation that were handed the same vote share the answer.
  func isSigned(in membership: Membership, _ crypto: Cryptography, _ meter: inout Meter) -> Bool {
    let size = Endorsement.statementSize(phase)
    meter.charge(.codecByte, size)
    meter.charge(.hashByte, size)
    if let verdictMemo, crypto.remembersVerifications {
      meter.charge(.verify)
      return verdictMemo
    }
    let verdict = crypto.verify(signature, of: statement, by: membership.members[replica], &meter)
    verdictMemo = verdict
    return verdict
  }

  /// As kept in certificates and proofs of acceptance.
  public func endorsement(in membership: Membership) -> Endorsement {
    Endorsement(
      participant: membership.members[replica].encoded, signature: signature,
      decision: Decision(accepted: accepted, view: view))
  }
}
