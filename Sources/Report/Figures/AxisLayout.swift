/// An axis as drawn: its range, its ticks and its title, computed here so that a figure does not depend on what a
/// version of gnuplot finds nice.
struct AxisLayout {
  var low: Double
  var high: Double
  var ticks: [Tick]
  var title: String
  var isLogarithmic: Bool

  /// Where a value lies, 0...1 along the axis.
  func position(of value: Double) -> Double {
    guard isLogarithmic else { return (value - low) / (high - low) }
    return (Logarithm.base10(value) - Logarithm.base10(low)) / (Logarithm.base10(high) - Logarithm.base10(low))
  }

  /// For the y axis and for an x axis of numbers. `marked` are the values that would like a tick of their own.
  init(_ axis: Figure.Axis, values: [Double], marked: [Double] = [], padded: Bool) {
    switch axis.scale {
    case .linear: self.init(linear: axis, values: values, marked: marked, padded: padded)
    case .logarithmic: self.init(logarithmic: axis, values: values, marked: marked, padded: padded)
    }
  }

  /// For names at 0, 1, 2...
  init(categories: [String], title: String) {
    low = -0.5
    high = max(Double(categories.count) - 0.5, 0.5)
    ticks = categories.enumerated().map { Tick(value: Double($0), label: $1) }
    self.title = title
    isLogarithmic = false
  }

  private init(linear axis: Figure.Axis, values: [Double], marked: [Double], padded: Bool) {
    var low = axis.low ?? (padded ? values.min()! : min(0, values.min()!))
    var high = axis.high ?? max(values.max()!, padded ? -.infinity : 0)
    if high <= low { high = low + max(low.magnitude, 1) * (axis.high == nil ? 1 : 1e-9) }
    let step = NiceNumbers.step(for: high - low, atMost: 6)
    if padded {
      let margin = (high - low) * 0.05
      // A single value stands in the middle.
      if axis.low == nil { low -= values.allSatisfy { $0 == values[0] } && axis.high == nil ? high - low : margin }
      if axis.high == nil { high += margin }
    } else {
      if axis.low == nil { low = (low / step.value).rounded(.down) * step.value }
      // A bar or point just under the top tick would touch the frame.
      if axis.high == nil { high = ((high + (high - low) * 0.03) / step.value).rounded(.up) * step.value }
    }
    self.low = low
    self.high = high
    isLogarithmic = false
    let prefix = Prefix.fitting(
      Decimal(max(high.magnitude, low.magnitude) * 0.999, significantDigits: 3), unit: axis.unit)
    title = AxisLayout.title(axis, unit: prefix.applied(to: axis.unit))
    let label = { (decimal: Decimal, places: Int) in
      AxisLayout.minus(prefix.scale(decimal).text(places: places, separator: ","))
    }
    if AxisLayout.suits(marked, low: low, high: high, isLogarithmic: false) {
      ticks = marked.map { Tick(value: $0, label: label(Decimal($0, significantDigits: 6), 0)) }
    } else {
      let single = prefix.scale(step.times(1))
      let places = max(0, single.digits.count - single.exponent)
      let numbers = Int((low / step.value - 1e-9).rounded(.up))...Int((high / step.value + 1e-9).rounded(.down))
      ticks = numbers.map { number in
        let decimal = step.times(number)
        return Tick(value: decimal.value, label: number == 0 ? "0" : label(decimal, places))
      }
    }
  }

  private init(logarithmic axis: Figure.Axis, values: [Double], marked: [Double], padded: Bool) {
    let least = axis.low ?? values.min()!
    let most = max(axis.high ?? values.max()!, least)
    if padded {
      let margin = Logarithm.power10(max(0.05 * (Logarithm.base10(most) - Logarithm.base10(least)), 0.05))
      low = axis.low ?? least / margin
      high = axis.high ?? most * margin
    } else {
      low = axis.low ?? NiceNumbers.below(least)
      high = axis.high ?? NiceNumbers.above(most)
    }
    if high <= low { high = low * 10 }
    isLogarithmic = true
    let takesPrefix = Prefix.takesPrefix(axis.unit)
    title = AxisLayout.title(axis, unit: takesPrefix ? "" : axis.unit)
    let label = { (decimal: Decimal) -> String in
      let prefix = takesPrefix ? Prefix.fitting(decimal, unit: axis.unit) : .none
      let number = prefix.scale(decimal).text(separator: ",")
      return takesPrefix ? "\(number) \(prefix.applied(to: axis.unit))" : number
    }
    let decades = marked.allSatisfy { Decimal($0).digits == [1] }
    if !decades, AxisLayout.suits(marked, low: low, high: high, isLogarithmic: true) {
      ticks = marked.map { Tick(value: $0, label: label(Decimal($0, significantDigits: 6))) }
    } else {
      ticks = NiceNumbers.decades(from: low, to: high).map { decimal, isMinor in
        Tick(value: decimal.value, label: isMinor ? "" : label(decimal), isMinor: isMinor)
      }
    }
  }

  /// Whether ticks at these values leave room for their labels.
  private static func suits(_ marked: [Double], low: Double, high: Double, isLogarithmic: Bool) -> Bool {
    guard !marked.isEmpty, marked.count <= 12, marked.first! >= low, marked.last! <= high else { return false }
    let scaled = isLogarithmic ? marked.map(Logarithm.base10) : marked
    let range = isLogarithmic ? Logarithm.base10(high) - Logarithm.base10(low) : high - low
    return zip(scaled, scaled.dropFirst()).allSatisfy { ($1 - $0) / range > 0.06 }
  }

  /// With a real minus sign.
  private static func minus(_ label: String) -> String { label.hasPrefix("-") ? "−" + label.dropFirst() : label }

  private static func title(_ axis: Figure.Axis, unit: String) -> String {
    unit.isEmpty ? axis.label : "\(axis.label) (\(unit))"
  }
}
