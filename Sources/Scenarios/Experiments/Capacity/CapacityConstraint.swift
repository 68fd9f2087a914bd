import Report

/// A bound that the mean of a metric must keep: `consensus-delay-p99 < 2 s`.
public struct CapacityConstraint: Hashable, Sendable {
  public enum Relation: String, CaseIterable, Sendable {
    // The longer ones first: reading takes the first that fits.
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
  }

  public var metric: Metric
  public var relation: Relation
  /// In the unit of the metric.
  public var limit: Double
  /// As written, with one space around the relation.
  public var text: String

  public init(_ text: String) throws(CapacityProblem) {
    let option = "--subject-to '\(text)'"
    let found = Relation.allCases.lazy.compactMap { relation in
      text.range(of: relation.rawValue).map { (relation, $0) }
    }.first
    guard let (relation, place) = found else {
      throw CapacityProblem("\(option): expected a metric, one of < <= > >=, and a value: 'consensus-delay-p99 < 2 s'")
    }
    let name = text[..<place.lowerBound].trimmed
    let value = text[place.upperBound...].trimmed
    metric = try CapacityGoal.metric(name, option: option)
    self.relation = relation
    do {
      limit = try metric.unit.read(value)
    } catch {
      throw CapacityProblem("\(option): \(error.text)")
    }
    self.text = "\(name) \(relation.rawValue) \(value)"
  }

  func holds(_ value: Double) -> Bool {
    switch relation {
    case .atMost: value <= limit
    case .atLeast: value >= limit
    case .below: value < limit
    case .above: value > limit
    }
  }

  /// The end of an interval that comes nearest to breaking the bound.
  func worstEnd(of interval: ConfidenceInterval) -> Double {
    switch relation {
    case .atMost, .below: interval.high ?? interval.mean
    case .atLeast, .above: interval.low ?? interval.mean
    }
  }

  /// 0 where the whole interval keeps the bound; otherwise by what share of the limit it breaks it, above 0.
  func excess(_ interval: ConfidenceInterval) -> Double {
    let worst = worstEnd(of: interval)
    guard !holds(worst) else { return 0 }
    return max(abs(worst - limit) / (limit == 0 ? 1 : abs(limit)), .leastNormalMagnitude)
  }
}

extension Substring {
  /// Without spaces at both ends.
  var trimmed: String {
    let front = drop { $0 == " " }
    return String(front.prefix(front.count - front.reversed().prefix { $0 == " " }.count))
  }
}
