/// An SI prefix.
struct Prefix {
  var symbol: String
  /// Power of ten, a multiple of 3.
  var power: Int

  static let none = Prefix(symbol: "", power: 0)
  static let all = [
    Prefix(symbol: "p", power: -12), Prefix(symbol: "n", power: -9), Prefix(symbol: "µ", power: -6),
    Prefix(symbol: "m", power: -3), none, Prefix(symbol: "k", power: 3), Prefix(symbol: "M", power: 6),
    Prefix(symbol: "G", power: 9), Prefix(symbol: "T", power: 12), Prefix(symbol: "P", power: 15),
  ]

  /// The prefix that leaves one to three digits before the point, as far as the unit takes prefixes.
  static func fitting(_ value: Decimal, unit: String) -> Prefix {
    guard !value.digits.isEmpty else { return none }
    let group = Int((Double(value.magnitude) / 3).rounded(.down)) * 3
    let range = powers(of: unit)
    if !takesPrefix(unit), group < 6 { return none }
    let power = min(max(group, range.lowerBound), range.upperBound)
    return all.first { $0.power == power }!
  }

  /// The value in this prefix's units.
  func scale(_ value: Decimal) -> Decimal {
    var scaled = value
    if !scaled.digits.isEmpty { scaled.exponent -= power }
    return scaled
  }

  /// The unit with the prefix: `ms`; apart from a unit that is a word: `M transactions/s`.
  func applied(to unit: String) -> String {
    Prefix.takesPrefix(unit) || symbol.isEmpty || unit.isEmpty ? symbol + unit : "\(symbol) \(unit)"
  }

  static func takesPrefix(_ unit: String) -> Bool {
    switch unit {
    case "s", "B", "B/s", "bit", "bit/s", "Hz": true
    default: false
    }
  }

  /// Powers in use: no kiloseconds, no millibytes, no percent with a prefix.
  private static func powers(of unit: String) -> ClosedRange<Int> {
    switch unit {
    case "s": -12...0
    case "%": 0...0
    default: 0...15
    }
  }
}
