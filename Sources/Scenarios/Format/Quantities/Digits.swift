/// Writes numbers for people.
enum Digits {
  /// Four significant digits, without an exponent between a millionth and a trillion: `0.01234`, `162.3`, `48210`.
  static func four(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nothing" : value < 0 ? "minus infinity" : "infinity" }
    guard value != 0 else { return "0" }
    let magnitude = abs(value)
    guard magnitude >= 1e-6, magnitude < 1e12 else { return String(value) }
    var decimals = 3
    var bound = 10.0
    while magnitude >= bound, decimals > 0 {
      decimals -= 1
      bound *= 10
    }
    bound = 1
    while magnitude < bound {
      decimals += 1
      bound /= 10
    }
    return fixed(value, decimals: decimals)
  }

  /// At most 12 decimals, without trailing zeros.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    var whole = String(Int64(scaled))
    if whole.count <= decimals { whole = String(repeating: "0", count: decimals + 1 - whole.count) + whole }
    let point = whole.index(whole.endIndex, offsetBy: -decimals)
    var fraction = whole[point...]
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 ? "-" : ""
    return sign + whole[..<point] + (fraction.isEmpty ? "" : "." + fraction)
  }
}
