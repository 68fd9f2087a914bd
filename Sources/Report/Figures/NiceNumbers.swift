/// Round numbers for axes.
enum NiceNumbers {
  /// A step of 1, 2, 2.5 or 5 times a power of ten.
  struct Step {
    var digits: Int
    var power: Int

    var value: Double { times(1).value }

    /// A multiple, exact in decimal.
    func times(_ factor: Int) -> Decimal {
      var decimal = Decimal(Double(digits * factor))
      if !decimal.digits.isEmpty { decimal.exponent += power }
      return decimal
    }
  }

  /// The smallest nice step that divides a range into at most so many parts.
  static func step(for range: Double, atMost parts: Int) -> Step {
    let least = range / Double(parts)
    let power = Decimal(least).magnitude - 1
    for digits in [10, 20, 25, 50] {
      let step = Step(digits: digits, power: power)
      if step.value >= least * (1 - 1e-9) { return step }
    }
    return Step(digits: 100, power: power)
  }

  /// The greatest of 1, 2, 5 times a power of ten that is not above a positive value.
  static func below(_ value: Double) -> Double {
    let decimal = Decimal(value)
    let first: UInt8 = decimal.digits[0] >= 5 ? 5 : decimal.digits[0] >= 2 ? 2 : 1
    return leading(first, magnitude: decimal.magnitude).value
  }

  /// The smallest of 1, 2, 5 times a power of ten that is not below a positive value.
  static func above(_ value: Double) -> Double {
    let decimal = Decimal(value)
    for (first, more) in [(1, 0), (2, 0), (5, 0), (1, 1)] as [(UInt8, Int)] {
      let candidate = leading(first, magnitude: decimal.magnitude + more).value
      if candidate >= value { return candidate }
    }
    return value
  }

  /// Ticks of a logarithmic axis: each decade (or every second, third... when there are many), with 2 and 5 labelled on
  /// short axes and the other digits as minor ticks.
  static func decades(from low: Double, to high: Double) -> [(Decimal, isMinor: Bool)] {
    let first = Decimal(low).magnitude
    let last = Decimal(high).magnitude
    let every = (last - first) / 8 + 1
    let isShort = Logarithm.base10(high / low) < 2.2
    var ticks: [(Decimal, isMinor: Bool)] = []
    for magnitude in first...last {
      for digit in 1...9 as ClosedRange<UInt8> {
        let decimal = leading(digit, magnitude: magnitude)
        guard decimal.value >= low * (1 - 1e-9), decimal.value <= high * (1 + 1e-9) else { continue }
        let isLabelled = digit == 1 ? magnitude % every == 0 : isShort && (digit == 2 || digit == 5)
        if digit > 1, every > 1 { continue }
        ticks.append((decimal, isMinor: !isLabelled))
      }
    }
    return ticks
  }

  private static func leading(_ digit: UInt8, magnitude: Int) -> Decimal {
    var decimal = Decimal(Double(digit))
    decimal.exponent = magnitude + 1
    return decimal
  }
}
