import Vocabulary

/// What a replica keeps on its disk (figure 2: current term, vote and log), and what must not leave before that is durable.
///
/// State records and entries stand in two files that take turns (docs/formats/messages.md): when one is large, the state
/// and the entries that the ledger does not hold yet are written to the other, and the first is emptied once that is durable.
struct RaftStore {
  /// The file that is being written.
  private var file = FileID.votes
  /// Bytes in it.
  private var size = 0
  /// Grows with each change of files.
  private var turn: Int64 = 0
  private var isTurning = false
  private var lastTicket: Int64 = 0
  private var durableTicket: Int64 = 0
  /// Something was written in this step: the ticket of the sync at its end is the next one.
  private var isDirty = false
  private var waiting: [(ticket: Int64, action: Action)] = []
  /// What was written last.
  private(set) var state = State(term: 0, vote: nil)
  /// Up to here the log is durable.
  private(set) var durable: Int64 = 0

  /// A file this large is left for the other.
  static let turnSize = 1 << 20

  struct State: Hashable {
    var term: Int64
    /// Whom the replica voted for in this term.
    var vote: Int?
  }

  /// What is due once all that was written before it is durable.
  enum Action {
    /// Nil: to all others.
    case send(Payload, MessageKind, to: Int?)
    /// The entries up to this one are durable.
    case held(Int64)
    /// The replica's vote for itself is durable.
    case voted(term: Int64)
    /// The other file may be emptied.
    case emptied(FileID)
  }

  // MARK: Writing

  mutating func write(_ state: State, into effects: inout Effects) {
    self.state = state
    append([record(of: state)], into: &effects)
  }

  mutating func write(_ entry: RaftEntry, into effects: inout Effects) {
    effects.meter.charge(.hashByte, entry.headSize)
    append(entry.chunks, into: &effects)
  }

  private mutating func append(_ chunks: [[UInt8]], into effects: inout Effects) {
    effects.meter.charge(.codecByte, chunks[0].count)
    for chunk in chunks { size += chunk.count }
    effects.append(.append(file, chunks))
    isDirty = true
  }

  /// The log ends before this entry now: what is written next says so.
  mutating func truncated(from index: Int64) {
    durable = min(durable, index - 1)
    for place in waiting.indices {
      if case .held(let last) = waiting[place].action, last >= index { waiting[place].action = .held(index - 1) }
    }
  }

  /// All that was written is durable.
  var isSettled: Bool { !isDirty && durableTicket == lastTicket }

  /// Keeps what is due once all that was written so far is durable.
  mutating func wait(for action: Action) {
    precondition(!isSettled, "nothing is on its way to the disk")
    waiting.append((isDirty ? lastTicket + 1 : lastTicket, action))
  }

  /// Ends a step: one sync for all that it wrote.
  mutating func flush(into effects: inout Effects) {
    guard isDirty else { return }
    isDirty = false
    lastTicket += 1
    effects.append(.sync(file, DiskTicket(lastTicket)))
  }

  /// What is due when the sync with this ticket is back.
  mutating func release(upTo ticket: Int64) -> [Action] {
    durableTicket = max(durableTicket, ticket)
    let count = waiting.prefix { $0.ticket <= ticket }.count
    defer { waiting.removeFirst(count) }
    return waiting.prefix(count).map(\.action)
  }

  mutating func held(_ index: Int64) { durable = max(durable, index) }

  /// Goes on in the other file when this one is large. That file begins with all that counts: once it is durable, it does not
  /// matter whether the last syncs of the full one are back.
  mutating func turnIfLarge(_ log: RaftLog, above height: Int64, into effects: inout Effects) {
    guard size >= RaftStore.turnSize, !isTurning, !isDirty else { return }
    let full = file
    file = full == .votes ? .otherVotes : .votes
    size = 0
    turn += 1
    rewrite(log, above: height, emptying: full, into: &effects)
    effects.note(PBFTNote.turnedVoteLog.about(height))
  }

