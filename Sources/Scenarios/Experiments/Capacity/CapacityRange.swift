import SimKernel

/// A scenario's key and the values among which it is searched: `crb.block.maximum=1 kB..4 MB`.
///
/// Between the ends values stand evenly, or, where the highest is ten times the lowest or more, in even ratios. They are
/// rounded to three digits.
public struct CapacityRange: Hashable, Sendable {
  public let key: String
  /// In grains: base units of a quantity, millionths of a real number.
  let lowest: Int64
  let highest: Int64
  private let form: Form

  private enum Form: Hashable, Sendable {
    case count
    case number
    case rate
    case fraction
    /// A quantity in base units.
    case quantity(Dimension)
  }

  /// Reads `key=lowest..highest`.
  public init(_ text: String) throws(CapacityProblem) {
    let option = "--over '\(text)'"
    let example = "for example crb.block.maximum='1 kB..4 MB'"
    guard let equals = text.firstIndex(of: "=") else {
      throw CapacityProblem("\(option): expected a key, = and a range, \(example)")
    }
    let key = text[..<equals].trimmed
    let values = text[text.index(after: equals)...]
    guard let dots = values.range(of: "..") else {
      throw CapacityProblem("\(option): expected a range from the lowest to the highest value, \(example)")
    }
    let ends = (values[..<dots.lowerBound].trimmed, values[dots.upperBound...].trimmed)
    try self.init(key: key, from: ends.0, to: ends.1, option: option)
  }

  /// Between two values as a scenario has them.
  init(key: String, from lowestText: String, to highestText: String, option: String) throws(CapacityProblem) {
    let kind: ScalarKind
    do { kind = try SchemaPath.axis(key) } catch { throw CapacityProblem("\(option): \(error.text)") }
    guard let form = Self.form(of: kind) else {
      throw CapacityProblem("\(option): '\(key)' has words for values, and a search needs numbers")
    }
    self.key = key
    self.form = form
    do {
      lowest = Self.grains(try ScalarReader().read(lowestText, as: kind))
      highest = Self.grains(try ScalarReader().read(highestText, as: kind))
    } catch { throw CapacityProblem("\(option): \(error.text)") }
    guard lowest < highest else {
      throw CapacityProblem("\(option): the range is empty; \(lowestText) is not below \(highestText)")
    }
    guard highest < .max else { throw CapacityProblem("\(option): 'unlimited' is no end of a range") }
  }

  /// The value `place` steps of `count` above the lowest, as a scenario has it.
  func text(_ place: Int, of count: Int) -> String {
    precondition((0...count).contains(place), "step \(place) of \(count)")
    return Self.text(grains(place, of: count), form)
  }

  private func grains(_ place: Int, of count: Int) -> Int64 {
    guard place > 0 else { return lowest }
    guard place < count else { return highest }
    let (low, high) = (Double(lowest), Double(highest))
    let share = Double(place) / Double(count)
    let value =
      isGeometric ? low * PortableMath.exp(share * PortableMath.log(high / low)) : low + share * (high - low)
    return min(max(Self.rounded(Int64(value.rounded())), lowest), highest)
  }

  /// What `AxisValue.number` counts.
  var unit: String {
    switch form {
    case .count: "1"
    case .number: "1"
    case .rate: "/s"
    case .fraction: ""
    case .quantity(let dimension): AxisBuilder.unit(of: dimension)
    }
  }

  /// Whether values stand in even ratios.
  public var isGeometric: Bool { lowest > 0 && highest / lowest >= 10 }

  private static func rounded(_ value: Int64) -> Int64 {
    var place: Int64 = 1
    while abs(value) / place >= 1_000 { place *= 10 }
    return (value + (value < 0 ? -place / 2 : place / 2)) / place * place
  }

  private static func form(of kind: ScalarKind) -> Form? {
    switch kind {
    case .count: .count
    case .number: .number
    case .real(.rate, _): .rate
    case .real: .fraction
    case .whole(let dimension, _): .quantity(dimension)
    case .text, .choice, .seed, .module, .moduleOrAny, .precision, .metric, .metricOrFamily, .axis, .axisValue,
      .reading:
      nil
    }
  }

  private static func grains(_ value: ScalarValue) -> Int64 {
    switch value {
    case .whole(let value): return value
    case .real(let value): return Int64((value * 1e6).rounded())
    case .word(let word): preconditionFailure("'\(word)' was read as a number")
    }
  }

  private static func text(_ grains: Int64, _ form: Form) -> String {
    switch form {
    case .count: return String(grains)
    case .number: return decimal(grains, 1_000_000)
    case .rate: return decimal(grains, 1_000_000) + " /s"
    case .fraction: return decimal(grains, 10_000) + " %"
    case .quantity(let dimension):
      let units = dimension.units.filter { isPowerOfTen($0.factor) && !$0.symbol.hasSuffix("B/s") }
      let unit = units.last { abs(grains) >= $0.factor } ?? dimension.units[0]
      return decimal(grains, unit.factor) + " " + unit.symbol
    }
  }

  /// `value / divisor` without an exponent; the divisor is a power of ten.
  private static func decimal(_ value: Int64, _ divisor: Int64) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: UInt64(divisor))
    var places = String(rest)
    places = String(repeating: "0", count: String(divisor).count - 1 - places.count) + places
    while places.last == "0" { places.removeLast() }
    return (value < 0 ? "-" : "") + String(whole) + (places.isEmpty ? "" : "." + places)
  }

  private static func isPowerOfTen(_ factor: Int64) -> Bool {
    String(factor).drop { $0 == "1" }.allSatisfy { $0 == "0" } && String(factor).first == "1"
      && !String(factor).hasPrefix("11")
  }
}
