import Report

extension ExperimentResult {
  /// The rows of a published table of outages that the scenario replays; nil: none.
  public var outages: OutageTable? {
    guard let spec = loaded.study.outages else { return nil }
    return OutageTable(title: spec.title, spec.rows.map { row($0, in: spec) })
  }

  private func row(_ row: OutageRows.Row, in spec: OutageRows) -> OutageTable.Row {
    let lost = row.lost.flatMap { mean($0, at: row.at) }.map { $0 / row.times }
    let exact = row.exact.flatMap { mean($0, at: row.at) }.map { $0 / row.times }
    let judged = zip(loaded.study.expectations, verdicts).filter { expectation, verdict in
      expectation.source == spec.source(of: row) && verdict.outcome != .untested
    }
    let difference = judged.first { $0.1.outcome == .differs }
    let holds = judged.contains { $0.1.outcome == .fails } ? "NO" : difference != nil ? "differs" : "yes"
    return OutageTable.Row(
      label: row.label, what: row.name, printedPackets: row.packets, printedSeconds: row.seconds, rate: spec.rate,
      packets: lost ?? exact.map { $0 * spec.rate }, isCounted: lost != nil, exactSeconds: exact,
      kind: judged.first.map { kind(of: $0.0).rawValue } ?? "", holds: judged.isEmpty ? "" : holds,
      remark: difference?.1.deviation ?? row.remark)
  }

  /// At the first point that is there.
  private func mean(_ metric: Metric, at coordinates: [Coordinate]) -> Double? {
    let point = loaded.points.first { point in coordinates.allSatisfy { point.coordinates[$0.axis] == $0.value } }
    return point.flatMap { measurements.interval(of: metric.name, at: $0.cells(loaded.axes))?.mean }
  }
}
