/// Jobs that wait for a core, first in, first out: a ring in one array.
struct JobQueue {
  private var ring: [Int64] = []
  private var head = 0
  private(set) var count = 0

  mutating func append(_ job: Int64) {
    if count == ring.count { grow() }
    ring[(head + count) & (ring.count - 1)] = job
    count += 1
  }

  mutating func removeFirst() -> Int64? {
    guard count > 0 else { return nil }
    let first = ring[head]
    head = (head + 1) & (ring.count - 1)
    count -= 1
    return first
  }

  private mutating func grow() {
    var larger = Array(repeating: Int64(0), count: max(8, ring.count * 2))
    for i in 0..<count { larger[i] = ring[(head + i) & (ring.count - 1)] }
    ring = larger
    head = 0
  }
}
