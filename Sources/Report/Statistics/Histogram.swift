/// Counts of whole numbers in bounded memory, precise to three significant digits (after HdrHistogram).
///
/// Values below 1,024 are kept exactly. Above, each octave has 512 equal buckets and a bucket answers with its middle, so
/// that a percentile is off by less than 0.1 % (1 part in 1,024). Sum, mean, minimum and maximum are exact.
/// Memory is 4 kB an octave: 115 kB for the default range, 225 kB at most.
public struct Histogram: Sendable {
  /// The highest value that can be recorded.
  public static let limit: Int64 = 1 << 62

  @usableFromInline var counts: ContiguousArray<Int64>
  @usableFromInline var recorded: Int64 = 0
  @usableFromInline var sum: Int128 = 0
  @usableFromInline var lowest = Int64.max
  @usableFromInline var highest: Int64 = -1

  /// An empty histogram with memory for values up to `expected` (by default 68 s in nanoseconds). Higher values are
  /// recorded as well; the first one in each higher octave takes more memory.
  public init(expected: Int64 = 1 << 36) {
    counts = ContiguousArray(repeating: 0, count: Histogram.size(for: min(max(expected, 0), Histogram.limit)))
  }

  /// Records a value, or several equal ones. Allocates nothing within the expected range.
  ///
  /// - Precondition: `value` is in 0...`limit` and `times` is not negative.
  @inlinable public mutating func record(_ value: Int64, times: Int64 = 1) {
    precondition(value >= 0 && value <= Histogram.limit, "a histogram cannot hold \(value)")
    precondition(times >= 0, "a value cannot be recorded \(times) times")
    guard times > 0 else { return }
    let index = Histogram.index(of: value)
    if index >= counts.count { grow(toHold: value) }
    counts[index] &+= times
    recorded &+= times
    sum &+= times == 1 ? Int128(truncatingIfNeeded: value) : Int128(value) * Int128(times)
    if value < lowest { lowest = value }
    if value > highest { highest = value }
  }

  /// How many values are recorded.
  public var count: Int64 { recorded }

  /// The smallest recorded value, exactly; nil when empty.
  public var minimum: Int64? { count > 0 ? lowest : nil }

  /// The greatest recorded value, exactly; nil when empty.
  public var maximum: Int64? { count > 0 ? highest : nil }

  /// The arithmetic mean, from the exact sum; nil when empty.
  public var mean: Double? { count > 0 ? Double(sum) / Double(count) : nil }

  /// The value that at least `p` percent of the recorded values do not exceed (nearest rank), within 0.1 %; nil when
  /// empty. `p` is taken into 0...100; 0 gives the minimum and 100 the maximum, both exactly.
  public func percentile(_ p: Double) -> Int64? {
    guard count > 0 else { return nil }
    guard p > 0 else { return lowest }
    guard p < 100 else { return highest }
    let rank = max(1, Int64((p / 100 * Double(count)).rounded(.up)))
    var seen: Int64 = 0
    for index in counts.indices {
      seen += counts[index]
      if seen >= rank { return min(max(Histogram.middle(of: index), lowest), highest) }
    }
    return highest
  }

  /// Adds everything that another histogram holds.
  public mutating func merge(_ other: Histogram) {
    guard other.count > 0 else { return }
    if Histogram.size(for: other.highest) > counts.count { grow(toHold: other.highest) }
    for index in 0...Histogram.index(of: other.highest) { counts[index] += other.counts[index] }
    recorded += other.recorded
    sum += other.sum
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
  }

  /// Forgets every value and keeps the memory.
  public mutating func clear() {
    for index in counts.indices { counts[index] = 0 }
    recorded = 0
    sum = 0
    lowest = .max
    highest = -1
  }

  // Bucket numbers: below 1,024 the value itself; above, `shift` halvings bring it into 512..<1,024.

  @inlinable static func index(of value: Int64) -> Int {
    let shift = max(0, 54 - value.leadingZeroBitCount)
    return shift << 9 + Int(truncatingIfNeeded: value >> Int64(shift))
  }

  static func middle(of index: Int) -> Int64 {
    guard index >= 1_024 else { return Int64(index) }
    let shift = index >> 9 - 1
    return Int64(index - shift << 9) << Int64(shift) + Int64(1) << Int64(shift - 1)
  }

  /// Buckets up to the end of the value's octave.
  static func size(for value: Int64) -> Int { (index(of: value) >> 9 + 1) << 9 }

  @usableFromInline mutating func grow(toHold value: Int64) {
    counts.append(contentsOf: repeatElement(0, count: Histogram.size(for: value) - counts.count))
  }
}
