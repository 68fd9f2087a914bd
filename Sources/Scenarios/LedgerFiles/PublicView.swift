import Protocols

/// What anybody who has a ledger can read in it, without any key.
public struct PublicView: Hashable, Sendable {
  /// Transactions of one type, all encrypted or all public.
  public struct Kind: Hashable, Sendable {
    public var type: TransactionType
    public var isEncrypted: Bool
    public var count = 0
    /// Of the transactions, in all.
    public var bytes = 0
    public var smallest = Int.max
    public var largest = 0
  }

  /// A public key that stands in clear.
  public struct Pseudonym: Hashable, Sendable {
    /// SHA-256 of the encoded key.
    public var key: Digest
    /// Transactions that are for it.
    public var received = 0
    /// Public transactions that it signed.
    public var sent = 0
    /// Encrypted transactions that it signed, as trying it on their headers shows.
    public var betrayed = 0
    /// Timestamps of the first and the last of all these.
    public var first: Int64
    public var last: Int64
  }

  /// In the order of `TransactionType`, encrypted before public.
  public private(set) var kinds: [Kind] = []
  /// In the order of the ledger.
  public private(set) var pseudonyms: [Pseudonym] = []
  /// Of the blocks: the lowest and the highest timestamp; nil without a block.
  public private(set) var times: ClosedRange<Int64>?
  /// Encrypted fields that were searched for plaintext, and their bytes.
  public private(set) var searchedFields = 0
  public private(set) var searchedBytes = 0
  /// Encrypted transactions on whose headers all keys were tried, and those that were signed with one of them.
  public private(set) var triedHeaders = 0
  public private(set) var betrayedSenders = 0
  /// Findings of what should not be readable.
  public internal(set) var exposures = 0
  /// By key. Never iterated.
  private var places: [Digest: Int] = [:]

  init() {}

  mutating func see(_ block: BlockContent) {
    let times = times ?? block.timestamp...block.timestamp
    self.times = min(times.lowerBound, block.timestamp)...max(times.upperBound, block.timestamp)
  }

  mutating func see(_ transaction: Transaction) {
    guard let layout = transaction.layout else { return }
    count(transaction.bytes.count, layout)
    if layout.isEncrypted {
      searchedFields += 1 + layout.fields.count
      searchedBytes += ([layout.sender] + layout.fields).reduce(0) { $0 + $1.count }
      change(transaction.bytes[layout.recipient], layout.timestamp) { $0.received += 1 }
    } else {
      change(transaction.bytes[layout.sender], layout.timestamp) { $0.sent += 1 }
    }
  }

  /// `senders`: the key that each encrypted transaction was signed with, as far as it was found.
  mutating func name(_ senders: [PublicKey?]) {
    triedHeaders = senders.count
    for sender in senders.compactMap({ $0 }) {
      betrayedSenders += 1
      if let place = places[sender.fingerprint] { pseudonyms[place].betrayed += 1 }
    }
  }

  private mutating func count(_ bytes: Int, _ layout: TransactionLayout) {
    let place =
      kinds.firstIndex { $0.type == layout.type && $0.isEncrypted == layout.isEncrypted } ?? kinds.endIndex
    if place == kinds.endIndex { kinds.append(Kind(type: layout.type, isEncrypted: layout.isEncrypted)) }
    kinds[place].count += 1
    kinds[place].bytes += bytes
    kinds[place].smallest = min(kinds[place].smallest, bytes)
    kinds[place].largest = max(kinds[place].largest, bytes)
  }

  private mutating func change(_ key: ArraySlice<UInt8>, _ timestamp: Int64, _ body: (inout Pseudonym) -> Void) {
    let key = SHA256Hasher.digest(key)
    let place = places[key] ?? pseudonyms.count
    if place == pseudonyms.count {
      places[key] = place
      pseudonyms.append(Pseudonym(key: key, first: timestamp, last: timestamp))
    }
    body(&pseudonyms[place])
    pseudonyms[place].first = min(pseudonyms[place].first, timestamp)
    pseudonyms[place].last = max(pseudonyms[place].last, timestamp)
  }

  /// Sorts what was counted.
  mutating func finish() {
    let order = TransactionType.allCases
    kinds.sort {
      let (a, b) = (order.firstIndex(of: $0.type)!, order.firstIndex(of: $1.type)!)
      return a == b ? $0.isEncrypted && !$1.isEncrypted : a < b
    }
  }
}
