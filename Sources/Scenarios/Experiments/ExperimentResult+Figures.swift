import Report

extension ExperimentResult {
  /// The figures that the scenario asks for. Metrics of one unit share a figure where no axis gives the curves.
  func figures() -> [Figure] {
    var names: [String: Int] = [:]
    let drawn = loaded.study.figures.flatMap { spec -> [Figure] in
      let metrics = spec.y.compactMap(MetricCatalogue.metric)
      let sharesOne = spec.series == nil && Set(metrics.map(\.unit)).count == 1
      let parts = sharesOne ? [metrics] : metrics.map { [$0] }
      return parts.map { metrics in
        let name = fileName(spec, metrics)
        let count = names[name, default: 0] + 1
        names[name] = count
        return figure(spec, metrics, name: count == 1 ? name : "\(name)-\(count)", isOnly: parts.count == 1)
      }
    }
    return drawn + [siteViewFigure()].compactMap { $0 }
  }

  /// Another figure of the same metrics and axis, at other places or scales, has the same.
  private func fileName(_ spec: FigureSpec, _ metrics: [Metric]) -> String {
    let stem = metrics.count == 1 ? metrics[0].name : "\(metrics[0].name)-and-\(metrics.count - 1)-more"
    return "\(stem)-by-\(spec.across ?? loaded.axes[spec.x].key)"
  }

  /// `metrics` is one metric, or several of the same unit; `isOnly`: all that the scenario asks for in one place.
  private func figure(_ spec: FigureSpec, _ metrics: [Metric], name: String, isOnly: Bool) -> Figure {
    let axis = loaded.axes[spec.x]
    let unit = metrics[0].unit
    let names = metrics.map(\.name)
    let across = spec.across.flatMap(MetricCatalogue.metric)
    let xUnit = across?.unit.suffix ?? axis.unit
    let content = names.map(\.spaced).joined(separator: ", ")
    let title = spec.title.map { isOnly ? $0 : "\($0): \(content)" }
    return Figure(
      name: name, title: title ?? "\(content) against \(across?.name.spaced ?? axis.key)",
      x: Figure.Axis(
        spec.xLabel ?? across?.name.spaced ?? label(axis.key), unit: xUnit == "1" ? "" : xUnit,
        scale: spec.scale.isLogX ? .logarithmic : .linear,
        categories: axis.isNumeric ? [] : axis.values.map(\.text)),
      y: Figure.Axis(
        names.count == 1 ? names[0].spaced : unit.quantity, unit: unit.suffix,
        scale: spec.scale.isLogY ? .logarithmic : .linear),
      series: metrics.count == 1
        ? series(spec, metrics[0])
        : metrics.map { metric in Figure.Series(metric.name.spaced, points(spec, metric) { _ in true }) },
      references: metrics.flatMap { references(spec, $0) }
        + spec.references.map { .init(y: $0.y, label: "\($0.label) (\($0.source))") },
      caption: metrics.map { "\($0.meaning)." }.joined(separator: " ") + intervalCaption)
  }

  private func series(_ spec: FigureSpec, _ metric: Metric) -> [Figure.Series] {
    guard let series = spec.series else { return [Figure.Series("simulated", points(spec, metric) { _ in true })] }
    return loaded.axes[series].values.indices.map { value in
      let name = "\(label(loaded.axes[series].key)): \(loaded.axes[series].values[value].text)"
      return Figure.Series(name, points(spec, metric) { $0.coordinates[series] == value })
    }
  }

  private func points(_ spec: FigureSpec, _ metric: Metric, _ isIn: (SweepPoint) -> Bool) -> [Figure.Point] {
    loaded.points.compactMap { point in
      guard isIn(point), spec.at.allSatisfy({ point.coordinates[$0.axis] == $0.value }) else { return nil }
      guard let interval = measurements.interval(of: metric.name, at: point.cells(loaded.axes)) else { return nil }
      if let across = spec.across {
        return measurements.interval(of: across, at: point.cells(loaded.axes)).map {
          Figure.Point(x: $0.mean, interval)
        }
      }
      let value = point.values[spec.x]
      return Figure.Point(x: value.number ?? Double(point.coordinates[spec.x]), interval)
    }
  }

  /// The bounds that the scenario expects of the metric, where they hold all across the figure.
  private func references(_ spec: FigureSpec, _ metric: Metric) -> [Figure.Reference] {
    var references: [Figure.Reference] = []
    for expectation in loaded.study.expectations where expectation.metric == metric {
      guard case .bound(let bound) = expectation.test, let source = expectation.source else { continue }
      guard let place = place(of: expectation, in: spec) else { continue }
      func add(_ sign: String, _ y: Double) {
        references.append(.init(y: y, label: "\(source): \(sign)\(text(y, metric))\(place)"))
      }
      switch bound {
      case .atLeast(let y): add("≥ ", y)
      case .above(let y): add("> ", y)
      case .atMost(let y): add("≤ ", y)
      case .below(let y): add("< ", y)
      case .equals(let y, _): add("", y)
      case .between: continue
      }
    }
    return references
  }

  /// Of which curve it is, in words; nil where it speaks of single points, or of none that is drawn.
  private func place(of expectation: Expectation, in spec: FigureSpec) -> String? {
    var words = ""
    for coordinate in expectation.at {
      let axis = loaded.axes[coordinate.axis]
      if coordinate.axis == spec.series {
        words += ", \(label(axis.key)) \(axis.values[coordinate.value].text)"
      } else if !spec.at.contains(coordinate), axis.values.count > 1 {
        return nil
      }
    }
    return words
  }

  private func text(_ value: Double, _ metric: Metric) -> String {
    metric.unit == .count
      ? NumberFormat.number(value, trimmed: true) : NumberFormat.text(value, unit: metric.unit.suffix, trimmed: true)
  }

  private var intervalCaption: String {
    let most = outcomes.map(\.count).max() ?? 0
    return most > 1 ? " Bars: 95 % confidence interval over replications." : ""
  }

  private func label(_ key: String) -> String { (key.split(separator: ".").last.map(String.init) ?? key).spaced }
}

extension FigureSpec.Scale {
  fileprivate var isLogX: Bool { self == .logX || self == .logLog }
  fileprivate var isLogY: Bool { self == .logY || self == .logLog }
}

extension Metric.Unit {
  /// As it follows a number; nothing after counts.
  var suffix: String { self == .count ? "" : rawValue }

  /// What an axis of several such metrics shows.
  fileprivate var quantity: String {
    switch self {
    case .seconds: "time"
    case .perSecond: "rate"
    case .bytes: "data"
    case .bytesPerSecond, .bitsPerSecond: "data rate"
    case .count: "number"
    case .fraction: "share"
    }
  }
}

extension String {
  /// `write-rate` as people read it.
  var spaced: String { String(map { $0 == "-" ? " " : $0 }).replacing("pre prepare", with: "pre-prepare") }
}
