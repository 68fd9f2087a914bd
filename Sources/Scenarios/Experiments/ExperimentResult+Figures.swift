import Report

extension ExperimentResult {
  /// The figures that the scenario asks for, one for each metric that one names.
  func figures() -> [Figure] {
    loaded.study.figures.flatMap { spec in
      spec.y.compactMap { name in MetricCatalogue.metric(name).map { figure(spec, $0) } }
    }
  }

  private func figure(_ spec: FigureSpec, _ metric: Metric) -> Figure {
    let axis = loaded.axes[spec.x]
    let logX = spec.scale == .logX || spec.scale == .logLog
    let logY = spec.scale == .logY || spec.scale == .logLog
    return Figure(
      name: "\(metric.name)-by-\(axis.key)", title: spec.title,
      x: Figure.Axis(
        label(axis.key), unit: axis.unit == "1" ? "" : axis.unit, scale: logX ? .logarithmic : .linear,
        categories: axis.isNumeric ? [] : axis.values.map(\.text)),
      y: Figure.Axis(
        metric.name.replacingDashes, unit: metric.unit.rawValue == "1" ? "" : metric.unit.rawValue,
        scale: logY ? .logarithmic : .linear),
      series: series(spec, metric), references: references(spec, metric), caption: caption(metric))
  }

  private func series(_ spec: FigureSpec, _ metric: Metric) -> [Figure.Series] {
    guard let series = spec.series else { return [Figure.Series("simulated", points(spec, metric) { _ in true })] }
    return loaded.axes[series].values.indices.map { value in
      let name = "\(label(loaded.axes[series].key)) \(loaded.axes[series].values[value].text)"
      return Figure.Series(name, points(spec, metric) { $0.coordinates[series] == value })
    }
  }

  private func points(_ spec: FigureSpec, _ metric: Metric, _ isIn: (SweepPoint) -> Bool) -> [Figure.Point] {
    loaded.points.compactMap { point in
      guard isIn(point), spec.at.allSatisfy({ point.coordinates[$0.axis] == $0.value }) else { return nil }
      guard let interval = measurements.interval(of: metric.name, at: point.cells(loaded.axes)) else { return nil }
      let value = point.values[spec.x]
      return Figure.Point(x: value.number ?? Double(point.coordinates[spec.x]), interval)
    }
  }

  /// The bounds that the scenario expects of the metric, wherever they hold in the figure.
  private func references(_ spec: FigureSpec, _ metric: Metric) -> [Figure.Reference] {
    var references: [Figure.Reference] = []
    for expectation in loaded.study.expectations where expectation.metric == metric {
      guard case .bound(let bound) = expectation.test, let source = expectation.source else { continue }
      switch bound {
      case .atLeast(let y), .above(let y): references.append(.init(y: y, label: "\(source): at least \(text(y, metric))"))
      case .atMost(let y), .below(let y): references.append(.init(y: y, label: "\(source): below \(text(y, metric))"))
      case .between: continue
      }
    }
    return references
  }

  private func text(_ value: Double, _ metric: Metric) -> String {
    NumberFormat.text(value, unit: metric.unit == .count ? "" : metric.unit.rawValue, trimmed: true)
  }

  private func caption(_ metric: Metric) -> String {
    let most = outcomes.map(\.count).max() ?? 0
    let bars = most > 1 ? " Bars: 95 % confidence interval over replications." : ""
    return "\(metric.meaning)." + bars
  }

  private func label(_ key: String) -> String {
    (key.split(separator: ".").last.map(String.init) ?? key).replacingDashes
  }
}

extension String {
  /// `write-rate` as people read it.
  fileprivate var replacingDashes: String { String(map { $0 == "-" ? " " : $0 }) }
}
