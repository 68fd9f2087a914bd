import SimKernel

/// Makes distributions of times, in nanoseconds, from checked settings.
enum DistributionBuilder {
  static func distribution(_ setting: Setting) -> Distribution {
    guard let (form, value) = setting.sole else { return .constant(number(setting)) }
    switch form {
    case "normal": return .normal(mean: number(value["mean"]), deviation: number(value["deviation"]))
    case "uniform": return .uniform(low: number(value["from"]), high: number(value["to"]))
    case "exponential": return .exponential(mean: number(value["mean"]))
    case "lognormal": return .lognormal(mean: number(value["mean"]), deviation: number(value["deviation"]))
    case "gamma":
      let shape = value["shape"].real
      return .gamma(shape: shape, scale: number(value["mean"]) / shape)
    case "pareto": return .pareto(minimum: number(value["minimum"]), shape: value["shape"].real)
    case "table":
      guard let table = EmpiricalTable(sample: value.items.map(number)) else {
        preconditionFailure("the schema lets a table pass that is too short: \(value.path)")
      }
      return .empirical(table)
    default: preconditionFailure("the schema has a distribution '\(form)' that is not built")
    }
  }

  private static func number(_ setting: Setting) -> Double { Double(setting.whole) }
}
