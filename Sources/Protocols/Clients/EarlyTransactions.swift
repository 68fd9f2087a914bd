/// Sound transactions that are dated further ahead than clocks may differ: they wait until the clock has caught up, as no
/// module shows them again. Bounded: of more than it keeps it knows from which date on, so that they can be asked for again.
struct EarlyTransactions {
  static let most = 64

  private struct Entry {
    let transaction: Transaction
    let header: Digest
    let timestamp: Int64
    let tenants: [PublicKey]
  }

  /// By timestamp.
  private var list: [Entry] = []
  /// What is dated then or later is not kept; nil: all is. In ms since 1970.
  private var rest: Int64?

  var count: Int { list.count }

  /// Whether one of them tells to obey this key.
  func promises(_ key: PublicKey) -> Bool { list.contains { $0.tenants.contains(key) } }

  /// `tenants`: whom it tells to obey.
  mutating func keep(_ transaction: Transaction, _ header: Digest, at timestamp: Int64, promising tenants: [PublicKey])
  {
    guard !list.contains(where: { $0.header == header }) else { return }
    if let rest, timestamp >= rest { return }
    let place = list.firstIndex { $0.timestamp > timestamp } ?? list.count
    list.insert(Entry(transaction: transaction, header: header, timestamp: timestamp, tenants: tenants), at: place)
    guard list.count > EarlyTransactions.most else { return }
    rest = list.removeLast().timestamp
  }

  /// Takes out what is dated no later than this; and whether more is, which was not kept.
  mutating func take(upTo latest: Int64) -> (due: [Transaction], isMore: Bool) {
    let due = list.prefix { $0.timestamp <= latest }.map(\.transaction)
    list.removeFirst(due.count)
    guard let rest, rest <= latest else { return (due, false) }
    self.rest = nil
    return (due, true)
  }
}
