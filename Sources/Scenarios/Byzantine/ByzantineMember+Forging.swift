import Protocols

/// What a byzantine member can make: anything, as long as the signatures are its own. Each signature is charged.
extension ByzantineMember {
  /// A vote in its own name.
  func vote(
    _ phase: VotePhase, view: Int64, sequence: Int64, on digest: Digest, accepted: Bool = true,
    certificate: [Endorsement] = [], _ meter: inout Meter
  ) -> Vote {
    let statement = Endorsement.statement(
      phase: phase, view: view, height: sequence, digest: digest, accepted: accepted, &meter)
    return Vote(
      phase: phase, view: view, sequence: sequence, replica: number, digest: digest, accepted: accepted,
      signature: crypto.sign(statement, with: keyPair, &meter), certificate: certificate)
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
    let statement = ViewChange.statement(
      view: view, replica: number, decided: decided, prepared: prepared, &meter)
    return ViewChange(
      view: view, replica: number, decided: decided, prepared: prepared,
      signature: crypto.sign(statement, with: keyPair, &meter))
  }

  func newView(_ view: Int64, _ changes: [ViewChange], _ meter: inout Meter) -> NewView {
    let statement = NewView.statement(view: view, replica: number, changes, &meter)
    return NewView(
      view: view, replica: number, viewChanges: changes, signature: crypto.sign(statement, with: keyPair, &meter))
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

  /// A digest that no block has.
  func inventedDigest() -> Digest { Digest(bytes: stream.bytes(Digest.byteCount))! }
}
