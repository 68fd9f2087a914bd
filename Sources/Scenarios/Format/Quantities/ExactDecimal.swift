/// A decimal number as written, kept exactly: `digits` times ten to the `exponent`.
struct ExactDecimal: Equatable {
  var digits: Int64
  var exponent: Int

  /// Nil unless the text is a decimal number of at most 18 significant digits, such as `-0.25` or `1e6`.
  init?(_ text: Substring) {
    var rest = text
    let negative = rest.first == "-"
    if negative || rest.first == "+" { rest.removeFirst() }
    var magnitude: Int64 = 0
    var scale = 0
    var sawDigit = false
    var sawPoint = false
    while let character = rest.first {
      if character == "." {
        guard !sawPoint else { return nil }
        sawPoint = true
      } else {
        guard character.isASCII, let digit = character.wholeNumberValue else { break }
        guard magnitude < 100_000_000_000_000_000 else { return nil }
        sawDigit = true
        magnitude = magnitude * 10 + Int64(digit)
        if sawPoint { scale -= 1 }
      }
      rest.removeFirst()
    }
    guard sawDigit else { return nil }
    if let mark = rest.first {
      guard mark == "e" || mark == "E" else { return nil }
      guard let power = Int(rest.dropFirst()) else { return nil }
      guard (-30...30).contains(power) else { return nil }
      scale += power
    }
    digits = negative ? -magnitude : magnitude
    exponent = scale
  }

  enum Scaled: Equatable {
    case exactly(Int64)
    case tooFine
    case tooLarge
  }

  /// This number times `factor` as a whole number.
  func scaled(by factor: Int64) -> Scaled {
    guard digits != 0 else { return .exactly(0) }
    var product = Int128(digits) * Int128(factor)
    for _ in 0..<abs(exponent) {
      if exponent > 0 {
        let (next, overflow) = product.multipliedReportingOverflow(by: 10)
        guard !overflow else { return .tooLarge }
        product = next
      } else {
        guard product % 10 == 0 else { return .tooFine }
        product /= 10
      }
    }
    guard let result = Int64(exactly: product) else { return .tooLarge }
    return .exactly(result)
  }

  /// The nearest double to this number times ten to the `power`, correctly rounded.
  func double(timesTenTo power: Int = 0) -> Double { Double("\(digits)e\(exponent + power)") ?? .nan }
}
