import Vocabulary

/// How a random quantity is distributed. As a time, its numbers are nanoseconds.
public enum Distribution: Hashable, Sendable {
  case constant(Double)
  /// Between `low` (inclusive) and `high`.
  case uniform(low: Double, high: Double)
  case exponential(mean: Double)
  case normal(mean: Double, deviation: Double)
  /// Whose logarithm is normal with this mean and deviation.
  case lognormal(logMean: Double, logDeviation: Double)
  /// With mean `shape * scale`. The shape must be positive.
  case gamma(shape: Double, scale: Double)
  /// Not below `minimum`; P(X > x) = (minimum / x)^shape.
  case pareto(minimum: Double, shape: Double)
  case empirical(EmpiricalTable)

  /// The lognormal distribution whose own mean and deviation are these. Both must be positive.
  public static func lognormal(mean: Double, deviation: Double) -> Distribution {
    let ratio = deviation / mean
    let variance = PortableMath.log(1 + ratio * ratio)
    return .lognormal(logMean: PortableMath.log(mean) - variance / 2, logDeviation: PortableMath.sqrt(variance))
  }

  /// A constant time.
  public static func constant(_ span: TimeSpan) -> Distribution { .constant(Double(span.nanoseconds)) }

  /// Infinite for a Pareto distribution of shape 1 or less.
  public var mean: Double {
    switch self {
    case .constant(let value): value
    case .uniform(let low, let high): (low + high) / 2
    case .exponential(let mean): mean
    case .normal(let mean, _): mean
    case .lognormal(let logMean, let logDeviation): PortableMath.exp(logMean + logDeviation * logDeviation / 2)
    case .gamma(let shape, let scale): shape * scale
    case .pareto(let minimum, let shape): shape > 1 ? shape * minimum / (shape - 1) : .infinity
    case .empirical(let table): table.mean
    }
  }
}
