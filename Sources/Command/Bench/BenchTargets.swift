import Report
import Scenarios

/// What benchmarks share that have targets: they say of each figure whether it is met.
struct BenchTargets {
  @Flag("End with status 1 when a target is missed; without this with 0.") var check: Bool

  func status(_ areMet: [Bool]) -> ExitStatus { check && areMet.contains(false) ? .failed : .done }

  /// The last two cells of a row of text: the target, and whether it is met.
  static func cells(_ target: BenchmarkTarget?, isMet: Bool?) -> [String] {
    [target?.text ?? "", isMet.map { $0 ? "met" : "missed" } ?? ""]
  }

  static let headings: [TextTable.Heading] = [.init("target", .right), .init("")]

  /// For a row of JSON. `figure`: the key of the number that it is about.
  static func members(_ target: BenchmarkTarget?, of figure: String, isMet: Bool?) -> [JSONValue.Member] {
    guard let target, let isMet else { return [] }
    let bound: JSONValue.Member =
      switch target {
      case .atLeast(let bound): .init("at_least", JSONValue(bound))
      case .atMost(let bound): .init("at_most", JSONValue(bound))
      }
    return [.init("target_of", JSONValue(figure)), bound, .init("met", JSONValue(isMet))]
  }
}

extension BenchmarkTarget {
  fileprivate var text: String {
    func text(_ number: Double) -> String { NumberFormat.text(number, significantDigits: 6, trimmed: true) }
    return switch self {
    case .atLeast(let bound): "at least \(text(bound))"
    case .atMost(let bound): "at most \(text(bound))"
    }
  }
}
