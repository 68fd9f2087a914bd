/// Buckets of equal width in time, a power of two, and a last one for all later events up to the rung's end.
@usableFromInline struct LadderRung {
  /// A bucket that is split has over 2^5 events and its rung is that much finer, so 64-bit times need no more.
  static let limit = 16

  /// The lists of the buckets.
  @usableFromInline var buckets: UnsafeMutablePointer<Int32>
  var capacity: Int
  @usableFromInline var start: UInt64 = 0
  @usableFromInline var shift: UInt64 = 0
  @usableFromInline var last = 0
  /// The next bucket to be emptied, and where it starts: events before it go to a finer rung or to the bottom.
  @usableFromInline var current = 0
  @usableFromInline var currentStart: UInt64 = 0

  init(capacity: Int) {
    self.capacity = capacity
    buckets = .allocate(capacity: capacity)
  }

  @inlinable func bucket(of instant: UInt64) -> Int {
    let offset = instant > start ? instant &- start : 0
    return Int(truncatingIfNeeded: min(offset &>> shift, UInt64(truncatingIfNeeded: last)))
  }

  /// Puts the first event of the list into its bucket; gives the rest of the list.
  @inlinable func take(_ list: Int32, _ pool: NodePool) -> Int32 {
    let node = Int(list)
    let rest = pool.next[node]
    let bucket = buckets + bucket(of: pool.entries[node].key._high)
    pool.next[node] = bucket.pointee
    bucket.pointee = list
    return rest
  }

  /// Empty buckets for `count` events between `first` and `latest`.
  mutating func prepare(first: UInt64, latest: UInt64, count: Int) {
    start = first
    currentStart = first
    current = 0
    let range = latest - first
    let share = range / UInt64(count)
    shift = share == 0 ? 0 : UInt64(64 - share.leadingZeroBitCount)
    last = Int(range >> shift) + 1
    if last >= capacity {
      buckets.deallocate()
      capacity = last + 1
      buckets = .allocate(capacity: capacity)
    }
    buckets.initialize(repeating: NodePool.none, count: last + 1)
  }

  /// Where the last bucket starts.
  var lastStart: UInt64 { start + UInt64(last) << shift }
}
