/// Transactions that a module has refused for good, for clients that want that in writing. Bounded: one that is forgotten is
/// handed in again, and refused again.
struct RecentRefusals {
  static let limit = 256

  /// The oldest is overwritten.
  private var list: [(id: Digest, reason: DropReason)] = []
  private var next = 0

  mutating func add(_ id: Digest, _ reason: DropReason) {
    if list.count < Self.limit {
      list.append((id, reason))
    } else {
      list[next] = (id, reason)
      next = (next + 1) % Self.limit
    }
  }

  func contains(_ id: Digest, _ reason: DropReason) -> Bool {
    list.contains { $0.id == id && $0.reason == reason }
  }
}

extension DropReason {
  /// Whether a module that refuses a transaction for this reason will refuse it again.
  var isForGood: Bool { !DropReason.passing.contains(self) }
  private static let passing: [DropReason] = [.pendingListFull, .duplicateTransaction, .starting]
}
