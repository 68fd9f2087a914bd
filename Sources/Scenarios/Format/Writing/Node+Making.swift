import SimKernel
import Vocabulary

/// Trees of YAML made from values, with units as people write them.
extension Node {
  private static let nowhere = Place(.file(""))

  static func text(_ text: String) -> Node { Node(.scalar(text), at: nowhere) }
  static func count(_ value: Int) -> Node { text(String(value)) }
  static func count(_ value: UInt64) -> Node { text(String(value)) }
  static func time(_ span: TimeSpan) -> Node { text(Quantity.text(span.nanoseconds, .time)) }
  static func size(_ size: ByteCount) -> Node { text(Quantity.text(size.bytes, .size)) }
  static func bitRate(_ rate: Bandwidth) -> Node { text(Quantity.text(rate.bitsPerSecond, .bitRate)) }
  static func drift(_ perBillion: Int64) -> Node { text(Quantity.text(perBillion, .drift)) }
  static func list(_ items: [Node]) -> Node { Node(.list(items), at: nowhere) }

  /// Without the entries that are nil.
  static func mapping(_ entries: [(String, Node?)]) -> Node {
    Node(
      .mapping(entries.compactMap { key, value in value.map { Entry(key: key, keyPlace: nowhere, value: $0) } }),
      at: nowhere)
  }

  /// `module 3`, or a list of numbers.
  static func modules(_ numbers: [Int]) -> Node {
    numbers.count == 1 ? text("module \(numbers[0])") : list(numbers.map { count($0) })
  }

  /// A real number in the fewest digits that read back as the same.
  static func number(_ value: Double) -> Node { text(Self.decimal(value)) }
  static func rate(_ perSecond: Double) -> Node { text(Self.decimal(perSecond) + " /s") }

  /// A fraction of 1 as a percentage.
  static func share(_ value: Double) -> Node {
    guard var decimal = ExactDecimal(Self.decimal(value)[...]) else { preconditionFailure("share \(value)") }
    decimal.exponent += 2
    return text("\(decimal.text) %")
  }

  static func distribution(_ distribution: Distribution) -> Node {
    func time(_ nanoseconds: Double) -> Node { .time(TimeSpan(nanoseconds: Int64(nanoseconds.rounded()))) }
    switch distribution {
    case .constant(let value): return time(value)
    case .uniform(let low, let high): return form("uniform", [("from", time(low)), ("to", time(high))])
    case .exponential(let mean): return form("exponential", [("mean", time(mean))])
    case .normal(let mean, let deviation):
      return form("normal", [("mean", time(mean)), ("deviation", time(deviation))])
    case .lognormal(_, let logDeviation):
      let mean = distribution.mean
      let variance = PortableMath.exp(logDeviation * logDeviation) - 1
      return form("lognormal", [("mean", time(mean)), ("deviation", time(mean * PortableMath.sqrt(variance)))])
    case .gamma(let shape, let scale): return form("gamma", [("mean", time(shape * scale)), ("shape", .number(shape))])
    case .pareto(let minimum, let shape):
      return form("pareto", [("minimum", time(minimum)), ("shape", .number(shape))])
    case .empirical(let table): return form("table", .list(table.values.map(time)))
    }
  }

  private static func form(_ name: String, _ entries: [(String, Node?)]) -> Node { form(name, .mapping(entries)) }
  private static func form(_ name: String, _ value: Node) -> Node { .mapping([(name, value)]) }

  private static func decimal(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension ExactDecimal {
  /// `2.5`, `0.0001`.
  var text: String {
    var (digits, exponent) = (digits, exponent)
    guard digits != 0 else { return "0" }
    while digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
    let sign = digits < 0 ? "-" : ""
    let figures = String(digits.magnitude)
    guard exponent < 0 else { return sign + figures + String(repeating: "0", count: exponent) }
    let padded = String(repeating: "0", count: max(0, 1 - exponent - figures.count)) + figures
    return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
  }
}
