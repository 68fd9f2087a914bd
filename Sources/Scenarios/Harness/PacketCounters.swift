/// What became of the packets that machines sent from their ports. Each is in one place or another: see `isBalanced`.
struct PacketCounters: Hashable, Sendable {
  /// Given away by machines.
  var sent: Int64 = 0
  /// Made by links that deliver twice.
  var copied: Int64 = 0
  /// Made by an adversary on a link.
  var injected: Int64 = 0
  /// Handed to machines.
  var taken: Int64 = 0
  /// Lost on links, at the entrance or on the way.
  var lostOnLinks: Int64 = 0
  /// Lost by nodes without power, or with their power.
  var lostWithPower: Int64 = 0

  /// Whether all of them are accounted for, with so many under way.
  func isBalanced(underWay: Int) -> Bool {
    sent + copied + injected == taken + lostOnLinks + lostWithPower + Int64(underWay)
  }
}
