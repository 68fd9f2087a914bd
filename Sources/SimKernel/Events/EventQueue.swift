import Vocabulary

/// The events to come, earliest first; those of one instant in the order of their insertion numbers.
public struct EventQueue: ~Copyable {
  @usableFromInline var entries: UnsafeMutablePointer<QueueEntry>
  @usableFromInline var capacity: Int
  @usableFromInline var size = 0
  @usableFromInline var nextNumber: UInt64 = 0

  public init() {
    capacity = 1024
    entries = EventQueue.allocate(capacity)
  }

  deinit { entries.deallocate() }

  @inlinable public var count: Int { size }
  @inlinable public var isEmpty: Bool { size == 0 }

  /// Takes the next insertion number, for `insert(_:at:number:)`.
  @inlinable public mutating func reserveNumber() -> UInt64 {
    nextNumber += 1
    return nextNumber
  }

  @inlinable public mutating func insert(_ event: Event, at time: Instant) {
    insert(event, at: time, number: reserveNumber())
  }

  /// Inserts an event whose place among those of its instant was reserved earlier.
  @inlinable public mutating func insert(_ event: Event, at time: Instant, number: UInt64) {
    let entry = QueueEntry(event, at: time, number: number)
    if size == capacity { grow() }
    var hole = size
    size += 1
    while hole > 0 {
      let parent = (hole - 1) >> 2
      if entries[parent].key <= entry.key { break }
      entries[hole] = entries[parent]
      hole = parent
    }
    entries[hole] = entry
  }

  /// The instant of the earliest event; `never` when there is none.
  @inlinable public var earliest: Instant { size == 0 ? .never : entries[0].time }

  /// Removes and gives the earliest event, unless it is later than `end`.
  @inlinable public mutating func pop(notAfter end: Instant) -> (event: Event, time: Instant)? {
    guard size > 0 else { return nil }
    let first = entries[0]
    guard first.time <= end else { return nil }
    size -= 1
    if size > 0 { sink(entries[size]) }
    return (first.event, first.time)
  }

  @inlinable mutating func sink(_ entry: QueueEntry) {
    var hole = 0
    while true {
      let child = hole << 2 + 1
      if child >= size { break }
      var least = child
      var key = entries[child].key
      var sibling = child + 1
      let end = min(child + 4, size)
      while sibling < end {
        let siblingKey = entries[sibling].key
        least = siblingKey < key ? sibling : least
        key = siblingKey < key ? siblingKey : key
        sibling += 1
      }
      if entry.key <= key { break }
      entries[hole] = entries[least]
      hole = least
    }
    entries[hole] = entry
  }

  @usableFromInline mutating func grow() {
    let larger = EventQueue.allocate(capacity * 2)
    larger.moveInitialize(from: entries, count: size)
    entries.deallocate()
    entries = larger
    capacity *= 2
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<QueueEntry> {
    let bytes = capacity * MemoryLayout<QueueEntry>.stride
    return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
      to: QueueEntry.self, capacity: capacity)
  }
}
