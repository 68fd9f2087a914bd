import Protocols

/// What a byzantine member can make: anything, as long as the signatures are its own. Each signature is charged.
extension ByzantineMember {
  private var signatory: Signatory { Signatory(number, in: membership.federation, with: keyPair, crypto) }

  /// A vote in its own name.
  func vote(
    _ phase: VotePhase, view: Int64, sequence: Int64, on digest: Digest, accepted: Bool = true,
    certificate: [Endorsement] = [], _ meter: inout Meter
  ) -> Vote {
    signatory.vote(
      phase, view: view, sequence: sequence, on: digest, accepted: accepted, certificate: certificate, &meter)
  }

  /// The vote with some of it changed, signed again.
  func changed(
    _ vote: Vote, view: Int64? = nil, sequence: Int64? = nil, digest: Digest? = nil, accepted: Bool? = nil,
    certificate: [Endorsement]? = nil, _ meter: inout Meter
  ) -> Vote {
    self.vote(
      vote.phase, view: view ?? vote.view, sequence: sequence ?? vote.sequence, on: digest ?? vote.digest,
      accepted: accepted ?? vote.accepted, certificate: certificate ?? vote.certificate, &meter)
  }

  /// A proposal of its own. `signer`, if not itself, is a lie that the identifier does not bear out.
  func proposal(
    view: Int64, sequence: Int64, after previous: [UInt8], at timestamp: Int64, _ transactions: [Transaction],
    signer: PublicKey? = nil, _ meter: inout Meter
  ) -> PrePrepare {
    let content = BlockContent(
      timestamp: timestamp, signer: (signer ?? keyPair.publicKey).encoded, previous: previous,
      transactions: transactions, &meter)
    let identifier = crypto.sign(content.contentHash, with: keyPair, &meter)
    return proposal(content, identifier, view: view, sequence: sequence, &meter)
  }

  /// A proposal of a block that there is.
  func proposal(
    _ content: BlockContent, _ identifier: [UInt8], view: Int64, sequence: Int64, _ meter: inout Meter
  ) -> PrePrepare {
    let digest = Block.digest(identifier: identifier, contentHash: content.contentHash)
    let vote = vote(.prePrepare, view: view, sequence: sequence, on: digest, &meter)
    return PrePrepare(vote: vote, identifier: identifier, content: content)
  }

  /// Another block than the one proposed, at its place: the same transactions a millisecond later.
  func rival(of proposal: PrePrepare, _ meter: inout Meter) -> PrePrepare {
    let content = proposal.content
    return self.proposal(
      view: proposal.vote.view, sequence: proposal.vote.sequence, after: content.previous,
      at: content.timestamp + 1, content.transactions, &meter)
  }

  func viewChange(
    to view: Int64, decided: DecidedCertificate, prepared: PreparedCertificate?, _ meter: inout Meter
  ) -> ViewChange {
    signatory.viewChange(to: view, decided: decided, prepared: prepared, &meter)
  }

  func newView(_ view: Int64, _ changes: [ViewChange], _ meter: inout Meter) -> NewView {
    signatory.newView(view, changes, &meter)
  }

  /// Entries in the names of a quorum, itself first; the signatures of the others are its own, which nobody takes for theirs.
  func forgedQuorum(
    _ phase: VotePhase, on digest: Digest, view: Int64, sequence: Int64, _ meter: inout Meter
  ) -> [Endorsement] {
    let signed = vote(phase, view: view, sequence: sequence, on: digest, &meter)
    return ([number] + others).prefix(membership.quorum).map { member in
      Endorsement(
        participant: membership.members[member].encoded, signature: signed.signature,
        decision: Decision(accepted: true, view: view))
    }
  }

  /// Its word on anything that a client wants in writing.
  func signature(of statement: ModuleStatement, _ meter: inout Meter) -> [UInt8] {
    crypto.sign(statement.digest(in: membership.federation), with: keyPair, &meter)
  }

  /// A digest that no block has.
  func inventedDigest() -> Digest { Digest(bytes: stream.bytes(Digest.byteCount))! }
}
