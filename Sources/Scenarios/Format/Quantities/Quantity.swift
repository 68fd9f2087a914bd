/// Reads and writes quantities with units.
enum Quantity {
  /// Why a text is not the quantity asked for, in words.
  struct Problem: Error, Equatable {
    var text: String
  }

  /// The value in base units of a dimension that is counted in whole base units.
  static func whole(_ text: String, _ dimension: Dimension) throws(Problem) -> Int64 {
    if dimension == .bitRate, text == "unlimited" { return .max }
    let (number, unit) = try split(text, dimension)
    switch number.scaled(by: unit.factor) {
    case .exactly(let value): return value
    case .tooFine: throw Problem(text: "'\(text)' is finer than 1 \(dimension.units[0].symbol)")
    case .tooLarge: throw Problem(text: "'\(text)' is too large")
    }
  }

  /// A rate in events a second, or a fraction of 1.
  static func real(_ text: String, _ dimension: Dimension) throws(Problem) -> Double {
    let (number, unit) = try split(text, dimension)
    if dimension == .fraction { return number.double(timesTenTo: -2) }
    return number.double() / Double(unit.factor)
  }

  /// In the largest unit that needs no decimals: `10 ms`, `16 MB`.
  static func text(_ value: Int64, _ dimension: Dimension) -> String {
    if dimension == .bitRate, value == .max { return "unlimited" }
    let decimal = dimension.units.filter { !["KiB", "MiB", "B/s", "kB/s", "MB/s", "GB/s"].contains($0.symbol) }
    guard value != 0 else { return "0 \(decimal[0].symbol)" }
    let unit = decimal.last { value % $0.factor == 0 } ?? decimal[0]
    return "\(value / unit.factor) \(unit.symbol)"
  }

  private static func split(_ text: String, _ dimension: Dimension) throws(Problem) -> (ExactDecimal, Dimension.Unit) {
    let expected = "expected \(dimension.noun), for example '\(dimension.example)'"
    let numberText = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
    // An exponent is part of the number, though it is a letter.
    var numberEnd = numberText.endIndex
    let tail = text[numberEnd...]
    if let mark = tail.first, mark == "e" || mark == "E" {
      let power = tail.dropFirst().prefix { $0.isASCII && ($0.isNumber || "+-".contains($0)) }
      if !power.isEmpty { numberEnd = power.endIndex }
    }
    guard let number = ExactDecimal(text[..<numberEnd]) else {
      throw Problem(text: "'\(text)' is not \(dimension.noun); \(expected)")
    }
    let symbol = String(text[numberEnd...].drop { $0 == " " })
    guard !symbol.isEmpty else { throw Problem(text: "'\(text)' has no unit; \(expected)") }
    let written = symbol == "µs" || symbol == "μs" ? "us" : symbol
    if let unit = dimension.units.first(where: { $0.symbol == written }) { return (number, unit) }
    if let other = Dimension.allCases.first(where: { $0.units.contains { $0.symbol == symbol } }) {
      throw Problem(text: "'\(text)' is \(other.noun); \(expected)")
    }
    let symbols = dimension.units.map(\.symbol)
    let hint = Suggestion.phrase(for: dimension.usual(symbol) ?? symbol, among: symbols)
    throw Problem(text: "'\(text)': unknown unit '\(symbol)'; \(expected), in \(list(symbols))\(hint)")
  }

  /// `ns, us or ms`.
  static func list(_ words: [String]) -> String {
    guard let last = words.last else { return "" }
    guard words.count > 1 else { return last }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
