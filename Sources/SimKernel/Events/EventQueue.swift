import Vocabulary

/// The events to come, earliest first; those of one instant in the order of their insertion numbers, or as a `TieOrder`
/// says.
///
/// A ladder queue (Tang, Goh and Thng 2005) in raw memory: `bottom`, a sorted array, holds the next events; `rungs`
/// hold later ones in buckets of equal width, each finer rung in place of one bucket of the coarser rung above;
/// `top` holds the latest ones as they come. See docs/decisions/0001-event-queue.md.
public struct EventQueue: ~Copyable {
  /// Buckets with more events than this are split rather than sorted.
  @usableFromInline static let sortLimit = 64
  /// An event that would displace more than this in the sorted array splits it.
  @usableFromInline static let shiftLimit = 128

  @usableFromInline var bottom: UnsafeMutablePointer<QueueEntry>
  @usableFromInline var bottomCapacity = 1024
  /// The sorted array lies from here to `tail`.
  @usableFromInline var head = 0
  @usableFromInline var tail = 0

  @usableFromInline var rungs: UnsafeMutablePointer<LadderRung>
  @usableFromInline var rungCount = 0
  /// Rungs that have memory.
  @usableFromInline var rungsMade = 0

  @usableFromInline var pool = NodePool()
  @usableFromInline var top = NodePool.none
  /// Events from here on go to `top`.
  @usableFromInline var topStart = UInt64.max

  @usableFromInline var size = 0
  @usableFromInline var lastNumber: UInt64 = 0
  @usableFromInline let ties: TieOrder?

  public init(ties: TieOrder? = nil) {
    self.ties = ties
    bottom = .allocateLines(bottomCapacity)
    rungs = .allocate(capacity: LadderRung.limit)
  }

  deinit {
    pool.deallocate()
    bottom.deallocate()
    for rung in 0..<rungsMade { rungs[rung].buckets.deallocate() }
    rungs.deallocate()
  }

  @inlinable public var count: Int { size }
  @inlinable public var isEmpty: Bool { size == 0 }

  /// Takes the next insertion number, for `insert(_:at:number:)`.
  @inlinable public mutating func reserveNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  @inlinable public mutating func insert(_ event: Event, at time: Instant) {
    insert(event, at: time, number: reserveNumber())
  }

  /// Inserts an event whose place among those of its instant was reserved earlier. Times must not be negative.
  @inlinable public mutating func insert(_ event: Event, at time: Instant, number: UInt64) {
    size += 1
    if let ties {
      place(ties.entry(event, at: time, number: number))
    } else {
      place(QueueEntry(event, at: time, number: number))
    }
  }

  @inlinable mutating func place(_ entry: QueueEntry) {
    let instant = entry.key._high
    if instant >= topStart {
      pool.push(entry, onto: &top)
      return
    }
    var rung = 0
    while rung < rungCount {
      if instant >= rungs[rung].currentStart {
        pool.push(entry, onto: &rungs[rung].buckets[rungs[rung].bucket(of: instant)])
        return
      }
      rung += 1
    }
    insertBottom(entry)
  }

  /// Removes and gives the earliest event, unless it is later than `end`.
  @inlinable public mutating func pop(notAfter end: Instant) -> (event: Event, time: Instant)? {
    if head == tail {
      guard refill(notAfter: UInt64(bitPattern: end.nanoseconds)) else { return nil }
    }
    let first = bottom[head]
    guard first.time <= end else { return nil }
    head += 1
    size -= 1
    return (first.event, first.time)
  }

  @inlinable mutating func insertBottom(_ entry: QueueEntry) {
    if tail == bottomCapacity || tail - head > EventQueue.shiftLimit {
      guard makeRoom(for: entry) else { return place(entry) }
    }
    var hole = tail
    while hole > head && bottom[hole - 1].key > entry.key {
      bottom[hole] = bottom[hole - 1]
      hole -= 1
    }
    bottom[hole] = entry
    tail += 1
  }
}
