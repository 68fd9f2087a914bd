/// The replicated log as a replica has it in memory: the terms of all entries, and the entries that the ledger file does
/// not hold yet, with the few before them that a slow follower may still lack. What is older is read from the ledger.
struct RaftLog {
  private var entries: [RaftEntry] = []
  private(set) var terms = TermHistory()
  /// Transactions of entries above the ledger's last block. Never iterated.
  private var transactions: Set<Digest> = []
  /// Identifier of the last entry's block; empty when there is none.
  private(set) var lastIdentifier: [UInt8] = []
  /// Index of the first entry in memory.
  private(set) var first: Int64 = 1

  /// Entries that are in the ledger and kept in memory all the same.
  static let kept = 16

  init() {}

  /// The log of a replica whose ledger holds blocks of these terms, the last of them with this identifier.
  init(ledgerTerms: TermHistory, lastIdentifier: [UInt8]) {
    terms = ledgerTerms
    first = ledgerTerms.last + 1
    self.lastIdentifier = lastIdentifier
  }

  var last: Int64 { terms.last }
  var lastTerm: Int64 { terms.term(at: last)! }

  /// Nil where the entry is not in memory.
  subscript(index: Int64) -> RaftEntry? {
    guard index >= first, index <= last else { return nil }
    return entries[Int(index - first)]
  }

  /// Whether an entry that is not in the ledger yet holds the transaction.
  func contains(_ transaction: Digest) -> Bool { transactions.contains(transaction) }

  /// Whether a candidate's log, which ends so, is at least as up-to-date as this one (section 5.4.1).
  func isNotAhead(of index: Int64, term: Int64) -> Bool {
    term != lastTerm ? term > lastTerm : index >= last
  }

  /// Whether the entry is the next one.
  func isNext(_ entry: RaftEntry) -> Bool {
    entry.index == last + 1 && entry.term >= lastTerm && entry.block.content.previous == lastIdentifier
  }

  mutating func append(_ entry: RaftEntry) {
    precondition(isNext(entry), "entry \(entry.index) of term \(entry.term) after \(last) of term \(lastTerm)")
    entries.append(entry)
    terms.append(entry.term)
    lastIdentifier = entry.block.header.identifier
    for transaction in entry.block.content.transactions { transactions.insert(transaction.id) }
  }

  /// Takes the entries from this one on out, and gives them back.
  mutating func truncate(from index: Int64) -> [RaftEntry] {
    precondition(index >= first, "entries from \(index) on are in the ledger")
    let taken = Array(entries[Int(index - first)...])
    entries.removeLast(taken.count)
    if let earliest = taken.first { lastIdentifier = earliest.block.content.previous }
    terms.truncate(from: index)
    for entry in taken { forgetTransactions(of: entry) }
    return taken
  }

  /// The ledger holds the entry now.
  mutating func entered(_ index: Int64) {
    forgetTransactions(of: self[index]!)
    let surplus = Int(index - first) + 1 - RaftLog.kept
    guard surplus > 0 else { return }
    entries.removeFirst(surplus)
    first += Int64(surplus)
  }

  private mutating func forgetTransactions(of entry: RaftEntry) {
    for transaction in entry.block.content.transactions { transactions.remove(transaction.id) }
  }
}
