/// A message between replicas that run Raft: BSON, with its kind first (docs/formats/messages.md).
public enum RaftMessage {
  case requestVote(RequestVote)
  case voteReply(VoteReply)
  case appendEntries(AppendEntries)
  case appendReply(AppendReply)

  /// What a kind is called on the wire: the `kind` field of a message.
  enum WireKind {
    static let requestVote: Int32 = 32
    static let voteReply: Int32 = 33
    static let appendEntries: Int32 = 34
    static let appendReply: Int32 = 35
    static let all = requestVote...appendReply
  }

  public var bytes: [UInt8] {
    switch self {
    case .requestVote(let request):
      BSONWriter.encode(reserving: 128) { w in
        w.int32("kind", WireKind.requestVote)
        request.writeFields(to: &w)
      }
    case .voteReply(let reply):
      BSONWriter.encode(reserving: 128) { w in
        w.int32("kind", WireKind.voteReply)
        reply.writeFields(to: &w)
      }
    case .appendEntries(let entries):
      BSONWriter.encode(reserving: 256 + entries.records.count) { w in
        w.int32("kind", WireKind.appendEntries)
        entries.writeFields(to: &w)
      }
    case .appendReply(let reply):
      BSONWriter.encode(reserving: 128) { w in
        w.int32("kind", WireKind.appendReply)
        reply.writeFields(to: &w)
      }
    }
  }

  static func decode(_ bytes: [UInt8]) throws(BSONError) -> RaftMessage {
    try BSONReader.decode(bytes) { r throws(BSONError) in
      switch try r.int32("kind") {
      case WireKind.requestVote: .requestVote(try RequestVote.readFields(from: &r))
      case WireKind.voteReply: .voteReply(try VoteReply.readFields(from: &r))
      case WireKind.appendEntries: .appendEntries(try AppendEntries.readFields(from: &r))
      default: .appendReply(try AppendReply.readFields(from: &r))
      }
    }
  }

  public var kind: MessageKind {
    switch self {
    case .requestVote: .requestVote
    case .voteReply: .voteReply
    case .appendEntries: .appendEntries
    case .appendReply: .appendReply
    }
  }

  /// Bytes that whoever gets it hashes, to see that it is undamaged.
  var hashedBytes: Int {
    switch self {
    case .requestVote, .voteReply, .appendReply: NumberChecksum.summedSize
    case .appendEntries(let entries): NumberChecksum.summedSize + entries.records.count
    }
  }
}
