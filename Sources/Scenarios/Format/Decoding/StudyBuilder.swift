/// Makes the typed study from checked settings, and checks its references to axes and metrics.
struct StudyBuilder {
  var errors: [ScenarioError] = []
  /// Axes whose values an override replaced: what speaks of the others cannot be tested, but is no error.
  let narrowed: Set<String>
  private var conditions = MetricCatalogue.Conditions()

  init(narrowed: Set<String>) { self.narrowed = narrowed }

  mutating func study(_ root: Setting, axes: [Axis]) -> Study {
    conditions = Self.conditions(root, axes)
    let measure = metrics(root)
    return Study(
      title: root["title"].word, question: root.find("question")?.word, replays: root.find("replays")?.word,
      axes: axes, replications: replications(root["replications"], measured: measure), measure: measure,
      figures: root.find("figures").map { $0.items.compactMap { figure($0, axes: axes, measured: measure) } } ?? [],
      expectations: root.find("expect").map { $0.items.compactMap { expectation($0, axes: axes, measured: measure) } }
        ?? [],
      outages: root.find("outages").flatMap {
        outages(
          $0, paper: root.find("replays")?.word.split(separator: " ").first.map(String.init), axes: axes,
          measured: measure)
      }, conditions: conditions)
  }

  private static func conditions(_ root: Setting, _ axes: [Axis]) -> MetricCatalogue.Conditions {
    MetricCatalogue.Conditions(
      system: root.pairs.map(\.key).first { ScenarioSchema.root.exactlyOneOf.contains($0) } ?? "",
      // What is swept may bring the blockchain with it.
      hasLedger: root.find("sfc").map { $0.find("smb") != nil || axes.contains { $0.key == "sfc.rules" } } ?? true,
      // With no fault at all it is what a run with attacks is compared with.
      hasAttack: root.find("faults").map { $0.items.isEmpty || $0.items.contains { $0.find("attack") != nil } } ?? false
    )
  }

  private mutating func metrics(_ root: Setting) -> [Metric] {
    var found: [Metric] = []
    // A default has the place of its mapping.
    guard root["measure"].place != root.place else {
      return MetricCatalogue.usual(with: conditions.system).flatMap { MetricCatalogue.family($0)?.metrics ?? [] }
    }
    for item in root["measure"].items {
      let named = MetricCatalogue.family(named: item)?.metrics ?? MetricCatalogue.metric(item.word).map { [$0] } ?? []
      let possible = named.filter { conditions.obstacle(to: $0) == nil }
      if possible.isEmpty { noteObstacle(item, to: named) }
      let new = possible.filter { !found.contains($0) }
      if new.isEmpty, !possible.isEmpty { note("'\(item.word)' is measured already", item) }
      found += new
    }
    return found
  }

  private mutating func replications(_ setting: Setting, measured: [Metric]) -> ReplicationPlan {
    guard setting.find("until") != nil else { return .fixed(Int(setting.whole)) }
    let (atLeast, atMost) = (setting["at-least"], setting["at-most"])
    if atLeast.whole > atMost.whole {
      note("\(atLeast.text) is more than 'at-most', \(atMost.text)", atLeast)
    }
    if let metric = setting.find("metric") { checkMeasured(metric, measured) }
    let metric = setting.find("metric")?.word ?? measured.first?.name ?? ""
    guard let precision = try? Precision(setting["until"].word) else {
      preconditionFailure("\(setting["until"].word) was checked to be a precision")
    }
    return .until(precision, ofMetric: metric, atLeast: Int(atLeast.whole), atMost: Int(atMost.whole))
  }

