import Report

extension ExperimentResult {
  /// The mean of each metric at each point, with the half-width of its 95 % interval, as people read it.
  public var means: TextTable { means { _, _ in true } }

  /// The same without the reasons for which nothing was refused at a point.
  public var tellingMeans: TextTable { means(where: Self.tells) }

  /// The summary of all measurements, without them as well.
  var tellingSummary: Table {
    let summary = measurements.summary
    guard let metric = summary.index(of: "metric"), let mean = summary.index(of: "mean") else { return summary }
    var telling = Table(columns: summary.columns)
    for row in summary.rows where Self.tells(row[metric].text, row[mean].number ?? 0) { telling.append(row) }
    return telling
  }

  /// There are many reasons, and most of them never arise.
  private static func tells(_ metric: String, _ mean: Double) -> Bool {
    mean != 0 || !MetricCatalogue.countsReason(metric)
  }

  private func means(where tells: (_ metric: String, _ mean: Double) -> Bool) -> TextTable {
    var table = TextTable(loaded.axes.map { .init($0.key, .right) } + [.init("metric"), .init("mean", .right)])
    for point in loaded.points {
      for metric in loaded.study.measure {
        guard let interval = measurements.interval(of: metric.name, at: point.cells(loaded.axes)) else { continue }
        guard tells(metric.name, interval.mean) else { continue }
        table.append(point.values.map(\.text) + [metric.name, metric.unit.text(interval)])
      }
    }
    return table
  }
}
