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

  private var statementMemo: (federation: FederationID, digest: Digest)?
  private var verdictMemo: (federation: FederationID, isSigned: Bool)?

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

  /// The digest that the signature is over, in a federation.
  public func statement(in federation: FederationID) -> Digest {
    if let statementMemo, statementMemo.federation == federation { return statementMemo.digest }
    let statement = Endorsement.statement(
      in: federation, phase: phase, view: view, height: sequence, digest: digest, accepted: accepted)
    statementMemo = (federation, statement)
    return statement
  }

  /// Whether the replica that it names signed it, in this federation. Charges the statement's encoding and hash and a verification at each
  /// call; replicas of one simulation that were handed the same vote share the answer.
  func isSigned(in membership: Membership, _ crypto: Cryptography, _ meter: inout Meter) -> Bool {
    let size = Endorsement.statementSize(phase)
    meter.charge(.codecByte, size)
    meter.charge(.hashByte, size)
    let federation = membership.federation
    if let verdictMemo, verdictMemo.federation == federation, crypto.remembersVerifications {
      meter.charge(.verify)
      return verdictMemo.isSigned
    }
    let isSigned = crypto.verify(
      signature, of: statement(in: federation), by: membership.members[replica], &meter)
    verdictMemo = (federation, isSigned)
    return isSigned
  }

  /// As kept in certificates and proofs of acceptance.
  public func endorsement(in membership: Membership) -> Endorsement {
    Endorsement(
      participant: membership.members[replica].encoded, signature: signature,
      decision: Decision(accepted: accepted, view: view))
  }
}
