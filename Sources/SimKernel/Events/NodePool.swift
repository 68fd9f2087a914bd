/// Events in singly linked lists, as handles into one block of memory. The last one freed is the first one reused, as
/// its cache line is warm. The owner deallocates.
@usableFromInline struct NodePool {
  @usableFromInline static var none: Int32 {
    @inlinable get { -1 }
  }

  @usableFromInline var entries: UnsafeMutablePointer<QueueEntry>
  @usableFromInline var next: UnsafeMutablePointer<Int32>
  @usableFromInline var capacity = 1024
  @usableFromInline var free: Int32

  @usableFromInline init() {
    entries = .allocateLines(capacity)
    next = .allocate(capacity: capacity)
    free = NodePool.none
    freeAll(from: 0)
  }

  func deallocate() {
    entries.deallocate()
    next.deallocate()
  }

  /// Puts the entry in front of the list.
  @inlinable mutating func push(_ entry: QueueEntry, onto list: inout Int32) {
    if free == NodePool.none { grow() }
    let node = Int(free)
    free = next[node]
    entries[node] = entry
    next[node] = list
    list = Int32(truncatingIfNeeded: node)
  }

  @usableFromInline mutating func grow() {
    let larger = UnsafeMutablePointer<QueueEntry>.allocateLines(capacity * 2)
    larger.moveInitialize(from: entries, count: capacity)
    entries.deallocate()
    entries = larger
    let largerNext = UnsafeMutablePointer<Int32>.allocate(capacity: capacity * 2)
    largerNext.moveInitialize(from: next, count: capacity)
    next.deallocate()
    next = largerNext
    let first = capacity
    capacity *= 2
    freeAll(from: first)
  }

  private mutating func freeAll(from first: Int) {
    for node in first..<capacity { (next + node).initialize(to: Int32(node + 1)) }
    next[capacity - 1] = free
    free = Int32(first)
  }
}
