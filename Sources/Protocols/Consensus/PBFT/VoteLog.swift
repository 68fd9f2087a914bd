/// What a replica has promised: votes, and the views that it has left. Written and synced before it leaves.
///
/// A sequence of BSON documents (docs/formats/messages.md) in two files that take turns: when a block is concluded nothing
/// above it is promised but the view, which is written to the other file; the first is emptied once that is durable. A
/// torn or damaged document ends a file: what follows never left, and is cut off.
struct VoteLog {
  /// What waits for its sync, and what is to be done then.
  struct Promise {
    enum Kind {
      case vote(Vote)
      case viewChange(ViewChange)
      /// The view stands in the new file: the other may be emptied.
      case turned(emptying: FileID)
    }

    let kind: Kind
    /// The message that it leaves with.
    let payload: Payload?
    let ticket: DiskTicket
  }

  /// The file that is being written.
  private(set) var file = FileID.votes
  /// Bytes in it.
  private var size = 0
  /// A file this large is left for the other.
  static let turnSize = 1 << 20

  /// Written, not yet known to be durable; in order.
  private var unsynced: [Promise] = []
  /// What binds this replica, above the last decided sequence number.
  private var binding: [Vote] = []
  private var lastTicket: Int64 = 0

  /// Writes and syncs the vote; it may leave with `payload` once the sync is back. A commit is written with the block that
  /// it says is prepared.
  mutating func promise(_ vote: Vote, holding held: HeldBlock?, sending payload: Payload, into effects: inout Effects) {
    binding.append(vote)
    if let held {
      write(VoteLog.record(payload, held), copying: payload.count, .vote(vote), payload, into: &effects)
    } else {
      write(VoteLog.record(vote), .vote(vote), payload, into: &effects)
    }
  }

  /// Writes and syncs that the replica has left the views below the change's.
  mutating func promise(_ change: ViewChange, sending payload: Payload, into effects: inout Effects) {
    write(VoteLog.record(view: change.view), .viewChange(change), payload, into: &effects)
  }

  /// Goes on in the other file when this one is large and nothing that it holds is needed but the view.
  mutating func turnIfLarge(view: Int64, into effects: inout Effects) {
    guard size >= VoteLog.turnSize, unsynced.isEmpty, binding.isEmpty else { return }
    let full = file
    file = full == .votes ? .otherVotes : .votes
    size = 0
    write(VoteLog.record(view: view), .turned(emptying: full), nil, into: &effects)
  }

  /// Of the record, so many bytes are encoded already.
  private mutating func write(
    _ record: [[UInt8]], copying encoded: Int = 0, _ kind: Promise.Kind, _ payload: Payload?,
    into effects: inout Effects
  ) {
    lastTicket += 1
    let ticket = DiskTicket(lastTicket)
    unsynced.append(Promise(kind: kind, payload: payload, ticket: ticket))
    for chunk in record { size += chunk.count }
    effects.meter.charge(.codecByte, record[0].count - encoded)
    effects.append(.append(file, record))
    effects.append(.sync(file, ticket))
  }

  /// The promises that a sync made durable, in order.
  mutating func release(upTo ticket: DiskTicket) -> [Promise] {
    let count = unsynced.prefix { $0.ticket.number <= ticket.number }.count
    defer { unsynced.removeFirst(count) }
    return Array(unsynced.prefix(count))
  }

  /// The vote of the pre-prepare or prepare phase that binds this replica at a sequence number of a view.
  func promised(view: Int64, sequence: Int64) -> Vote? {
    binding.first { $0.view == view && $0.sequence == sequence && $0.phase != .commit }
  }

  mutating func forget(upTo sequence: Int64) { binding.removeAll { $0.sequence <= sequence } }

  /// What a log says after a restart.
  struct Recovery {
    /// The highest view that was voted in or asked for.
    var view: Int64 = 0
    /// Prepared above the ledger's height, in the highest view.
    var held: HeldBlock?
  }

