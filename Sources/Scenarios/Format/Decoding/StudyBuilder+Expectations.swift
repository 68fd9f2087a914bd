extension StudyBuilder {
  mutating func expectation(_ setting: Setting, axes: [Axis], measured: [Metric]) -> Expectation? {
    let before = errors.count
    let that = setting["that"]
    checkMeasured(that, measured)
    guard let metric = MetricCatalogue.metric(that.word) else { return nil }
    let at = coordinates(setting.find("at"), axes)
    var (test, words) = self.test(setting, metric: metric, axes: axes, at: at.found)
    if let missing = at.missing { test = .untestable(missing) }
    let source = setting.find("source")?.word
    if setting["basis"].word != "model", source == nil || source == "own" {
      note("'\(setting["basis"].word)' has an effect only on what is published; 'source' says where", setting["basis"])
    }
    guard errors.count == before, let test else { return nil }
    let places = (setting.find("at")?.pairs ?? []).map { "\($0.key) = \($0.setting.text)" }
    let standing = places.isEmpty ? "" : " at " + places.joined(separator: ", ")
    return Expectation(
      metric: metric, at: at.found, test: test, subject: metric.name + standing, claim: words,
      source: source, basis: setting["basis"].choice(),
      differs: setting.find("differs")?.word, place: setting.place)
  }

  /// The test, with its words.
  private mutating func test(
    _ setting: Setting, metric: Metric, axes: [Axis], at: [Coordinate]
  ) -> (Expectation.Test?, String) {
    guard let key = StudySchema.tests.first(where: { setting.find($0) != nil }) else { return (nil, "") }
    let value = setting[key]
    switch key {
    case "equals":
      let tolerance = setting["tolerance"]
      return (
        reading(value, metric).map { .bound(.equals($0, tolerance: tolerance.real)) },
        "is \(value.text)" + (tolerance.real == 0 ? "" : " give or take \(tolerance.text)")
      )
    case "at-least": return (reading(value, metric).map { .bound(.atLeast($0)) }, "is at least \(value.text)")
    case "at-most": return (reading(value, metric).map { .bound(.atMost($0)) }, "is at most \(value.text)")
    case "above": return (reading(value, metric).map { .bound(.above($0)) }, "is above \(value.text)")
    case "below": return (reading(value, metric).map { .bound(.below($0)) }, "is below \(value.text)")
    case "between": return between(value, metric)
    default: break
    }
    guard let alongSetting = setting.find("along") else {
      note("needs 'along', the axis that '\(key)' is about", setting)
      return (nil, "")
    }
    guard let along = axis(alongSetting, axes) else { return (nil, "") }
    guard !at.contains(where: { $0.axis == along }) else {
      note("'\(axes[along].key)' stands still in 'at'", alongSetting)
      return (nil, "")
    }
    if key == "is" { return shape(setting, along: along, axes[along]) }
    return change(key, value, along: along, axes[along])
  }

  private mutating func between(_ value: Setting, _ metric: Metric) -> (Expectation.Test?, String) {
    guard value.items.count == 2 else {
      note("needs two values, the lowest and the highest", value)
      return (nil, "")
    }
    let ends = value.items.compactMap { reading($0, metric) }
    guard ends.count == 2 else { return (nil, "") }
    guard ends[0] <= ends[1] else {
      note("\(value.items[0].text) is more than \(value.items[1].text)", value)
      return (nil, "")
    }
    return (.bound(.between(ends[0], ends[1])), "is from \(value.items[0].text) to \(value.items[1].text)")
  }

  private mutating func shape(_ setting: Setting, along: Int, _ axis: Axis) -> (Expectation.Test?, String) {
    let word = setting["is"].word
    let (shape, fewest): (Expectation.Shape, Int)
    switch word {
    case "flat": (shape, fewest) = (.flat(within: setting["within"].real), 2)
    case "increasing": (shape, fewest) = (.increasing, 2)
    case "decreasing": (shape, fewest) = (.decreasing, 2)
    case "linear": (shape, fewest) = (.linear, 3)
    case "quadratic": (shape, fewest) = (.quadratic, 4)
    default: preconditionFailure("the schema has a shape '\(word)' that is not built")
    }
    let within = word == "flat" ? " within \(setting["within"].text)" : ""
    let words = "is \(word)\(within) along \(axis.key)"
    guard axis.isNumeric else {
      note("'\(axis.key)' has words for values, and so no shape", setting["is"])
      return (nil, words)
    }
    guard axis.values.count >= fewest else {
      let reason = "'\(word)' needs at least \(fewest) values of \(axis.key); it has \(axis.values.count)"
      if narrowed.contains(axis.key) { return (.untestable(reason), words) }
      note(reason, setting["is"])
      return (nil, words)
    }
    return (.shape(shape, along: along), words)
  }

  private mutating func change(
    _ key: String, _ value: Setting, along: Int, _ axis: Axis
  ) -> (Expectation.Test?, String) {
    let (from, to) = (value["from"], value["to"])
    let (atLeast, atMost) = (value.find("at-least"), value.find("at-most"))
    let limits = [atLeast.map { "at least \($0.text)" }, atMost.map { "at most \($0.text)" }].compactMap { $0 }
    let words = "\(key) by \(limits.joined(separator: " and ")) times from \(from.text) to \(to.text) of \(axis.key)"
    guard !limits.isEmpty else {
      note("needs 'at-least' or 'at-most', the factor", value)
      return (nil, words)
    }
    if let atLeast, let atMost, atLeast.real > atMost.real {
      note("\(atLeast.text) is more than 'at-most', \(atMost.text)", atLeast)
      return (nil, words)
    }
    guard let start = index(from, axis), let end = index(to, axis) else {
      if narrowed.contains(axis.key) { return (.untestable("\(from.text) and \(to.text) are not both run"), words) }
      return (nil, words)
    }
    guard start != end else {
      note("'from' and 'to' are the same", value)
      return (nil, words)
    }
    let change = Expectation.Change(from: start, to: end, atLeast: atLeast?.real, atMost: atMost?.real)
    return (key == "falls" ? .falls(change, along: along) : .rises(change, along: along), words)
  }

  private mutating func index(_ setting: Setting, _ axis: Axis) -> Int? {
    guard let kind = try? SchemaPath.axis(axis.key) else { return nil }
    do {
      let value = try ScalarReader().read(setting.word, as: kind)
      if let index = axis.index(of: value) { return index }
      guard !narrowed.contains(axis.key) else { return nil }
      note("\(setting.text) is not a value of the axis; it has \(list(axis))", setting)
    } catch {
      note(error.text, setting)
    }
    return nil
  }

  mutating func reading(_ setting: Setting, _ metric: Metric) -> Double? {
    do {
      return try metric.unit.read(setting.word)
    } catch {
      note(error.text, setting)
      return nil
    }
  }
}
