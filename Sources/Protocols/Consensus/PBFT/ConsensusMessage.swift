/// A message between the replicas of one federation: BSON, with its kind first (docs/formats/messages.md).
public enum ConsensusMessage {
  case prePrepare(PrePrepare)
  case vote(Vote)
  case viewChange(ViewChange)
  case newView(NewView)
  case fetch(Fetch)
  /// Records of the sender's ledger file, as they stand there, from a height on that was asked for.
  case blocks([UInt8])
  /// The block that a prepared certificate is about: identifier and content.
  case held(identifier: [UInt8], BlockContent)

  /// What a kind is called on the wire: the `kind` field of a message.
  enum WireKind {
    static let prePrepare: Int32 = 16
    static let prepare: Int32 = 17
    static let commit: Int32 = 18
    static let viewChange: Int32 = 19
    static let newView: Int32 = 20
    static let fetch: Int32 = 21
    static let blocks: Int32 = 22
    static let held: Int32 = 23
    static let all = prePrepare...held
  }

  public var bytes: [UInt8] {
    switch self {
    case .prePrepare(let proposal): ConsensusMessage.encode(proposal)
    case .vote(let vote): ConsensusMessage.encode(vote)
    case .viewChange(let change):
      BSONWriter.encode(reserving: 4_096) { w in
        w.int32("kind", WireKind.viewChange)
        change.writeFields(to: &w)
      }
    case .newView(let newView):
      BSONWriter.encode(reserving: 16_384) { w in
        w.int32("kind", WireKind.newView)
        newView.writeFields(to: &w)
      }
    case .fetch(let fetch): ConsensusMessage.encode(fetch)
    case .blocks(let records):
      BSONWriter.encode(reserving: records.count + 64) { w in
        w.int32("kind", WireKind.blocks)
        w.binary("records", records)
      }
    case .held(let identifier, let content):
      BSONWriter.encode(reserving: content.bytes.count + 512) { w in
        w.int32("kind", WireKind.held)
        w.binary("identifier", identifier)
        w.encoded("block", document: content.bytes)
      }
    }
  }

  private static func encode(_ fetch: Fetch) -> [UInt8] {
    BSONWriter.encode(reserving: 128) { w in
      w.int32("kind", WireKind.fetch)
      w.int64("height", fetch.height)
      w.int64("view", fetch.view)
      w.int32("replica", Int32(fetch.replica))
      if let digest = fetch.digest { w.binary("digest", digest) } else { w.null("digest") }
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
      Endorsement.write(vote.certificate, "certificate", to: &w)
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
    case WireKind.commit:
      return .vote(try readVote(.commit, hasCertificate: true, from: &r))
    case WireKind.viewChange:
      return .viewChange(try ViewChange.readFields(from: &r))
    case WireKind.newView:
      return .newView(try NewView.readFields(from: &r))
    case WireKind.fetch:
      return .fetch(try readFetch(from: &r))
    case WireKind.blocks:
      return .blocks(try r.binary("records"))
    default:
      let identifier = try r.binary("identifier")
      let block = try r.documentRange("block")
      return .held(identifier: identifier, try BlockContent.decode(Array(r.bytes[block])))
    }
  }

  private static func readFetch(from r: inout BSONReader) throws(BSONError) -> Fetch {
    let place = r.position
    let height = try r.int64("height")
    let view = try r.int64("view")
    let replica = try r.int32("replica")
    guard height > 0, view >= 0, replica >= 0 else { throw BSONError(.badValue, at: place) }
    var digest: Digest?
    if try r.nextType() == .null { try r.null("digest") } else { digest = try r.digest("digest") }
    return Fetch(height: height, view: view, digest: digest, replica: Int(replica))
  }

  static func readVote(
    _ phase: VotePhase, hasCertificate: Bool = false, from r: inout BSONReader
  ) throws(BSONError) -> Vote {
    let view = try r.int64("view")
    let sequence = try r.int64("sequence")
    let replica = try r.int32("replica")
    guard replica >= 0 else { throw BSONError(.badValue, at: r.position) }
    let digest = try r.digest("digest")
    let accepted = try r.bool("accepted")
    let signature = try r.binary("signature")
    let certificate = hasCertificate ? try Endorsement.readAll("certificate", from: &r) : []
    return Vote(
      phase: phase, view: view, sequence: sequence, replica: Int(replica), digest: digest,
      accepted: accepted, signature: signature, certificate: certificate)
  }
}
