import Protocols
import Vocabulary

/// What each metered operation costs on one kind of machine, in picoseconds of one core.
struct PriceList {
  /// By `Meter.Operation.rawValue`.
  private let picoseconds: [Int64]
  /// Whether all of it costs nothing.
  let isFree: Bool
  /// Makes signatures in place of the processor.
  let signer: Signer?

  /// A signing device, with the suite's time for a signature.
  struct Signer {
    var signature: TimeSpan
    var latency: TimeSpan
  }

  init(picoseconds: [Int64], signer: Signer? = nil) {
    precondition(picoseconds.count == Meter.Operation.allCases.count, "\(picoseconds.count) prices")
    self.signer = signer
    var picoseconds = picoseconds
    if signer != nil { picoseconds[Meter.Operation.sign.rawValue] = 0 }
    self.picoseconds = picoseconds
    isFree = picoseconds.allSatisfy { $0 == 0 }
  }

  /// Everything is free: for the cost of the protocol's messages alone.
  static let free = PriceList(picoseconds: Meter.Operation.allCases.map { _ in 0 })

  /// Simulated time that the metered work takes, rounded to the nearest nanosecond; 106 days when it is more.
  func price(_ meter: Meter) -> TimeSpan {
    guard !isFree else { return .zero }
    var sum: Int64 = 0
    for operation in Meter.Operation.allCases {
      let (cost, isTooMuch) = meter.count(operation).multipliedReportingOverflow(by: picoseconds[operation.rawValue])
      let (next, overflow) = sum.addingReportingOverflow(cost)
      guard !isTooMuch, !overflow else { return TimeSpan(nanoseconds: .max / 1_000) }
      sum = next
    }
    return TimeSpan(nanoseconds: sum / 1_000 + (sum % 1_000 >= 500 ? 1 : 0))
  }

  /// What of it verifying signatures takes, rounded down.
  func verifying(_ meter: Meter) -> TimeSpan {
    let (cost, isTooMuch) = meter.count(.verify).multipliedReportingOverflow(
      by: picoseconds[Meter.Operation.verify.rawValue])
    return TimeSpan(nanoseconds: isTooMuch ? 0 : cost / 1_000)
  }
}
