/// The transactions that a client is done with, by their headers (crb-smb 3.3.2). Bounded: when it is full it forgets the
/// oldest, and takes for processed whatever is no newer.
public struct ProcessedTransactions: Sendable {
  public let capacity: Int
  /// Never iterated.
  private var headers: Set<Digest> = []
  /// The same, by timestamp.
  private(set) var order: [Entry] = []
  /// What is as old as this, or older, counts as processed. In ms since 1970.
  public private(set) var floor = Int64.min

  struct Entry {
    var timestamp: Int64
    var header: Digest
  }

  public init(capacity: Int) {
    precondition(capacity > 0, "a memory of \(capacity) transactions")
    self.capacity = capacity
  }

  /// As it was when it was written down.
  init(capacity: Int, floor: Int64, _ entries: [Entry]) {
    self.init(capacity: capacity)
    self.floor = floor
    for entry in entries { record(entry.header, at: entry.timestamp) }
  }

  public var count: Int { headers.count }

  /// `header`: the SHA-256 of the transaction's header.
  public func contains(_ header: Digest, at timestamp: Int64) -> Bool {
    timestamp <= floor || headers.contains(header)
  }

  public mutating func record(_ header: Digest, at timestamp: Int64) {
    guard !contains(header, at: timestamp) else { return }
    headers.insert(header)
    var place = order.count
    while place > 0, order[place - 1].timestamp > timestamp { place -= 1 }
    order.insert(Entry(timestamp: timestamp, header: header), at: place)
    guard headers.count > capacity else { return }
    let oldest = order.removeFirst()
    headers.remove(oldest.header)
    floor = max(floor, oldest.timestamp)
  }
}

extension Transaction {
  /// SHA-256 of its header; nil if it has none. Charged as the hash of it.
  func headerDigest(_ meter: inout Meter) -> Digest? {
    guard let layout else { return nil }
    meter.charge(.hashByte, layout.signature.count)
    return SHA256Hasher.digest(Array(bytes[layout.signature]))
  }
}
