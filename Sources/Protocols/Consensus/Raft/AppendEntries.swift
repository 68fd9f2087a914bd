import Vocabulary

/// AppendEntries of figure 2: the entries are records as they stand in the ledger file.
public struct AppendEntries {
  public var term: Int64
  /// Index and term of the entry before the first.
  public var previousIndex: Int64
  public var previousTerm: Int64
  /// The leader's commit index.
  public var commit: Int64
  public let records: [UInt8]
  let entries: [RaftEntry]

  init(term: Int64, previousIndex: Int64, previousTerm: Int64, commit: Int64, entries: [RaftEntry]) {
    self.term = term
    self.previousIndex = previousIndex
    self.previousTerm = previousTerm
    self.commit = commit
    self.entries = entries
    var records: [UInt8] = []
    records.reserveCapacity(entries.reduce(0) { $0 + $1.size })
    for entry in entries { for chunk in entry.chunks { records += chunk } }
    self.records = records
  }

  /// Nil unless the records are in order, follow each other and are a Raft leader's.
  init?(term: Int64, previousIndex: Int64, previousTerm: Int64, commit: Int64, records: [UInt8]) {
    self.term = term
    self.previousIndex = previousIndex
    self.previousTerm = previousTerm
    self.commit = commit
    self.records = records
    var entries: [RaftEntry] = []
    var scanner = LedgerScanner(ByteRope(records))
    var lastTerm = previousTerm
    while let record = scanner.nextIntact() {
      guard let entryTerm = record.block.term, entryTerm >= lastTerm, entryTerm <= term else { return nil }
      guard record.height == previousIndex + Int64(entries.count) + 1 else { return nil }
      entries.append(RaftEntry(index: record.height, block: record.block))
      lastTerm = entryTerm
    }
    guard scanner.offset == Int64(records.count) else { return nil }
    self.entries = entries
  }

  private var checksum: Int64 {
    NumberChecksum.of(
      Int64(RaftMessage.WireKind.appendEntries), term, previousIndex, previousTerm, commit, Int64(records.count))
  }

  func writeFields(to w: inout BSONWriter) {
    w.int64("term", term)
    w.int64("previous-index", previousIndex)
    w.int64("previous-term", previousTerm)
    w.int64("commit", commit)
    w.binary("records", records)
    w.int64("checksum", checksum)
  }

  static func readFields(from r: inout BSONReader) throws(BSONError) -> AppendEntries {
    let place = r.position
    let term = try NumberChecksum.number("term", from: &r)
    let previousIndex = try NumberChecksum.number("previous-index", from: &r)
    let previousTerm = try NumberChecksum.number("previous-term", from: &r)
    let commit = try NumberChecksum.number("commit", from: &r)
    let records = try r.binary("records")
    let message = AppendEntries(
      term: term, previousIndex: previousIndex, previousTerm: previousTerm, commit: commit, records: records)
    guard let message else { throw BSONError(.badValue, at: place) }
    try NumberChecksum.verify(message.checksum, from: &r)
    return message
  }
}
