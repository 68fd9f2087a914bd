/// What a blockchain module and its peers and clients send each other, decoded once per payload.
public final class ModuleMessage {
  public enum Content {
    case client(ClientMessage)
    case consensus(ConsensusMessage)
    case raft(RaftMessage)
    /// Bytes that are no message, and why.
    case refused(DropReason)
  }

  public let content: Content

  init(_ content: Content) { self.content = content }

  /// As encoded again; none of a refused message.
  var bytes: [UInt8] {
    switch content {
    case .client(let message): message.bytes
    case .consensus(let message): message.bytes
    case .raft(let message): message.bytes
    case .refused: []
    }
  }

  /// Never fails: hostile bytes give a refused message.
  public init(decoding bytes: [UInt8]) {
    do throws(BSONError) {
      guard let kind = BSONReader.kind(of: bytes) else {
        content = .refused(.malformed)
        return
      }
      if ConsensusMessage.WireKind.all.contains(kind) {
        content = .consensus(try ConsensusMessage.decode(bytes))
      } else if ClientMessage.Kind(rawValue: kind) != nil {
        content = .client(try ClientMessage.decode(bytes))
      } else if RaftMessage.WireKind.all.contains(kind) {
        content = .raft(try RaftMessage.decode(bytes))
      } else {
        content = .refused(.unknownKind)
      }
    } catch {
      content = .refused(DropReason(error))
    }
  }
}

extension Payload {
  /// The message's bytes. Whoever gets them unchanged shares the message instead of decoding them.
  public convenience init(_ message: ClientMessage) { self.init(.client(message), message.bytes) }

  /// The message's bytes. Whoever gets them unchanged shares the message instead of decoding them.
  public convenience init(_ message: ConsensusMessage) {
    self.init(.consensus(message), message.bytes)
  }

  /// The message's bytes. Whoever gets them unchanged shares the message instead of decoding them.
  public convenience init(_ message: RaftMessage) { self.init(.raft(message), message.bytes) }

  private convenience init(_ content: ModuleMessage.Content, _ bytes: [UInt8]) {
    assert(ModuleMessage(decoding: bytes).bytes == bytes, "a message that would not be decoded to what it is")
    self.init(bytes, decoded: ModuleMessage(content))
  }
}

extension MessageKind {
  public static let submit = MessageKind(slot: 0)
  public static let receipt = MessageKind(slot: 1)
  public static let forward = MessageKind(slot: 2)
  public static let lookup = MessageKind(slot: 3)
  public static let found = MessageKind(slot: 4)
  public static let prePrepare = MessageKind(slot: 5)
  public static let prepare = MessageKind(slot: 6)
  public static let commit = MessageKind(slot: 7)
  public static let viewChange = MessageKind(slot: 8)
  public static let newView = MessageKind(slot: 9)
  public static let fetch = MessageKind(slot: 10)
  public static let blocks = MessageKind(slot: 11)
  public static let held = MessageKind(slot: 12)
  public static let requestVote = MessageKind(slot: 13)
  public static let voteReply = MessageKind(slot: 14)
  public static let appendEntries = MessageKind(slot: 15)
  public static let appendReply = MessageKind(slot: 16)
  public static let read = MessageKind(slot: 17)
  public static let answer = MessageKind(slot: 18)
  public static let attest = MessageKind(slot: 19)
  public static let attestation = MessageKind(slot: 20)

  /// As metrics name the kinds, by slot.
  public static let moduleKindNames = [
    "submit", "receipt", "forward", "lookup", "found", "pre-prepare", "prepare", "commit", "view-change", "new-view",
    "fetch", "blocks", "held", "request-vote", "vote-reply", "append-entries", "append-reply", "read",
    "answer", "attest", "attestation",
  ]

  public init(_ phase: VotePhase) {
    switch phase {
    case .prePrepare: self = .prePrepare
    case .prepare: self = .prepare
    case .commit: self = .commit
    }
  }
}

extension ConsensusMessage {
  public var kind: MessageKind {
    switch self {
    case .prePrepare: .prePrepare
    case .vote(let vote): MessageKind(vote.phase)
    case .viewChange: .viewChange
    case .newView: .newView
    case .fetch: .fetch
    case .blocks: .blocks
    case .held: .held
    }
  }
}
