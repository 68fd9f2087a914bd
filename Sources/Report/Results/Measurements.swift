/// The measurements of a sweep in tidy form, and their summary over replications.
public struct Measurements: Sendable {
  /// A point of the sweep and a quantity measured there.
  struct Key: Hashable, Sendable {
    var point: [Cell]
    var metric: String
  }

  struct Group: Sendable {
    var unit: String
    var values: [Double]
  }

  /// The sweep's axes, in the order of their columns.
  public let axes: [Column]
  /// Columns: the axes, then seed, metric, value, unit. Seeds are text: they go to 2^64 - 1, integers to 2^63 - 1.
  public private(set) var table: Table
  private var order: [Key] = []
  private var groups: [Key: Group] = [:]

  /// - Precondition: no axis is called seed, metric, value, unit, mean, low, high or n.
  public init(axes: [Column]) {
    self.axes = axes
    table = Table(
      columns: axes + [
        Column("seed", .text), Column("metric", .text), Column("value", .real), Column("unit", .text),
      ])
  }

  /// Adds one measurement. Rows stand in the order of the calls, so call in the sweep's order whatever finished first.
  ///
  /// - Precondition: one cell an axis; a metric has the same unit everywhere.
  public mutating func add(at point: [Cell], seed: UInt64, metric: String, value: Double, unit: String) {
    table.append(point + [.text(String(seed)), .text(metric), .real(value), .text(unit)])
    let key = Key(point: point, metric: metric)
    if groups[key] == nil { order.append(key) }
    let group = groups[key, default: Group(unit: unit, values: [])]
    precondition(group.unit == unit, "\(metric) is measured in \(group.unit) and in \(unit)")
    groups[key, default: Group(unit: unit, values: [])].values.append(value)
  }

  /// Mean and 95 % interval of a metric at a point; nil when it was not measured there or has no finite values.
  public func interval(of metric: String, at point: [Cell]) -> ConfidenceInterval? {
    groups[Key(point: point, metric: metric)].flatMap { try? Statistics.interval($0.values) }
  }

  /// A metric's unit at a point.
  public func unit(of metric: String, at point: [Cell]) -> String? { groups[Key(point: point, metric: metric)]?.unit }

  /// Columns: the axes, then metric, mean, low, high, n, unit: mean and 95 % confidence interval over replications. low
  /// and high are absent with one replication; all three are absent when a value is not finite.
  public var summary: Table {
    var summary = Table(
      columns: axes + [
        Column("metric", .text), Column("mean", .real), Column("low", .real), Column("high", .real),
        Column("n", .integer), Column("unit", .text),
      ])
    for key in order {
      guard let group = groups[key] else { continue }
      let interval = try? Statistics.interval(group.values)
      summary.append(
        key.point + [
          .text(key.metric), Cell(interval?.mean), Cell(interval?.low), Cell(interval?.high),
          .integer(Int64(group.values.count)), .text(group.unit),
        ])
    }
    return summary
  }
}
