/// What a single value may be.
enum ScalarKind: Sendable {
  case text
  case choice([Choice])
  case count(ClosedRange<Int64>)
  /// Any number of 64 bits; kept as the signed one of the same bits.
  case seed
  /// A plain number without a unit.
  case number(ClosedRange<Double>)
  /// A whole number of base units.
  case whole(Dimension, ClosedRange<Int64>)
  /// A rate or a fraction.
  case real(Dimension, ClosedRange<Double>)
  /// `module 2`, or its number; with `nfv` also `smb 1`, `tenant 0`, with `sfc` `outer 1`: a node by its role.
  case module
  /// The same, or `any`.
  case moduleOrAny
  /// `5 % half-width at 95 %`.
  case precision
  /// A name of the metric catalogue.
  case metric
  /// A name of the metric catalogue, or of a family in it.
  case metricOrFamily
  /// A dotted key that is swept.
  case axis
  /// A value of the axis that the same mapping names; read when the axes are known.
  case axisValue
  /// A value in the unit of the metric that the same mapping names; read when the metric is known.
  case reading

  struct Choice: Sendable {
    var word: String
    var doc: String
  }

  static func time(_ range: ClosedRange<Int64>) -> ScalarKind { .whole(.time, range) }
  static func size(_ range: ClosedRange<Int64>) -> ScalarKind { .whole(.size, range) }

  /// The dimension of a quantity with a unit.
  var dimension: Dimension? {
    switch self {
    case .whole(let dimension, _), .real(let dimension, _): dimension
    case .text, .choice, .count, .seed, .number, .module, .moduleOrAny, .precision, .metric, .metricOrFamily, .axis,
      .axisValue, .reading:
      nil
    }
  }
}
