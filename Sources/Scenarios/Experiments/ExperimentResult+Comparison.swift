import Report

extension ExperimentResult {
  /// Each expectation beside what was simulated: what the paper printed, and whether that is a prediction.
  public var comparison: ComparisonTable {
    ComparisonTable(
      zip(loaded.study.expectations, verdicts).map { expectation, verdict in
        ComparisonTable.Row(
          what: expectation.subject, published: expectation.claim, simulated: verdict.measured,
          kind: kind(of: expectation), holds: verdict.holds, source: expectation.source ?? "own",
          remark: verdict.deviation)
      })
  }

  /// A number that any price was calibrated on is not predicted (docs/models/cost-profiles.md).
  private func kind(of expectation: Expectation) -> ComparisonTable.Row.Kind {
    switch expectation.test {
    case .shape, .falls, .rises: return .shape
    case .bound, .untestable:
      guard let source = expectation.source else { return .predicted }
      let calibrated = loaded.points.contains { point in
        point.profile.numbers.contains { $0.origin == .calibrated && $0.on.contains(source) }
      }
      return calibrated ? .calibrated : .predicted
    }
  }
}
