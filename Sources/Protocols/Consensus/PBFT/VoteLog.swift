/// The votes that a replica has promised: written and synced before they leave.
struct VoteLog {
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

  /// Writes the vote, and gives the ticket of the sync after which it may leave with `payload`.
  mutating func append(_ vote: Vote, with payload: Payload, into effects: inout Effects) -> DiskTicket {
    lastTicket += 1
    let ticket = DiskTicket(lastTicket)
    unsynced.append(Promise(vote: vote, payload: payload, ticket: ticket))
    binding.append(vote)
    effects.append(.append(.votes, [VoteLog.record(vote, payload)]))
    return ticket
  }

  /// The promises that a sync made durable, in order.
  mutating func release(upTo ticket: DiskTicket) -> [Promise] {
    let count = unsynced.prefix { $0.ticket.number <= ticket.number }.count
    defer { unsynced.removeFirst(count) }
    return Array(unsynced.prefix(count))
  }

  /// The vote that binds this replica at a sequence number of a view, before the commit phase.
  func promise(view: Int64, sequence: Int64) -> Vote? {
    binding.first { $0.view == view && $0.sequence == sequence && $0.phase != .commit }
  }

  mutating func forget(upTo sequence: Int64) { binding.removeAll { $0.sequence <= sequence } }

  /// Reads the log after a restart. A record that was torn by a crash ends it: that vote never left.
  mutating func recover(from bytes: [UInt8], above height: Int64) {
    var reader = RecordReader(bytes)
    while let record = reader.next() {
      guard let message = ConsensusMessage.vote(in: record) else { return }
      if message.sequence > height { binding.append(message) }
    }
  }

  /// A prepare or commit is logged as the message it leaves as; of a pre-prepare only the vote, in the same form.
  private static func record(_ vote: Vote, _ payload: Payload) -> [UInt8] {
    RecordReader.framed(vote.phase == .prePrepare ? ConsensusMessage.encode(vote) : payload.bytes)
  }
}
