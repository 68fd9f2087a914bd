/// A message between the replicas of one federation: BSON, with its kind first (docs/formats/messages.md).
public enum ConsensusMessage {
  case prePrepare(PrePrepare)
  case vote(Vote)

  /// What a kind is called on the wire: the `kind` field of a message.
  enum WireKind {
    static let prePrepare: Int32 = 16
    static let prepare: Int32 = 17
    static let commit: Int32 = 18
    static let all = prePrepare...commit
  }

  public var bytes: [UInt8] {
    switch self {
    case .prePrepare(let proposal): ConsensusMessage.encode(proposal)
    case .vote(let vote): ConsensusMessage.encode(vote)
    }
  }

  private static func encode(_ proposal: PrePrepare) -> [UInt8] {
    BSONWriter.encode(reserving: proposal.content.bytes.count + 1_024) { w in
      w.int32("kind", WireKind.prePrepare)
      writeVote(proposal.vote, to: &w)
      w.binary("identifier", proposal.identifier)
      w.encoded("block", document: proposal.content.bytes)
    }
  }

  private static func encode(_ vote: Vote) -> [UInt8] {
    BSONWriter.encode(reserving: 512 + vote.certificate.count * 700) { w in
      switch vote.phase {
      case .prePrepare: preconditionFailure("a pre-prepare vote travels with its block")
      case .prepare: w.int32("kind", WireKind.prepare)
      case .commit: w.int32("kind", WireKind.commit)
      }
      writeVote(vote, to: &w)
      guard vote.phase == .commit else { return }
      w.array("certificate") { w in
        for (index, entry) in vote.certificate.enumerated() { entry.write(.index(index), to: &w) }
      }
    }
  }

  /// The fields that all votes have.
  static func writeVote(_ vote: Vote, to w: inout BSONWriter) {
    w.int64("view", vote.view)
    w.int64("sequence", vote.sequence)
    w.int32("replica", Int32(vote.replica))
    w.binary("digest", vote.digest)
    w.bool("accepted", vote.accepted)
    w.binary("signature", vote.signature)
  }

  static func decode(_ bytes: [UInt8]) throws(BSONError) -> ConsensusMessage {
    try BSONReader.decode(bytes) { r throws(BSONError) in try read(try r.int32("kind"), from: &r) }
  }

  /// Reads what follows the kind, which is one of `WireKind.all`.
  private static func read(_ kind: Int32, from r: inout BSONReader) throws(BSONError) -> ConsensusMessage {
    switch kind {
    case WireKind.prePrepare:
      let vote = try readVote(.prePrepare, from: &r)
      let identifier = try r.binary("identifier")
      let block = try r.documentRange("block")
      let content = try BlockContent.decode(Array(r.bytes[block]))
      return .prePrepare(PrePrepare(vote: vote, identifier: identifier, content: content))
    case WireKind.prepare:
      return .vote(try readVote(.prepare, from: &r))
    default:
      return .vote(try readVote(.commit, from: &r))
    }
  }

  static func readVote(_ phase: VotePhase, from r: inout BSONReader) throws(BSONError) -> Vote {
    let view = try r.int64("view")
    let sequence = try r.int64("sequence")
    let replica = try r.int32("replica")
    guard replica >= 0 else { throw BSONError(.badValue, at: r.position) }
    let digest = try r.digest("digest")
    let accepted = try r.bool("accepted")
    let signature = try r.binary("signature")
    var certificate: [Endorsement] = []
    if phase == .commit {
      try r.array("certificate") { r, index throws(BSONError) in
        certificate.append(try Endorsement.read(.index(index), from: &r))
      }
    }
    return Vote(
      phase: phase, view: view, sequence: sequence, replica: Int(replica), digest: digest,
      accepted: accepted, signature: signature, certificate: certificate)
  }
}
