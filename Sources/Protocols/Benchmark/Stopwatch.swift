/// Measures work by a clock handed in, since protocol code has none of its own.
public struct Stopwatch {
  /// Seconds since any fixed point.
  let clock: () -> Double
  /// Time spent on one measurement.
  let budgetSeconds: Double
  /// Batches timed of one measurement; their median counts.
  static let batches = 15

  public init(clock: @escaping () -> Double, budgetSeconds: Double = 0.3) {
    self.clock = clock
    self.budgetSeconds = budgetSeconds
  }

  /// Seconds that one call of `work` takes: the median over batches of calls. Calls are numbered from 0.
  public func secondsPerCall(_ work: (Int) -> Void) -> Double {
    var number = 0
    func seconds(of calls: Int) -> Double {
      let start = clock()
      for _ in 0..<calls {
        work(number)
        number += 1
      }
      return clock() - start
    }
    // Batches long enough for the clock, and all of them within the budget.
    var calls = 1
    while seconds(of: calls) < budgetSeconds / Double(2 * Stopwatch.batches) && calls < 1 << 24 { calls *= 2 }
    let perBatch = (0..<Stopwatch.batches).map { _ in seconds(of: calls) }.sorted()
    return perBatch[Stopwatch.batches / 2] / Double(calls)
  }
}
