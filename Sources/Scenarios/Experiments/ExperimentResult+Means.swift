import Report

extension ExperimentResult {
  /// The mean of each metric at each point, with the half-width of its 95 % interval, as people read it.
  public var means: TextTable {
    var table = TextTable(loaded.axes.map { .init($0.key, .right) } + [.init("metric"), .init("mean", .right)])
    for point in loaded.points {
      for metric in loaded.study.measure {
        guard let interval = measurements.interval(of: metric.name, at: point.cells(loaded.axes)) else { continue }
        let mean =
          metric.unit == .fraction
          ? NumberFormat.percent(interval.mean)
          : NumberFormat.text(interval, unit: metric.unit == .count ? "" : metric.unit.rawValue)
        table.append(point.values.map(\.text) + [metric.name, mean])
      }
    }
    return table
  }
}