  private mutating func figure(_ setting: Setting, axes: [Axis], measured: [Metric]) -> FigureSpec? {
    let before = errors.count
    let names = setting["y"].items
    for name in names + [setting.find("across")].compactMap({ $0 }) { checkMeasured(name, measured) }
    let x = axis(setting["x"], axes)
    let series = setting.find("series").flatMap { axis($0, axes) }
    if let x, x == series { note("'\(axes[x].key)' is the x axis already", setting["series"]) }
    if let x, !axes[x].isNumeric {
      note("'\(axes[x].key)' has words for values and cannot be drawn across", setting["x"])
    }
    let at = coordinates(setting.find("at"), axes)
    for coordinate in at.found where coordinate.axis == x || coordinate.axis == series {
      note("'\(axes[coordinate.axis].key)' is drawn, and cannot stand still", setting["at"])
    }
    for (index, axis) in axes.enumerated() where errors.count == before {
      guard index != x, index != series, axis.values.count > 1 else { continue }
      guard !at.found.contains(where: { $0.axis == index }), at.missing == nil else { continue }
      note("the axis '\(axis.key)' is neither 'x' nor 'series'; say in 'at' where it stands", setting)
    }
    if let x, errors.count == before { checkLogarithm(setting, axes[x]) }
    let references = references(setting, of: names.compactMap { MetricCatalogue.metric($0.word) })
    guard errors.count == before, at.missing == nil, let x else { return nil }
    return FigureSpec(
      title: setting.find("title")?.word, x: x, across: setting.find("across")?.word, y: names.map(\.word),
      series: series, at: at.found, scale: setting["scale"].choice(), references: references,
      xLabel: setting.find("x-label")?.word)
  }

  private mutating func references(_ figure: Setting, of metrics: [Metric]) -> [FigureSpec.Reference] {
    guard let list = figure.find("references"), let metric = metrics.first else { return [] }
    guard metrics.allSatisfy({ $0.unit == metric.unit }) else {
      note("the metrics of 'y' have different units, and no level suits all of them", list)
      return []
    }
    let isLogarithmic = ["log-y", "log-log"].contains(figure["scale"].word)
    return list.items.compactMap { item in
      guard let y = reading(item["y"], metric) else { return nil }
      if isLogarithmic, y <= 0 { note("\(item["y"].text) cannot be shown on a logarithmic scale", item["y"]) }
      return FigureSpec.Reference(y: y, label: item["label"].word, source: item["source"].word)
    }
  }

  private mutating func checkLogarithm(_ setting: Setting, _ axis: Axis) {
    let scale = setting["scale"]
    guard scale.word == "log-x" || scale.word == "log-log" else { return }
    guard let zero = axis.values.first(where: { $0.number ?? 1 <= 0 }) else { return }
    note("'\(axis.key)' has the value \(zero.text), which a logarithmic scale cannot show", scale)
  }

  mutating func axis(_ setting: Setting, _ axes: [Axis]) -> Int? {
    if let index = axes.firstIndex(where: { $0.key == setting.word }) { return index }
    let hint = Suggestion.phrase(for: setting.word, among: axes.map(\.key))
    note("'\(setting.word)' is not swept\(hint)", setting)
    return nil
  }

  /// The coordinates, and in words the first value that an override took away.
  mutating func coordinates(_ at: Setting?, _ axes: [Axis]) -> (found: [Coordinate], missing: String?) {
    var found: [Coordinate] = []
    var missing: String?
    for (key, setting) in at?.pairs ?? [] {
      guard let axis = axes.firstIndex(where: { $0.key == key }) else {
        note("is not swept", setting)
        continue
      }
      if let value = axes[axis].index(of: setting.scalar) {
        found.append(Coordinate(axis: axis, value: value))
      } else if narrowed.contains(key) {
        missing = missing ?? "\(key) = \(setting.text) is not run"
      } else {
        note("\(setting.text) is not a value of the axis; it has \(list(axes[axis]))", setting)
      }
    }
    return (found, missing)
  }

  func list(_ axis: Axis) -> String { axis.values.map(\.text).joined(separator: ", ") }

  mutating func checkMeasured(_ setting: Setting, _ measured: [Metric]) {
    guard !measured.contains(where: { $0.name == setting.word }) else { return }
    if let metric = MetricCatalogue.metric(setting.word), conditions.obstacle(to: metric) != nil {
      return noteObstacle(setting, to: [metric])
    }
    let family = MetricCatalogue.family(ofMetric: setting.word)?.name ?? setting.word
    note("'\(setting.word)' is not measured; add '\(family)' to 'measure'", setting)
  }

  private mutating func noteObstacle(_ setting: Setting, to metrics: [Metric]) {
    guard let obstacle = metrics.lazy.compactMap(conditions.obstacle).first else { return }
    note("'\(setting.word)' has nothing to measure \(obstacle)", setting)
  }

  mutating func note(_ text: String, _ setting: Setting) {
    errors.append(ScenarioError("\(setting.path): \(text)", at: setting.place))
  }
}

extension MetricCatalogue {
  /// A family, unless a metric of that name was meant alone: `consensus-delay` names both, and means the family.
  fileprivate static func family(named setting: Setting) -> MetricFamily? { family(setting.word) }
}
