import Report

extension Metric.Unit {
  /// Reads a value such as `2 s`, `150 /s`, `64 kB`, `80 %` in this unit.
  func read(_ text: String) throws(Quantity.Problem) -> Double {
    switch self {
    case .seconds: return Double(try Quantity.whole(text, .time)) / 1e9
    case .perSecond: return try Quantity.real(text, .rate)
    case .bytes: return Double(try Quantity.whole(text, .size))
    case .bytesPerSecond: return Double(try Quantity.whole(text, .bitRate)) / 8
    case .bitsPerSecond: return Double(try Quantity.whole(text, .bitRate))
    case .fraction: return try Quantity.real(text, .fraction)
    case .count:
      guard let number = ExactDecimal(text[...]) else {
        throw Quantity.Problem(text: "'\(text)' is not a number")
      }
      return number.double()
    }
  }

  /// Writes a mean in this unit as people read it, with its half-width: `162 ± 2 /s`.
  func text(_ interval: ConfidenceInterval) -> String {
    switch self {
    case .seconds, .perSecond, .bytes, .bytesPerSecond, .bitsPerSecond: NumberFormat.text(interval, unit: rawValue)
    case .count: NumberFormat.number(interval)
    case .fraction: NumberFormat.percent(interval.mean)
    }
  }

  /// Writes a value in this unit with four digits, of a whole number of things with all: `162.3 /s`, `1.25 s`, `13,609`, `80 %`.
  public func text(_ value: Double) -> String {
    switch self {
    case .seconds, .perSecond, .bytes, .bytesPerSecond, .bitsPerSecond:
      NumberFormat.text(value, unit: rawValue, significantDigits: 4, trimmed: true)
    case .count: NumberFormat.number(value, significantDigits: 4, trimmed: true)
    case .fraction: NumberFormat.percent(value, significantDigits: 4)
    }
  }
}
