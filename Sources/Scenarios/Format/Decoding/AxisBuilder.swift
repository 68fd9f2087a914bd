/// Makes typed axes.
enum AxisBuilder {
  static func axes(_ sweep: Setting) -> [Axis] { sweep.pairs.map { axis(key: $0.key, values: $0.setting.items) } }

  private static func axis(key: String, values: [Setting]) -> Axis {
    let kind = (try? SchemaPath.axis(key)) ?? .text
    return Axis(key: key, unit: unit(of: kind), values: values.map { value($0, kind) })
  }

  private static func unit(of kind: ScalarKind) -> String {
    if let dimension = kind.dimension { return unit(of: dimension) }
    switch kind {
    case .count, .number: return "1"
    case .text, .choice, .seed, .whole, .real, .module, .moduleOrAny, .precision, .metric, .metricOrFamily, .axis,
      .axisValue, .reading:
      return ""
    }
  }

  static func unit(of dimension: Dimension) -> String {
    switch dimension {
    case .time, .price: "s"
    case .size: "B"
    case .bitRate: "bit/s"
    case .rate: "/s"
    case .drift, .fraction: ""
    }
  }

  private static func value(_ setting: Setting, _ kind: ScalarKind) -> AxisValue {
    let number: Double? =
      switch setting.scalar {
      case .word: nil
      case .real(let value): value
      case .whole(let value):
        switch kind.dimension {
        case .time, .drift: Double(value) / 1e9
        case .price: Double(value) / 1e12
        case .bitRate: value == .max ? .infinity : Double(value)
        case .size, .rate, .fraction, nil: Double(value)
        }
      }
    return AxisValue(text: spaced(setting, kind), number: number, value: setting.scalar)
  }

  /// One space between number and unit, however it was written.
  private static func spaced(_ setting: Setting, _ kind: ScalarKind) -> String {
    guard let dimension = kind.dimension else { return setting.text }
    let units = dimension.units.map(\.symbol).filter { setting.text.hasSuffix($0) }
    guard let unit = units.max(by: { $0.count < $1.count }) else { return setting.text }
    let number = setting.text.dropLast(unit.count).filter { $0 != " " }
    return "\(number) \(unit)"
  }
}