  private mutating func rewrite(
    _ log: RaftLog, above height: Int64, emptying other: FileID, into effects: inout Effects
  ) {
    isTurning = true
    write(state, into: &effects)
    var index = height + 1
    while index <= log.last {
      write(log[index]!, into: &effects)
      index += 1
    }
    wait(for: .emptied(other))
  }

  mutating func emptied(_ file: FileID, into effects: inout Effects) {
    isTurning = false
    effects.append(.truncate(file, to: 0))
  }

  private func record(of state: State) -> [UInt8] {
    BSONWriter.encode(reserving: 96) { w in
      w.int64("turn", turn)
      w.int64("term", state.term)
      w.int64("vote", Int64(state.vote ?? -1))
      w.int64("checksum", NumberChecksum.of(turn, state.term, Int64(state.vote ?? -1)))
    }
  }

  // MARK: Reading back

  /// Reads both files after a start: gives the log its entries above the ledger's height. What is torn or damaged was
  /// never relied on, and is cut off.
  mutating func recover(
    _ files: [(FileID, [UInt8])], _ log: inout RaftLog, above height: Int64, into effects: inout Effects
  ) {
    var contents = files.map { Contents(file: $0.0, $0.1, into: &effects) }
    contents.sort { ($0.turn ?? -1) < ($1.turn ?? -1) }
    for content in contents {
      for record in content.records { replay(record, &log, above: height) }
    }
    durable = log.last
    guard let current = contents.last, let other = contents.first, let latest = current.turn else { return }
    file = current.file
    size = current.size
    turn = latest
    // The change of files was not finished.
    if other.file != current.file, other.size > 0 {
      rewrite(log, above: height, emptying: other.file, into: &effects)
    }
  }

  private mutating func replay(_ record: Record, _ log: inout RaftLog, above height: Int64) {
    switch record {
    case .state(let state):
      self.state = state
    case .entry(let entry):
      guard entry.index > height, entry.index <= log.last + 1 else { return }
      if let known = log.terms.term(at: entry.index) {
        guard known != entry.term else { return }
        _ = log.truncate(from: entry.index)
      }
      if log.isNext(entry) { log.append(entry) }
    }
  }

  private enum Record {
    case state(State)
    case entry(RaftEntry)
  }

  /// One file, read up to its first damage.
  private struct Contents {
    let file: FileID
    var records: [Record] = []
    /// Of its first record; nil in a file without one.
    var turn: Int64?
    var size = 0

    init(file: FileID, _ bytes: [UInt8], into effects: inout Effects) {
      self.file = file
      effects.meter.charge(.codecByte, bytes.count)
      effects.meter.charge(.hashByte, bytes.count)
      while size < bytes.count, let (record, end, turn) = Contents.next(bytes, at: size) {
        if self.turn == nil { self.turn = turn }
        guard self.turn != nil else { break }
        records.append(record)
        size = end
      }
      guard size < bytes.count else { return }
      effects.append(.truncate(file, to: Int64(size)))
      effects.note(PBFTNote.cutDamage.about(0, value: Int64(bytes.count - size)))
    }

    private static func next(_ bytes: [UInt8], at start: Int) -> (Record, end: Int, turn: Int64?)? {
      if let range = BSONReader.documentRange(at: start, in: bytes), let read = try? state(bytes, in: range) {
        return (.state(read.state), range.upperBound, read.turn)
      }
      var scanner = LedgerScanner(length: Int64(bytes.count - start)) { range in
        Array(bytes[start + Int(range.lowerBound)..<start + Int(range.upperBound)])
      }
      guard let record = scanner.nextIntact(), record.block.term != nil else { return nil }
      return (.entry(RaftEntry(index: record.height, block: record.block)), start + record.size, nil)
    }

    private static func state(_ bytes: [UInt8], in range: Range<Int>) throws(BSONError) -> (state: State, turn: Int64) {
      try BSONReader.decode(bytes, in: range) { r throws(BSONError) in
        let turn = try r.int64("turn")
        let term = try r.int64("term")
        let vote = try r.int64("vote")
        try NumberChecksum.verify(NumberChecksum.of(turn, term, vote), from: &r)
        return (State(term: term, vote: vote < 0 ? nil : Int(vote)), turn)
      }
    }
  }
}
