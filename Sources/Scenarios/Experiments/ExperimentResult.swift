import Protocols
import Report

/// What an experiment found: measurements with intervals, verdicts on expectations, violations, fingerprints.
public struct ExperimentResult {
  public let loaded: LoadedScenario
  public let options: ExperimentOptions
  /// By point, then replication.
  let outcomes: [[RunOutcome]]
  let journal: RunJournal
  /// Held until the results are written.
  let directory: ResultsDirectory

  public let measurements: Measurements
  /// One for each expectation, in the order of the file.
  public let verdicts: [Verdict]
  /// What oracles found, with the point and seed.
  public let violations: [String]

  init(
    loaded: LoadedScenario, options: ExperimentOptions, outcomes: [[RunOutcome]], journal: RunJournal,
    directory: ResultsDirectory
  ) {
    self.loaded = loaded
    self.options = options
    self.outcomes = outcomes
    self.journal = journal
    self.directory = directory
    measurements = Self.measurements(loaded, outcomes)
    let judge = Judge(axes: loaded.axes, points: Self.measuredPoints(loaded, measurements))
    verdicts = loaded.study.expectations.map(judge.verdict)
    violations = zip(loaded.points, outcomes).flatMap { point, outcomes in
      outcomes.flatMap { outcome in
        outcome.violations.map { "\($0) (\(point.label.isEmpty ? "" : point.label + ", ")seed \(outcome.seed))" }
      }
    }
  }

  /// No expectation fails and no oracle found a violation.
  public var isGood: Bool { violations.isEmpty && !verdicts.contains { $0.outcome == .fails } }

  /// What keeps it from being good, a line each.
  public var failures: [String] {
    violations.map { "violated: \($0)" }
      + zip(loaded.study.expectations, verdicts).filter { $0.1.outcome == .fails }
      .map { "does not hold: \($0.text): \($1.measured)" }
  }

  /// Expectations about points that an override took away.
  public var untested: Int { verdicts.count { $0.outcome == .untested } }

  /// One fingerprint over those of all runs, in order; of one run, its own.
  public var fingerprint: String {
    let all = outcomes.joined().map(\.fingerprint)
    if all.count == 1 { return all[0] }
    var hasher = SHA256Hasher()
    for one in all { hasher.update(Array(one.utf8)) }
    return hasher.finish().description
  }

  /// Every run that the result rests on.
  public var identities: [Judgement.Run] { Judgement.runs(of: loaded, outcomes) }
  /// How many these are.
  public var runs: Int { outcomes.reduce(0) { $0 + $1.count } }
  /// Simulated events of all runs.
  public var events: Int64 { outcomes.joined().reduce(0) { $0 + $1.events } }

  static func measurements(_ loaded: LoadedScenario, _ outcomes: [[RunOutcome]]) -> Measurements {
    var measurements = Measurements(axes: loaded.axes.map(\.column))
    for (point, outcomes) in zip(loaded.points, outcomes) {
      for outcome in outcomes {
        for metric in loaded.study.measure {
          guard let value = outcome.values[metric.name] else { continue }
          measurements.add(
            at: point.cells(loaded.axes), seed: outcome.seed, metric: metric.name, value: value,
            unit: metric.unit.rawValue)
        }
      }
    }
    return measurements
  }

  static func measuredPoints(_ loaded: LoadedScenario, _ measurements: Measurements) -> [MeasuredPoint] {
    loaded.points.map { point in
      var estimates: [String: Estimate] = [:]
      for metric in loaded.study.measure {
        guard let interval = measurements.interval(of: metric.name, at: point.cells(loaded.axes)) else { continue }
        estimates[metric.name] = Estimate(
          mean: interval.mean, low: interval.low ?? interval.mean, high: interval.high ?? interval.mean)
      }
      return MeasuredPoint(coordinates: point.coordinates, estimates: estimates)
    }
  }
}

extension Axis {
  /// Its column in result tables: whole numbers, numbers or words.
  var column: Column {
    guard isNumeric else { return Column(key, .text) }
    return Column(key, values.allSatisfy(\.isWhole) ? .integer : .real)
  }
}

extension AxisValue {
  fileprivate var isWhole: Bool { number.map { $0 == $0.rounded() && abs($0) < 1e15 } ?? false }
}

extension SweepPoint {
  /// The axis values as cells of the axes' columns.
  func cells(_ axes: [Axis]) -> [Cell] { values.cells(axes) }

  /// `4, 10 kB`; empty without a sweep.
  public var label: String { values.map(\.text).joined(separator: ", ") }
}

extension [AxisValue] {
  /// One for each axis, as cells of the axes' columns.
  func cells(_ axes: [Axis]) -> [Cell] {
    zip(axes, self).map { axis, value in
      switch axis.column.kind {
      case .text: .text(value.text)
      case .integer: .integer(Int64(value.number!))
      case .real: .real(value.number!)
      }
    }
  }
}
