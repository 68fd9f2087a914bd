/// The transactions that wait for a block or are proposed in one, in order of arrival (paper 2.3.3, step 1). Those that wait
/// are bounded in number and in bytes.
public struct PendingList {
  public let maximumCount: Int
  /// Of all that wait together, encoded.
  public let maximumBytes: Int
  public private(set) var bytes = 0
  /// Of the bytes and transactions, those that are proposed.
  private var proposed = (count: 0, bytes: 0)
  /// In order of arrival; nil where one was removed.
  private var slots: [Transaction?] = []
  /// Slots before this one are empty.
  private var head = 0
  /// The slot of each. Never iterated.
  private var places: [Digest: Int] = [:]

  public init(maximumCount: Int, maximumBytes: Int) {
    self.maximumCount = maximumCount
    self.maximumBytes = maximumBytes
  }

  public var count: Int { places.count }
  /// Those that are not proposed.
  public var waiting: Int { count - proposed.count }
  public var isEmpty: Bool { places.isEmpty }
  /// The oldest.
  public var first: Transaction? { head < slots.count ? slots[head] : nil }
  public var last: Transaction? { slots.last { $0 != nil } ?? nil }
  /// All, oldest first.
  public var all: [Transaction] { slots[head...].compactMap { $0 } }
  public func contains(_ id: Digest) -> Bool { places[id] != nil }

  public func hasRoom(for transaction: Transaction) -> Bool {
    waiting < maximumCount && transaction.bytes.count <= maximumBytes - (bytes - proposed.bytes)
  }

  /// Files a transaction at the end; otherwise says why not.
  public mutating func add(_ transaction: Transaction) -> DropReason? {
    guard places[transaction.id] == nil else { return .duplicateTransaction }
    guard hasRoom(for: transaction) else { return .pendingListFull }
    places[transaction.id] = slots.count
    slots.append(transaction)
    bytes += transaction.bytes.count
    return nil
  }

  /// The oldest transactions that fit a content of at most `maximumBytes`, in order; they stay in the list. It stops at
  /// the first that does not fit. `signer` and `previous` are the lengths of the content's other fields; those in `others`
  /// are chosen already.
  public func selection(
    forContentOf maximumBytes: Int, besides others: [Transaction] = [], signer: Int, previous: Int
  ) -> [Transaction] {
    var room = maximumBytes - BlockContent.size(signer: signer, previous: previous, transactionElements: 0)
    var chosen: [Transaction] = []
    for case .some(let transaction) in slots[head...] where !others.contains(where: { $0.id == transaction.id }) {
      let size = BSONSize.element(.index(chosen.count), transaction.bytes.count)
      guard size <= room else { break }
      room -= size
      chosen.append(transaction)
    }
    return chosen
  }

  /// Transactions are proposed: they keep their places, and leave their room to others.
  public mutating func propose(_ transactions: [Transaction]) {
    withdraw()
    for transaction in transactions where contains(transaction.id) {
      proposed.count += 1
      proposed.bytes += transaction.bytes.count
    }
  }

  /// What was proposed waits again, even if that is more than there is room for.
  public mutating func withdraw() { proposed = (0, 0) }

  /// Removes those that are in the list, as when a block that holds them is decided; what was proposed beside it waits again.
  public mutating func remove(_ transactions: [Transaction]) {
    withdraw()
    for transaction in transactions {
      guard let place = places.removeValue(forKey: transaction.id) else { continue }
      slots[place] = nil
      bytes -= transaction.bytes.count
    }
    while head < slots.count, slots[head] == nil { head += 1 }
    if head > 64, head > slots.count / 2 { compact() }
  }

  /// Gives the empty slots back.
  private mutating func compact() {
    slots = slots[head...].filter { $0 != nil }
    head = 0
    for (place, transaction) in slots.enumerated() { places[transaction!.id] = place }
  }
}
