import Vocabulary

/// A distribution of times, as a scenario gives it.
public enum DistributionSpec: Hashable, Sendable {
  case constant(TimeSpan)
  /// Cut off at zero where a delay is meant.
  case normal(mean: TimeSpan, deviation: TimeSpan)
  case uniform(from: TimeSpan, to: TimeSpan)
  case exponential(mean: TimeSpan)
  /// Mean and deviation of the time itself, not of its logarithm.
  case lognormal(mean: TimeSpan, deviation: TimeSpan)
  case gamma(mean: TimeSpan, shape: Double)
  case pareto(minimum: TimeSpan, shape: Double)
  /// Each value as likely as the others.
  case table([TimeSpan])
}
