import Vocabulary

/// An event with the key that orders it, in 32 bytes: two of them fill a cache line.
@usableFromInline struct QueueEntry {
  /// Time (64 bits), insertion number (48 bits), kind (16 bits). Numbers differ, so kinds never decide the order.
  @usableFromInline var key: UInt128
  @usableFromInline var b: Int64
  @usableFromInline var node: Int32
  @usableFromInline var a: Int32

  @inlinable init(_ event: Event, at time: Instant, number: UInt64) {
    let order = number << 16 | UInt64(event.kind.rawValue)
    key = UInt128(_low: order, _high: UInt64(bitPattern: time.nanoseconds))
    b = event.b
    node = event.node.index
    a = event.a
  }

  /// The same with 16 bits between time and number that decide among the events of an instant; 32 bits of the number are
  /// left.
  @inlinable init(_ event: Event, at time: Instant, number: UInt64, rank: UInt64) {
    self.init(event, at: time, number: (rank & 0xFFFF) << 32 | (number & 0xFFFF_FFFF))
  }

  @inlinable var time: Instant { Instant(nanoseconds: Int64(bitPattern: key._high)) }

  @inlinable var event: Event {
    Event(EventKind(UInt16(truncatingIfNeeded: key._low)), node: NodeID(Int(node)), a: a, b: b)
  }
}
