/// The votes that a replica has promised: written and synced before they leave.
///
/// Its file is a sequence of BSON documents `{phase, view, sequence, replica, digest, accepted, signature}`
/// (docs/formats/messages.md). A torn or damaged document ends it: what follows never left, and is cut off.
struct VoteLog {
  /// A vote that waits for its sync, and the message that it leaves with.
  struct Promise {
    let vote: Vote
    let payload: Payload
    let ticket: DiskTicket
  }

  /// Written, not yet known to be durable; in order.
  private var unsynced: [Promise] = []
  /// What binds this replica, above the last decided sequence number.
  private var binding: [Vote] = []
  private var lastTicket: Int64 = 0

  /// Writes and syncs the vote; it may leave with `payload` once the sync is back.
  mutating func promise(_ vote: Vote, sending payload: Payload, into effects: inout Effects) {
    lastTicket += 1
    let ticket = DiskTicket(lastTicket)
    unsynced.append(Promise(vote: vote, payload: payload, ticket: ticket))
    binding.append(vote)
    let record = VoteLog.record(vote)
    effects.meter.charge(.codecByte, record.count)
    effects.append(.append(.votes, [record]))
    effects.append(.sync(.votes, ticket))
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

  /// Reads the log after a restart: what it says of sequence numbers above `height` binds. Cuts off what is no vote that
  /// `isOwn` knows, so that nothing damaged stands before what is appended.
  mutating func recover(
    from bytes: [UInt8], above height: Int64, isOwn: (Vote, inout Meter) -> Bool, into effects: inout Effects
  ) {
    effects.meter.charge(.codecByte, bytes.count)
    var intact = 0
    while let range = BSONReader.documentRange(at: intact, in: bytes) {
      guard let vote = try? VoteLog.read(bytes, in: range) else { break }
      if vote.sequence > height {
        guard isOwn(vote, &effects.meter) else { break }
        binding.append(vote)
      }
      intact = range.upperBound
    }
    if intact < bytes.count { effects.append(.truncate(.votes, to: Int64(intact))) }
  }

  private static func record(_ vote: Vote) -> [UInt8] {
    BSONWriter.encode(reserving: 512) { w in
      w.string("phase", vote.phase.rawValue)
      ConsensusMessage.writeVote(vote, to: &w)
    }
  }

  private static func read(_ bytes: [UInt8], in range: Range<Int>) throws(BSONError) -> Vote {
    try BSONReader.decode(bytes, in: range) { r throws(BSONError) in
      guard let phase = VotePhase(rawValue: try r.string("phase")) else {
        throw BSONError(.badValue, at: range.lowerBound)
      }
      let vote = try ConsensusMessage.readVote(phase == .commit ? .prepare : phase, from: &r)
      return Vote(
        phase: phase, view: vote.view, sequence: vote.sequence, replica: vote.replica,
        digest: vote.digest, accepted: vote.accepted, signature: vote.signature)
    }
  }
}
