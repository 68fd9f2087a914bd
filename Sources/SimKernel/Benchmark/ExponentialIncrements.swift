import Vocabulary

/// 2,048 equally likely times with exponential distribution: random increments that cost one table look-up, the same
/// in the kernel's benchmarks and in the peer's.
struct ExponentialIncrements {
  let table: UnsafeMutablePointer<Int64>

  init(mean: Double) {
    table = .allocate(capacity: 2048)
    for i in 0..<2048 {
      (table + i).initialize(to: Int64(-mean * PortableMath.log((Double(i) + 0.5) / 2048)) + 1)
    }
  }

  func deallocate() { table.deallocate() }

  func next(_ stream: inout RandomStream) -> TimeSpan { TimeSpan(nanoseconds: table[Int(stream.next() >> 53)]) }
}
