import Foundation
import Report

extension CapacityResult {
  /// What a search leaves in its directory (docs/formats/results.md).
  static let fileNames = [
    "capacity.csv", "measurements.csv", "summary.csv", "fingerprint.txt", "answer.txt", "scenario.yaml", "figures",
  ]

  /// Writes every result file and gives the problems of figures that could not be drawn. Throws `FileError`; then the
  /// journal still holds every run, and the same command goes on.
  public func write() throws -> [FigureError] {
    let directory = options.directory
    for name in Self.fileNames + ExperimentResult.fileNames {
      try? FileManager.default.removeItem(atPath: "\(directory)/\(name)")
    }
    let measurements = self.measurements
    try CSVWriter.write(pointTable, to: "\(directory)/capacity.csv")
    try CSVWriter.write(measurements.table, to: "\(directory)/measurements.csv")
    try CSVWriter.write(measurements.summary, to: "\(directory)/summary.csv")
    try AtomicFile.write(loaded.text, to: "\(directory)/scenario.yaml")
    try AtomicFile.write(fingerprint + "\n", to: "\(directory)/fingerprint.txt")
    try AtomicFile.write(findings.map { $0 + "\n" }.joined(), to: "\(directory)/answer.txt")
    var problems: [FigureError] = []
    for var figure in figures() {
      figure.provenance = provenance
      do {
        _ = try figure.write(to: "\(directory)/figures")
        if options.writesPDF { try figure.writePDF(to: "\(directory)/figures") }
      } catch { problems.append(error) }
    }
    journal.remove()
    return problems
  }

  private var provenance: Provenance {
    var provenance = options.provenance
    provenance["scenario"] = loaded.path
    provenance["overrides"] = loaded.overrides.joined(separator: " ")
    provenance["seed"] = String(loaded.scenario.seed)
    provenance["runs"] = String(runs)
    provenance["fingerprint"] = fingerprint
    return provenance
  }

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
