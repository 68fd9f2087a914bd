import Vocabulary

@testable import Protocols

/// What faulty members can make: anything, as long as the signatures are their own.
extension Cluster {
  /// A vote signed by `signer`, by default the replica that it names.
  func vote(
    _ phase: VotePhase, by replica: Int, on digest: Digest, view: Int64 = 0, sequence: Int64 = 1,
    accepted: Bool = true, certificate: [Endorsement] = [], signer: Int? = nil
  ) -> Vote {
    var meter = Meter()
    let statement = Endorsement.statement(
      phase: phase, view: view, height: sequence, digest: digest, accepted: accepted)
    return Vote(
      phase: phase, view: view, sequence: sequence, replica: replica, digest: digest, accepted: accepted,
      signature: crypto.sign(statement, with: pairs[signer ?? replica], &meter), certificate: certificate)
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
