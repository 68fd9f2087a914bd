import Vocabulary

@testable import Protocols

/// What faulty members can make: anything, as long as the signatures are their own.
extension Cluster {
  /// What signs in the name of a replica, with the key of `signer`.
  private func signatory(_ replica: Int, _ signer: Int?) -> Signatory {
    Signatory(replica, in: membership.federation, with: pairs[signer ?? replica], crypto)
  }

  /// A vote signed by `signer`, by default the replica that it names.
  func vote(
    _ phase: VotePhase, by replica: Int, on digest: Digest, view: Int64 = 0, sequence: Int64 = 1,
    accepted: Bool = true, certificate: [Endorsement] = [], signer: Int? = nil
  ) -> Vote {
    var meter = Meter()
    return signatory(replica, signer).vote(
      phase, view: view, sequence: sequence, on: digest, accepted: accepted, certificate: certificate, &meter)
  }

  /// A block content that follows `previous`, signed as by the primary.
  func proposal(
    _ transactions: [Transaction], by primary: Int = 0, after previous: [UInt8] = [], view: Int64 = 0,
    sequence: Int64 = 1, identifier: [UInt8]? = nil, digest: Digest? = nil
  ) -> PrePrepare {
    var meter = Meter()
    let content = BlockContent(
      timestamp: 5, signer: pairs[primary].publicKey.encoded, previous: previous, transactions: transactions, &meter)
    let identifier = identifier ?? crypto.sign(content.contentHash, with: pairs[primary], &meter)
    let digest = digest ?? Block.digest(identifier: identifier, contentHash: content.contentHash)
    return PrePrepare(
      vote: vote(.prePrepare, by: primary, on: digest, view: view, sequence: sequence), identifier: identifier,
      content: content)
  }

  func endorsements(_ phase: VotePhase, _ digest: Digest, by members: [Int], view: Int64 = 0, at sequence: Int64 = 1)
    -> [Endorsement]
  {
    members.map { member in
      let phase = phase == .prepare && member == Int(view) % count ? .prePrepare : phase
      return vote(phase, by: member, on: digest, view: view, sequence: sequence).endorsement(in: membership)
    }
  }

  func preparedCertificate(_ digest: Digest, by members: [Int], view: Int64 = 0, at sequence: Int64 = 1)
    -> PreparedCertificate
  {
    PreparedCertificate(
      view: view, sequence: sequence, digest: digest,
      votes: endorsements(.prepare, digest, by: members, view: view, at: sequence))
  }

  /// Of a block that a quorum, the first members, committed.
  func decidedBlock(_ proposal: PrePrepare, at height: Int64, view: Int64 = 0) -> Block {
    let proof = endorsements(.commit, proposal.digest, by: Array(0..<quorum), view: view, at: height)
    return Block(header: BlockHeader(identifier: proposal.identifier, proof: proof), content: proposal.content)
  }

  func decidedCertificate(_ proposal: PrePrepare, at height: Int64, view: Int64 = 0) -> DecidedCertificate {
    DecidedCertificate(decidedBlock(proposal, at: height, view: view), height: height)
  }

  /// As the ledger file holds the block.
  func record(_ proposal: PrePrepare, at height: Int64) -> [UInt8] {
    let block = decidedBlock(proposal, at: height)
    return Array(LedgerRecord.chunks(height: height, header: block.header.bytes, content: block.content).joined())
  }

  func viewChange(
    to view: Int64, by replica: Int, decided: DecidedCertificate = DecidedCertificate(),
    prepared: PreparedCertificate? = nil, signer: Int? = nil
  ) -> ViewChange {
    var meter = Meter()
    return signatory(replica, signer).viewChange(to: view, decided: decided, prepared: prepared, &meter)
  }

  func newView(_ view: Int64, _ changes: [ViewChange], by replica: Int? = nil, signer: Int? = nil) -> NewView {
    var meter = Meter()
    return signatory(replica ?? Int(view) % count, signer).newView(view, changes, &meter)
  }

  func hand(_ message: ConsensusMessage, to node: Int, from sender: Int) {
    hand(message.bytes, to: node, from: NodeID(sender))
  }

  func hand(_ proposal: PrePrepare, to node: Int, from sender: Int = 0) {
    hand(ConsensusMessage.prePrepare(proposal).bytes, to: node, from: NodeID(sender))
  }

  func hand(_ vote: Vote, to node: Int) {
    hand(ConsensusMessage.vote(vote).bytes, to: node, from: NodeID(vote.replica))
  }

  /// Puts a message of a faulty member into the bag.
  func post(_ message: ConsensusMessage, from sender: Int, to receiver: Int) {
    bag.append(
      Envelope(payload: Payload(message.bytes), kind: .prepare, from: NodeID(sender), to: NodeID(receiver)))
  }
}
