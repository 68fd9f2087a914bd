import Vocabulary

/// Another order of simultaneous events: at each instant the nodes take turns in an order of their own, drawn from the
/// key. The events of one node, and so those of one link, keep theirs.
public struct TieOrder: Hashable, Sendable {
  public var key: UInt64

  public init(key: UInt64) { self.key = key }

  /// Two nodes of one rank keep the order in which their events were scheduled.
  func rank(of node: NodeID, at time: Instant) -> UInt64 {
    var mixer = SplitMix64(state: key)
    mixer = SplitMix64(state: mixer.next() ^ UInt64(bitPattern: time.nanoseconds))
    mixer = SplitMix64(state: mixer.next() ^ UInt64(bitPattern: Int64(node.index)))
    return mixer.next() >> 48
  }

  @usableFromInline func entry(_ event: Event, at time: Instant, number: UInt64) -> QueueEntry {
    precondition(number < 1 << 32, "event number \(number) of an exploring run")
    return QueueEntry(event, at: time, number: number, rank: rank(of: event.node, at: time))
  }
}
