import Report

/// Judges expectations on what was measured. The tests are defined in docs/formats/scenario.md.
public struct Judge: Sendable {
  let axes: [Axis]
  let points: [MeasuredPoint]

  public init(axes: [Axis], points: [MeasuredPoint]) {
    self.axes = axes
    self.points = points
  }

  /// The verdict at the worst of all points (or lines through the sweep) that the expectation speaks of.
  public func verdict(on expectation: Expectation) -> Verdict {
    var verdict = tested(expectation)
    guard let reason = expectation.differs else { return verdict }
    switch verdict.outcome {
    case .fails:
      verdict.outcome = .differs
      verdict.deviation = reason
    case .holds:
      verdict.outcome = .fails
      verdict.deviation = "it holds, and is said to differ"
    case .differs, .untested: break
    }
    return verdict
  }

  private func tested(_ expectation: Expectation) -> Verdict {
    switch expectation.test {
    case .untestable(let reason): return Verdict(outcome: .untested, measured: reason, deviation: "")
    case .bound(let bound): return worst(of: matching(expectation).map { judge(bound, $0, expectation) })
    case .shape(let shape, let along):
      return worst(of: lines(expectation, along: along).map { judge(shape, $0, expectation) })
    case .falls(let change, let along):
      return worst(of: lines(expectation, along: along).map { judge(change, falling: true, $0, expectation) })
    case .rises(let change, let along):
      return worst(of: lines(expectation, along: along).map { judge(change, falling: false, $0, expectation) })
    }
  }

  /// A verdict with how near it is to failing: the lower, the worse.
  struct Finding {
    var holds: Bool
    var margin: Double
    var measured: String
    var deviation: String
  }

  /// One line through the sweep: an axis runs, the others stand still.
  struct Line {
    var along: Int
    /// In the order of the axis.
    var points: [MeasuredPoint]
  }

  private func worst(of findings: [Finding]) -> Verdict {
    let failed = findings.filter { !$0.holds }
    let candidates = failed.isEmpty ? findings : failed
    guard let worst = candidates.min(by: { $0.margin < $1.margin }) else {
      return Verdict(outcome: .untested, measured: "no point was run", deviation: "")
    }
    return Verdict(outcome: worst.holds ? .holds : .fails, measured: worst.measured, deviation: worst.deviation)
  }

  private func matching(_ expectation: Expectation) -> [MeasuredPoint] {
    points.filter { point in expectation.at.allSatisfy { point.coordinates[$0.axis] == $0.value } }
  }

  private func lines(_ expectation: Expectation, along: Int) -> [Line] {
    var lines: [(others: [Int], line: Line)] = []
    for point in matching(expectation) {
      var others = point.coordinates
      others[along] = 0
      if let index = lines.firstIndex(where: { $0.others == others }) {
        lines[index].line.points.append(point)
      } else {
        lines.append((others, Line(along: along, points: [point])))
      }
    }
    return lines.map { entry in
      var line = entry.line
      line.points.sort { $0.coordinates[along] < $1.coordinates[along] }
      return line
    }
  }

  /// ` at crb.modules = 10, workload.configuration = 1 kB`; nothing without axes.
  func place(_ coordinates: [Int], without hidden: Int? = nil) -> String {
    let parts = axes.indices.filter { $0 != hidden }.map {
      "\(axes[$0].key) = \(axes[$0].values[coordinates[$0]].text)"
    }
    return parts.isEmpty ? "" : " at " + parts.joined(separator: ", ")
  }

  /// Rounding residue of a fit shows as 0.
  static func percent(_ share: Double) -> String { NumberFormat.percent(abs(share) < 1e-9 ? 0 : share) }

  static func nothing(_ place: String) -> Finding {
    Finding(holds: false, margin: -.infinity, measured: "nothing measured\(place)", deviation: "")
  }
}
