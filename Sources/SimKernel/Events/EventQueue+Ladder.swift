extension EventQueue {
  /// Fills the empty bottom with the next events. False when none is due by `end`.
  @usableFromInline mutating func refill(notAfter end: UInt64) -> Bool {
    while true {
      if rungCount == 0 {
        guard top != NodePool.none else { return false }
        let list = top
        top = NodePool.none
        if drain(list) {
          topStart = .max
          return true
        }
        spawnRung(from: list)
        topStart = rungs[0].lastStart
        continue
      }
      let rung = rungs + (rungCount - 1)
      var current = rung.pointee.current
      while current <= rung.pointee.last && rung.pointee.buckets[current] == NodePool.none { current += 1 }
      if current > rung.pointee.last {
        rungCount -= 1
        continue
      }
      let start = rung.pointee.start + UInt64(current) << rung.pointee.shift
      if start > end {
        rung.pointee.current = current
        rung.pointee.currentStart = max(rung.pointee.currentStart, start)
        return false
      }
      let list = rung.pointee.buckets[current]
      rung.pointee.buckets[current] = NodePool.none
      if current == rung.pointee.last {
        rungCount -= 1
      } else {
        rung.pointee.current = current + 1
        rung.pointee.currentStart = start + 1 << rung.pointee.shift
      }
      if drain(list) { return true }
      spawnRung(from: list)
    }
  }

  /// Moves the list into the empty bottom, sorted; false, and nothing is moved, when it is too long to sort.
  private mutating func drain(_ list: Int32) -> Bool {
    // Lists start with what came last, so the array grows to the front.
    let end = EventQueue.sortLimit
    var first = end
    var node = Int(list)
    var lastNode = node
    repeat {
      guard first > 0 else { return drainInstant(list) }
      let entry = pool.entries[node]
      var hole = first - 1
      while hole + 1 < end && bottom[hole + 1].key < entry.key {
        bottom[hole] = bottom[hole + 1]
        hole += 1
      }
      bottom[hole] = entry
      first -= 1
      lastNode = node
      node = Int(pool.next[node])
    } while node >= 0
    pool.next[lastNode] = pool.free
    pool.free = list
    head = first
    tail = end
    return true
  }

  /// The same for a list of any length whose events have one instant; false when they have several.
  private mutating func drainInstant(_ list: Int32) -> Bool {
    let instant = pool.entries[Int(list)].key._high
    var count = 0
    var node = Int(list)
    var lastNode = node
    while node >= 0 {
      guard pool.entries[node].key._high == instant else { return false }
      count += 1
      lastNode = node
      node = Int(pool.next[node])
    }
    if count > bottomCapacity {
      bottom.deallocate()
      bottomCapacity = count * 2
      bottom = .allocateLines(bottomCapacity)
    }
    node = Int(list)
    var isSorted = true
    for position in stride(from: count - 1, through: 0, by: -1) {
      bottom[position] = pool.entries[node]
      if position < count - 1 && bottom[position + 1].key < bottom[position].key { isSorted = false }
      node = Int(pool.next[node])
    }
    if !isSorted {
      var all = UnsafeMutableBufferPointer(start: bottom, count: count)
      all.sort { $0.key < $1.key }
    }
    pool.next[lastNode] = pool.free
    pool.free = list
    head = 0
    tail = count
    return true
  }

  /// Spreads the list over a new finest rung.
  private mutating func spawnRung(from list: Int32) {
    var first = UInt64.max
    var latest = UInt64.min
    var count = 0
    var node = Int(list)
    while node >= 0 {
      let instant = pool.entries[node].key._high
      first = min(first, instant)
      latest = max(latest, instant)
      count += 1
      node = Int(pool.next[node])
    }
    precondition(rungCount < LadderRung.limit, "\(rungCount) rungs")
    if rungCount == rungsMade {
      (rungs + rungsMade).initialize(to: LadderRung(capacity: 256))
      rungsMade += 1
    }
    let rung = rungs + rungCount
    rungCount += 1
    rung.pointee.prepare(first: first, latest: latest, count: count)
    var rest = list
    while rest >= 0 { rest = rung.pointee.take(rest, pool) }
  }

  /// Gives the bottom more memory, and splits it if the entry would displace too many. False when the entry no longer
  /// belongs to the bottom.
  @usableFromInline mutating func makeRoom(for entry: QueueEntry) -> Bool {
    if displacesTooMany(entry) { splitBottom(from: entry.key._high + 1) }
    if displacesTooMany(entry) {
      // Events of its own instant, with later numbers.
      splitBottom(from: entry.key._high)
      return false
    }
    guard tail == bottomCapacity else { return true }
    let count = tail - head
    if head >= bottomCapacity / 2 {
      bottom.update(from: bottom + head, count: count)
    } else {
      bottomCapacity *= 2
      let larger = UnsafeMutablePointer<QueueEntry>.allocateLines(bottomCapacity)
      larger.moveInitialize(from: bottom + head, count: count)
      bottom.deallocate()
      bottom = larger
    }
    head = 0
    tail = count
    return true
  }

  private func displacesTooMany(_ entry: QueueEntry) -> Bool {
    tail - head > EventQueue.shiftLimit && bottom[tail - 1 - EventQueue.shiftLimit].key > entry.key
  }

  /// Moves all events from the instant on from the bottom back to the finest rung, or to the top if there is none.
  private mutating func splitBottom(from instant: UInt64) {
    var low = head
    var high = tail
    while low < high {
      let middle = (low + high) / 2
      if bottom[middle].key._high < instant { low = middle + 1 } else { high = middle }
    }
    if rungCount == 0 {
      for position in low..<tail { pool.push(bottom[position], onto: &top) }
      topStart = instant
    } else {
      let rung = rungs + (rungCount - 1)
      for position in low..<tail {
        let bucket = rung.pointee.bucket(of: bottom[position].key._high)
        pool.push(bottom[position], onto: &rung.pointee.buckets[bucket])
      }
      rung.pointee.current = rung.pointee.bucket(of: instant)
      rung.pointee.currentStart = instant
    }
    tail = low
  }
}