  /// Reads one file of the log after a restart: what it says of sequence numbers above `height` binds. Cuts off what is no
  /// vote that `isOwn` knows, so that nothing damaged stands before what is appended. Both files are read, `.votes` first;
  /// the log goes on in the one that holds the higher view, or more.
  mutating func recover(
    _ source: FileID, from bytes: [UInt8], above height: Int64, isOwn: (Vote, inout Meter) -> Bool,
    _ recovery: inout Recovery, into effects: inout Effects
  ) {
    effects.meter.charge(.codecByte, bytes.count)
    var intact = 0
    while let range = BSONReader.documentRange(at: intact, in: bytes) {
      guard let record = try? VoteLog.read(bytes, in: range) else { break }
      switch record {
      case .view(let view):
        recovery.view = max(recovery.view, view)
      case .vote(let vote, let held):
        // One that is decided and names no higher view says nothing, and costs no verification.
        guard vote.sequence > height || vote.view > recovery.view else { break }
        guard isOwn(vote, &effects.meter) else { return cut(source, to: intact, of: bytes.count, into: &effects) }
        recovery.view = max(recovery.view, vote.view)
        guard vote.sequence > height else { break }
        binding.append(vote)
        if let held, held.certificate.view >= recovery.held?.certificate.view ?? 0 { recovery.held = held }
      }
      intact = range.upperBound
    }
    cut(source, to: intact, of: bytes.count, into: &effects)
  }

  private mutating func cut(_ source: FileID, to intact: Int, of count: Int, into effects: inout Effects) {
    if intact < count {
      effects.append(.truncate(source, to: Int64(intact)))
      effects.note(PBFTNote.cutDamage.about(0, value: Int64(count - intact)))
    }
    if source == .votes || intact > size {
      file = source
      size = intact
    }
  }

  private enum Record {
    case vote(Vote, HeldBlock?)
    case view(Int64)
  }

  private static func record(view: Int64) -> [[UInt8]] {
    [
      BSONWriter.encode { w in
        w.string("phase", "view-change")
        w.int64("view", view)
        w.int64("checksum", NumberChecksum.of(view))
      }
    ]
  }

  private static func record(_ vote: Vote) -> [[UInt8]] {
    [
      BSONWriter.encode(reserving: 512) { w in
        w.string("phase", vote.phase.rawValue)
        ConsensusMessage.writeVote(vote, to: &w)
      }
    ]
  }

  /// A commit as it is sent, with its certificate, and the block. The block's content, the last field, is a chunk of its own,
  /// which all replicas share.
  private static func record(_ commit: Payload, _ held: HeldBlock) -> [[UInt8]] {
    let fields = BSONWriter.encode(reserving: commit.count + 512) { w in
      w.string("phase", VotePhase.commit.rawValue)
      w.encoded("message", document: commit.bytes)
      w.binary("identifier", held.identifier)
    }
    return BSONWriter.extended(fields, by: "block", document: held.content.bytes)
  }

  private static func read(_ bytes: [UInt8], in range: Range<Int>) throws(BSONError) -> Record {
    try BSONReader.decode(bytes, in: range) { r throws(BSONError) in
      let name = try r.string("phase")
      if name == "view-change" {
        let view = try r.int64("view")
        try NumberChecksum.verify(NumberChecksum.of(view), from: &r)
        return .view(view)
      }
      guard let phase = VotePhase(rawValue: name) else { throw BSONError(.badValue, at: range.lowerBound) }
      guard try r.nextType() == .document else {
        return .vote(try ConsensusMessage.readVote(phase, hasCertificate: false, from: &r), nil)
      }
      let message = try r.documentRange("message")
      guard case .vote(let vote) = try ConsensusMessage.decode(Array(bytes[message])), vote.phase == phase else {
        throw BSONError(.badValue, at: message.lowerBound)
      }
      let certificate = PreparedCertificate(
        view: vote.view, sequence: vote.sequence, digest: vote.digest,
        votes: vote.certificate.filter(\.decision.accepted))
      let identifier = try r.binary("identifier")
      let block = try r.documentRange("block")
      let content = try BlockContent.decode(Array(bytes[block]))
      guard Block.digest(identifier: identifier, contentHash: content.contentHash) == certificate.digest else {
        throw BSONError(.badValue, at: block.lowerBound)
      }
      return .vote(vote, HeldBlock(certificate: certificate, identifier: identifier, content: content))
    }
  }
}
