import Protocols
import Vocabulary

/// What each metered operation costs on one kind of machine, in picoseconds of one core.
struct PriceList {
  /// By `Meter.Operation.rawValue`.
  private let picoseconds: [Int64]

  init(picoseconds: [Int64]) {
    precondition(picoseconds.count == Meter.Operation.allCases.count, "\(picoseconds.count) prices")
    self.picoseconds = picoseconds
  }

  /// Everything is free: for the cost of the protocol's messages alone.
  static let free = PriceList(picoseconds: Meter.Operation.allCases.map { _ in 0 })

  /// Simulated time that the metered work takes, rounded to the nearest nanosecond; 106 days when it is more.
  func price(_ meter: Meter) -> TimeSpan {
    var sum: Int64 = 0
    for operation in Meter.Operation.allCases {
      let (cost, isTooMuch) = meter.count(operation).multipliedReportingOverflow(by: picoseconds[operation.rawValue])
      let (next, overflow) = sum.addingReportingOverflow(cost)
      guard !isTooMuch, !overflow else { return TimeSpan(nanoseconds: .max / 1_000) }
      sum = next
    }
    return TimeSpan(nanoseconds: sum / 1_000 + (sum % 1_000 >= 500 ? 1 : 0))
  }
}
