import Report

extension ExperimentResult {
  /// Each tested expectation beside what was simulated: what the paper printed, and whether that is a prediction.
  public var comparison: ComparisonTable {
    ComparisonTable(
      zip(loaded.study.expectations, verdicts).filter { $0.1.outcome != .untested }.map { expectation, verdict in
        ComparisonTable.Row(
          what: expectation.subject, published: expectation.claim, simulated: verdict.measured,
          kind: kind(of: expectation), holds: verdict.holds, isKnown: verdict.outcome == .differs,
          source: expectation.source ?? "own",
          remark: verdict.deviation)
      })
  }

  /// Nothing of a figure that any price was calibrated on counts as predicted (docs/formats/profile.md), nor what has
  /// such a part: row 1.a of a table, where 1.a-3 was calibrated on.
  func kind(of expectation: Expectation) -> ComparisonTable.Row.Kind {
    guard expectation.isPublished, let source = expectation.source else { return .own }
    if isCalibrated({ $0 == source }) { return .calibrated }
    if expectation.basis == .inputs || isCalibrated({ $0.hasPrefix(source + "-") }) { return .fromInputs }
    if expectation.basis == .design { return .byDesign }
    switch expectation.test {
    case .shape, .falls, .rises: return .shape
    case .bound, .untestable: return .predicted
    }
  }

  private func isCalibrated(_ isMeant: (String) -> Bool) -> Bool {
    loaded.points.contains { point in
      point.profile.numbers.contains { $0.origin == .calibrated && $0.on.contains(where: isMeant) }
    }
  }
}
