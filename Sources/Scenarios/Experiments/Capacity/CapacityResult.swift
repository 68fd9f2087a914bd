import Protocols
import Report

/// What a search for capacity found: every point that was tried, and the answer, if there is one.
public struct CapacityResult {
  /// The best point that keeps every bound, and the same again with other seeds.
  public struct Answer {
    public var point: CapacityPoint
    /// The numbers to believe: the search did not choose by them.
    public var confirmation: CapacityPoint
  }

  public let loaded: LoadedScenario
  public let question: CapacityQuestion
  public let options: ExperimentOptions
  /// In the order of trying.
  public let points: [CapacityPoint]
  public let answer: Answer?
  /// Points that were better and did not keep a bound again, with other seeds.
  public let refuted: [Answer]
  /// The point that comes nearest to keeping all bounds.
  public let nearest: CapacityPoint
  let journal: RunJournal
  /// Held until the results are written.
  let directory: ResultsDirectory

  /// The searched keys, each with every value that was tried, in rising order.
  public var axes: [Axis] {
    question.ranges.indices.map { index in
      let values = points.map { $0.values[index] }
      let distinct = values.reduce(into: [AxisValue]()) { if !$0.contains($1) { $0.append($1) } }
      return Axis(
        key: question.ranges[index].key, unit: question.ranges[index].unit,
        values: distinct.sorted { ($0.number ?? 0) < ($1.number ?? 0) })
    }
  }

  /// Points in the order of their values.
  public var sorted: [CapacityPoint] {
    points.sorted { left, right in
      let pairs = zip(left.values, right.values).map { ($0.number ?? 0, $1.number ?? 0) }
      return pairs.first { $0 != $1 }.map { $0 < $1 } ?? false
    }
  }

  /// Points that keep all bounds and whose goal cannot be told from the answer's: the 95 % interval of the difference,
  /// seed by seed, holds 0 or lies on the better side.
  public var equals: [CapacityPoint] {
    guard let answer else { return [] }
    return points.filter {
      $0.number != answer.point.number && $0.standing == .holds && !isWorse($0, than: answer.point)
    }
  }

  private func isWorse(_ point: CapacityPoint, than best: CapacityPoint) -> Bool {
    let name = question.goal.metric.name
    let differences = zip(best.outcomes, point.outcomes).compactMap { best, other -> Double? in
      guard let best = best.values[name], let other = other.values[name] else { return nil }
      return question.goal.merit(best) - question.goal.merit(other)
    }
    guard let interval = try? Statistics.interval(differences) else { return false }
    return (interval.low ?? interval.mean) > 0
  }

  /// Invariants that runs violated, with point and seed.
  public var violations: [String] {
    let all = points + ([answer].compactMap { $0 } + refuted).map(\.confirmation)
    return all.flatMap { point in
      point.outcomes.flatMap { outcome in
        outcome.violations.map { "\($0) (\(point.label), seed \(outcome.seed))" }
      }
    }
  }

  /// There is an answer, and no invariant was violated on the way.
  public var isGood: Bool { answer != nil && violations.isEmpty }

  private var outcomes: [RunOutcome] {
    points.flatMap(\.outcomes) + refuted.flatMap(\.confirmation.outcomes) + (answer?.confirmation.outcomes ?? [])
  }

  public var runs: Int { outcomes.count }
  public var events: Int64 { outcomes.reduce(0) { $0 + $1.events } }

  /// One fingerprint over those of all runs, in order.
  public var fingerprint: String {
    var hasher = SHA256Hasher()
    for outcome in outcomes { hasher.update(Array(outcome.fingerprint.utf8)) }
    return hasher.finish().description
  }
}
