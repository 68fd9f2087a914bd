import Report

/// One place of a search, and what its runs gave.
public struct CapacityPoint: Sendable {
  public enum Standing: String, Sendable {
    /// The whole confidence interval of each bounded metric keeps its bound.
    case holds = "kept"
    /// A mean breaks its bound.
    case fails = "broken"
    /// The means keep their bounds, but not all of their intervals do.
    case unclear
    /// A metric was not measured, or in some runs only.
    case unmeasured = "not measured"
    /// An invariant was violated.
    case violated = "invariant violated"
  }

  /// In the order of trying, from 0.
  public var number: Int
  /// Whether it is of the coarse sweep.
  public var isCoarse: Bool
  /// For each searched key.
  public var values: [AxisValue]
  let outcomes: [RunOutcome]
  public var standing: Standing
  private var excess: Double
  /// Of the goal; nil where it was not measured.
  public var goal: ConfidenceInterval?
  /// Of each constraint's metric.
  public var bounded: [ConfidenceInterval?]

  init(number: Int, isCoarse: Bool, values: [AxisValue], outcomes: [RunOutcome], question: CapacityQuestion) {
    self.number = number
    self.isCoarse = isCoarse
    self.values = values
    self.outcomes = outcomes
    goal = Self.interval(of: question.goal.metric, in: outcomes)
    bounded = question.constraints.map { Self.interval(of: $0.metric, in: outcomes) }
    let measured = zip(question.constraints, bounded).compactMap { constraint, interval in
      interval.map { (constraint, $0) }
    }
    excess = measured.reduce(0) { $0 + $1.0.excess($1.1) }
    if outcomes.contains(where: { !$0.violations.isEmpty }) {
      standing = .violated
    } else if goal == nil || measured.count < question.constraints.count {
      standing = .unmeasured
    } else if excess == 0 {
      standing = .holds
    } else {
      standing = measured.allSatisfy { $0.holds($1.mean) } ? .unclear : .fails
    }
  }

  /// By how much bounds are broken; infinite where that cannot be said.
  var brokenBy: Double {
    switch standing {
    case .holds, .fails, .unclear: excess
    case .unmeasured, .violated: .infinity
    }
  }

  /// Nil where a replication lacks the metric.
  static func interval(of metric: Metric, in outcomes: [RunOutcome]) -> ConfidenceInterval? {
    let sample = outcomes.compactMap { $0.values[metric.name] }
    guard sample.count == outcomes.count else { return nil }
    return try? Statistics.interval(sample)
  }

  /// `200 kB, 100 ms`.
  public var label: String { values.map(\.text).joined(separator: ", ") }
}
