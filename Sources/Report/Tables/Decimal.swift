/// A number as decimal digits: what rounding for people works on. Starts from the shortest digits that give the same
/// `Double` back, knows no locale and calls no C library, so that its text is the same everywhere.
struct Decimal {
  /// Digits 0...9, the first one not 0; empty for zero.
  var digits: [UInt8]
  /// The number is 0.d1d2d3... times ten to this power.
  var exponent: Int
  var isNegative: Bool

  /// - Precondition: `value` is finite.
  init(_ value: Double) {
    precondition(value.isFinite, "\(value) has no digits")
    isNegative = value < 0
    digits = []
    exponent = 0
    var pointSeen = false
    var characters = value.magnitude.description.utf8[...]
    while let character = characters.popFirst() {
      switch character {
      case UInt8(ascii: "."): pointSeen = true
      case UInt8(ascii: "e"):
        exponent += Int(String(Substring(characters)))!
        characters = characters.suffix(0)
      default:
        let digit = character - UInt8(ascii: "0")
        if digits.isEmpty, digit == 0 {
          if pointSeen { exponent -= 1 }
        } else {
          digits.append(digit)
          if !pointSeen { exponent += 1 }
        }
      }
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  init(_ value: Double, significantDigits: Int) {
    self.init(value)
    round(toDigits: significantDigits)
  }

  /// The power of ten of the first digit: 2 for 345, -2 for 0.012; 0 for zero.
  var magnitude: Int { digits.isEmpty ? 0 : exponent - 1 }

  /// Rounds half up to a number of digits; none or fewer leave zero or, from 5 up, one more digit.
  mutating func round(toDigits count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      exponent = 0
      return
    }
    let up = digits[count] >= 5
    digits.removeSubrange(count...)
    if up {
      while digits.last == 9 { digits.removeLast() }
      if digits.isEmpty {
        digits = [1]
        exponent += 1
      } else {
        digits[digits.count - 1] += 1
      }
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  /// Rounds half up to a number of places after the point.
  mutating func round(toPlaces places: Int) { round(toDigits: exponent + places) }

  /// Text without an exponent, with at least this many places after the point and thousands set apart on request.
  func text(places: Int = 0, separator: String = "") -> String {
    var whole = (0..<max(exponent, 0)).map { $0 < digits.count ? digits[$0] : 0 }
    if whole.isEmpty { whole = [0] }
    var fraction = [UInt8](repeating: 0, count: digits.isEmpty ? 0 : max(-exponent, 0))
    fraction += digits.dropFirst(max(exponent, 0))
    if fraction.count < places { fraction += [UInt8](repeating: 0, count: places - fraction.count) }
    var text = isNegative && !digits.isEmpty ? "-" : ""
    for (position, digit) in whole.enumerated() {
      if position > 0, (whole.count - position) % 3 == 0 { text += separator }
      text += String(digit)
    }
    if !fraction.isEmpty { text += "." + fraction.map { String($0) }.joined() }
    return text
  }

  /// The nearest `Double`.
  var value: Double {
    let whole = digits.map { String($0) }.joined()
    let magnitude = Double("0.\(whole.isEmpty ? "0" : whole)e\(exponent)")!
    return isNegative ? -magnitude : magnitude
  }
}
