import Report

extension CapacityResult {
  /// Writes every result file, the report last, and gives the problems of figures that could not be drawn. Throws `FileError`
  /// or `DatabaseError`; then the journal still holds every run, and the same command goes on.
  public func write() throws -> [FigureError] {
    let directory = options.directory
    self.directory.removeResults()
    let measurements = self.measurements
    try CSVWriter.write(pointTable, to: "\(directory)/capacity.csv")
    try CSVWriter.write(measurements.table, to: "\(directory)/measurements.csv")
    try CSVWriter.write(measurements.summary, to: "\(directory)/summary.csv")
    try ResultsDatabase.write(
      measurements: measurements.table, summary: measurements.summary, provenance: provenance,
      to: "\(directory)/results.sqlite")
    try loaded.write(in: directory)
    try AtomicFile.write(fingerprint + "\n", to: "\(directory)/fingerprint.txt")
    try AtomicFile.write(findings.map { $0 + "\n" }.joined(), to: "\(directory)/answer.txt")
    let drawn = DrawnFigures(figures(), in: directory, provenance, alsoPDF: options.writesPDF)
    try report(drawn.drawings, measurements.summary).write(to: "\(directory)/report.html")
    journal.remove()
    return drawn.problems
  }

  private func report(_ drawings: [HTMLReport.Drawing], _ summary: Table) -> HTMLReport {
    var report = HTMLReport(title: loaded.study.title)
    report.question = loaded.study.question ?? ""
    report.findings = findings.map { .init($0, holds: isGood) }
    report.violations = violations
    report.drawings = drawings
    report.summary = summary
    report.parameters = ScenarioDescription.parameters(of: loaded).map { .init($0.key, $0.value) }
    report.show(loaded.profiles)
    report.provenance = provenance
    return report
  }

  private var provenance: Provenance { loaded.complete(options.provenance, runs: runs, fingerprint: fingerprint) }

  /// Every run of the search; those that confirm the answer have seeds of their own.
  private var measurements: Measurements {
    var measurements = Measurements(axes: axes.map(\.column))
    let metrics = question.metrics + loaded.study.measure.filter { !question.metrics.contains($0) }
    for point in sorted {
      for outcome in point.outcomes {
        for metric in metrics {
          guard let value = outcome.values[metric.name] else { continue }
          measurements.add(
            at: cells(point), seed: outcome.seed, metric: metric.name, value: value, unit: metric.unit.rawValue)
        }
      }
    }
    return measurements
  }

  /// Columns: order of trying, phase, the keys, then mean, low and high of goal and bounded metrics, and the verdict.
  private var pointTable: Table {
    let metrics = question.metrics
    var table = Table(
      columns: [Column("number", .integer), Column("phase", .text)] + axes.map(\.column)
        + metrics.flatMap {
          [Column($0.name, .real), Column($0.name + "-low", .real), Column($0.name + "-high", .real)]
        }
        + [Column("runs", .integer), Column("bounds", .text)])
    func append(_ point: CapacityPoint, phase: String) {
      let values = metrics.flatMap { metric -> [Cell] in
        let interval = CapacityPoint.interval(of: metric, in: point.outcomes)
        return [Cell(interval?.mean), Cell(interval?.low), Cell(interval?.high)]
      }
      table.append(
        [.integer(Int64(point.number)), .text(phase)] + cells(point) + values
          + [.integer(Int64(point.outcomes.count)), .text(point.standing.rawValue)])
    }
    for point in points { append(point, phase: point.isCoarse ? "coarse" : "fine") }
    for refuted in refuted { append(refuted.confirmation, phase: "confirmation") }
    if let answer { append(answer.confirmation, phase: "confirmation") }
    return table
  }

  private func cells(_ point: CapacityPoint) -> [Cell] { point.values.cells(axes) }
}
