import Report

extension ExperimentResult {
  /// Writes every result file, the report last, and gives the problems of figures that could not be drawn.
  ///
  /// Throws `FileError` or `DatabaseError`; then the journal still holds every run, and the same command resumes.
  public func write() throws -> [FigureError] {
    let directory = options.directory
    let provenance = self.provenance
    self.directory.removeResults()
    if !options.keepsDisks { self.directory.removeDisks() }
    try CSVWriter.write(measurements.table, to: "\(directory)/measurements.csv")
    try CSVWriter.write(measurements.summary, to: "\(directory)/summary.csv")
    if !comparison.rows.isEmpty { try CSVWriter.write(comparison.table, to: "\(directory)/comparison.csv") }
    if let outages { try CSVWriter.write(outages.table, to: "\(directory)/outages.csv") }
    if measuresSiteViews { try CSVWriter.write(siteViewTable, to: "\(directory)/site-views.csv") }
    if measuresQueues { try CSVWriter.write(queueTable, to: "\(directory)/queues.csv") }
    try ResultsDatabase.write(
      measurements: measurements.table, summary: measurements.summary, provenance: provenance,
      to: "\(directory)/results.sqlite")
    try loaded.write(in: directory)
    try AtomicFile.write(fingerprintText, to: "\(directory)/fingerprint.txt")
    try writeEvidence()
    let drawn = DrawnFigures(figures(), in: directory, provenance, alsoPDF: options.writesPDF)
    try report(drawn.drawings, provenance).write(to: "\(directory)/report.html")
    journal.remove()
    return drawn.problems
  }

  /// What modules signed against themselves, a file for each run that has any.
  private func writeEvidence() throws {
    for (number, outcomes) in outcomes.enumerated() {
      for outcome in outcomes {
        guard let evidence = outcome.evidence else { continue }
        try Directory.create("\(options.directory)/evidence")
        try AtomicFile.write(evidence, to: "\(options.directory)/\(evidencePath(point: number, seed: outcome.seed))")
      }
    }
  }

  /// Below the results' directory.
  func evidencePath(point: Int, seed: UInt64) -> String {
    loaded.axes.isEmpty ? "evidence/seed-\(seed).json" : "evidence/point-\(point)-seed-\(seed).json"
  }

  /// Where the results are from, and how to get them again.
  var provenance: Provenance { loaded.complete(options.provenance, runs: runs, fingerprint: fingerprint) }

  private var fingerprintText: String {
    var text = fingerprint + "\n"
    for (point, outcomes) in zip(loaded.points, outcomes) {
      for outcome in outcomes {
        text += "\(outcome.fingerprint) seed=\(outcome.seed)"
        for (axis, value) in zip(loaded.axes, point.values) {
          text += " \(axis.key)=\(value.text.filter { $0 != " " })"
        }
        text += "\n"
      }
    }
    return text
  }

  private var measuresQueues: Bool {
    loaded.study.measure.contains { MetricCatalogue.family(ofMetric: $0.name)?.name == "queues" }
  }

  /// Queue lengths over time, of each point's first replication.
  private var queueTable: Table {
    var table = Table(
      columns: loaded.axes.map(\.column) + [
        Column("time_seconds", .real), Column("processor_queue", .integer), Column("pending_transactions", .integer),
        Column("link_backlog_bytes", .integer),
      ])
    for (point, outcomes) in zip(loaded.points, outcomes) {
      for sample in outcomes.first?.queues ?? [] {
        table.append(
          point.cells(loaded.axes) + [
            .real(sample.seconds), .integer(Int64(sample.processorQueue)), .integer(Int64(sample.pendingTransactions)),
            .integer(sample.linkBacklogBytes),
          ])
      }
    }
    return table
  }

  private func report(_ drawings: [HTMLReport.Drawing], _ provenance: Provenance) -> HTMLReport {
    var report = HTMLReport(title: loaded.study.title)
    report.question = loaded.study.question ?? ""
    report.findings =
      zip(loaded.study.expectations, verdicts).filter { !$0.0.isPublished && $0.1.outcome != .untested }
      .map { .init("\($0.text): \($1.measured)", holds: $1.holds) }
    report.violations = violations
    report.notes =
      (violations.isEmpty
        ? ["no invariant that was asked for is violated in \(runs == 1 ? "1 run" : "\(runs) runs")"] : [])
      + budgets + remarks
    report.drawings = drawings
    report.outages = outages
    report.comparison = ComparisonTable(comparison.rows.filter { $0.kind != .own })
    report.summary = tellingSummary
    report.parameters = ScenarioDescription.parameters(of: loaded).map { .init($0.key, $0.value) }
    report.show(loaded.profiles)
    report.provenance = provenance
    return report
  }
}
