/// Numbers with units as people read them: `12.3 ms`, `1.23 MB`, `15,300 transactions/s`. Independent of locale.
///
/// Files for programs carry full precision instead: `Cell.text`.
public enum NumberFormat {
  /// A value with its unit, rounded to significant digits. Seconds, bytes, bits and hertz (and rates of them) take SI
  /// prefixes; other units take them from a million up. `trimmed` drops zeros at the end (`1 kB`, not `1.00 kB`).
  public static func text(
    _ value: Double, unit: String = "", significantDigits: Int = 3, trimmed: Bool = false
  ) -> String {
    guard value.isFinite else { return joined(nonFinite(value), unit) }
    let rounded = Decimal(value, significantDigits: significantDigits)
    let prefix = Prefix.fitting(rounded, unit: unit)
    let scaled = prefix.scale(rounded)
    let places = trimmed || scaled.digits.isEmpty ? 0 : max(0, significantDigits - scaled.exponent)
    return joined(scaled.text(places: places, separator: ","), prefix.applied(to: unit))
  }

  /// A mean with its half-width in one unit: `12.34 ± 0.12 ms`. The half-width has two significant digits and the mean
  /// as many places; without a half-width, the mean has three digits.
  public static func text(_ interval: ConfidenceInterval, unit: String = "") -> String {
    guard let halfWidth = interval.halfWidth, halfWidth > 0, halfWidth.isFinite, interval.mean.isFinite else {
      return text(interval.mean, unit: unit)
    }
    let prefix = Prefix.fitting(Decimal(max(interval.mean.magnitude, halfWidth), significantDigits: 3), unit: unit)
    var spread = prefix.scale(Decimal(halfWidth, significantDigits: 2))
    var mean = prefix.scale(Decimal(interval.mean))
    let places = min(max(0, 2 - spread.exponent), max(0, 6 - max(mean.exponent, 1)))
    mean.round(toPlaces: places)
    spread.round(toPlaces: places)
    let spreadText = spread.digits.isEmpty ? "0" : spread.text(places: places, separator: ",")
    return joined("\(mean.text(places: places, separator: ",")) ± \(spreadText)", prefix.applied(to: unit))
  }

  /// A number of things: a whole one with all its digits, as far as they are known; another as `text`.
  public static func number(_ value: Double, significantDigits: Int = 3, trimmed: Bool = false) -> String {
    guard let whole = Int64(exactly: value), whole.magnitude < 1_000_000_000_000_000 else {
      return text(value, significantDigits: significantDigits, trimmed: trimmed)
    }
    return count(whole)
  }

  /// A mean number of things with its half-width, which a number that is always the same has not.
  public static func number(_ interval: ConfidenceInterval) -> String {
    interval.halfWidth ?? 0 > 0 ? text(interval) : number(interval.mean)
  }

  /// A whole number with thousands set apart: `1,234,567`.
  public static func count(_ number: Int64) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A share as percent: 0.0123 gives `1.23 %`.
  public static func percent(_ share: Double, significantDigits: Int = 3) -> String {
    guard share.isFinite else { return joined(nonFinite(share), "%") }
    var decimal = Decimal(share, significantDigits: significantDigits)
    if !decimal.digits.isEmpty { decimal.exponent += 2 }
    return decimal.text() + " %"
  }

  private static func joined(_ number: String, _ unit: String) -> String { unit.isEmpty ? number : "\(number) \(unit)" }

  private static func nonFinite(_ value: Double) -> String {
    value.isNaN ? "not a number" : value < 0 ? "-infinite" : "infinite"
  }
}
