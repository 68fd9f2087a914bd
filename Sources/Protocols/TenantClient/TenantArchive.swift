/// What a tenant's journal comes down to: its entries, without the transactions and configurations of operations that are
/// over. It leads to the same state, holds every key (crb-smb 3.4), and grows by some hundred bytes with each operation.
struct TenantArchive {
  private(set) var entries: [TenantJournal.Entry] = []
  /// Places of the entries of operations that go on. Never iterated.
  private var places: [Int64: [Int]] = [:]

  mutating func append(_ entry: TenantJournal.Entry) {
    if let number = entry.number { places[number, default: []].append(entries.count) }
    entries.append(entry)
  }

  /// The operation is over.
  mutating func close(_ number: Int64) {
    for place in places.removeValue(forKey: number) ?? [] { entries[place] = entries[place].kept }
  }
}

extension TenantJournal.Entry {
  /// The operation that it is about.
  var number: Int64? {
    switch self {
    case .ordered(let number, _, _, _), .sent(let number, _, _, _), .kept(let number, _, _, _, _),
      .asked(let number, _), .event(let number, _):
      number
    case .learned: nil
    }
  }

  /// What stays of it when its operation is over. Configurations that a migration compared are as different as their digests.
  var kept: TenantJournal.Entry {
    switch self {
    case .sent(let number, let transaction, let domain, let keys):
      .kept(number, transaction.id, at: transaction.layout?.timestamp ?? 0, domain: domain, keys)
    case .event(let number, .received(let configuration, let timestamp)) where configuration.count > Digest.byteCount:
      .event(number, .received(SHA256Hasher.digest(configuration).bytes, timestamp: timestamp))
    case .ordered, .kept, .asked, .event, .learned: self
    }
  }
}
