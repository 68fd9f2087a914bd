import Report

extension Judge {
  func judge(_ bound: Expectation.Bound, _ point: MeasuredPoint, _ expectation: Expectation) -> Finding {
    let place = place(point.coordinates)
    guard let mean = point.estimates[expectation.metric.name]?.mean, mean.isFinite else { return Self.nothing(place) }
    if case .equals(let value, let tolerance) = bound {
      return judge(mean, equals: value, tolerance: tolerance, place, expectation.metric)
    }
    let (holds, limit, isFloor) = Self.check(mean, bound)
    let distance = isFloor ? mean - limit : limit - mean
    let margin = limit == 0 ? distance : distance / abs(limit)
    let share = limit == 0 ? "" : "\(Self.percent(abs(mean - limit) / abs(limit))) "
    let side = mean < limit ? "below" : "above"
    let name = if case .between = bound { isFloor ? "lower bound" : "upper bound" } else { "bound" }
    let deviation = mean == limit ? "at the \(name)" : "\(share)\(side) the \(name)"
    return Finding(
      holds: holds, margin: margin, measured: expectation.metric.unit.text(mean) + place, deviation: deviation)
  }

  private func judge(
    _ mean: Double, equals value: Double, tolerance: Double, _ place: String, _ metric: Metric
  ) -> Finding {
    let share = mean == value ? 0 : abs(mean - value) / abs(value)
    let side = mean < value ? "below" : "above"
    return Finding(
      holds: share <= tolerance, margin: tolerance - share, measured: metric.unit.text(mean) + place,
      deviation: share == 0 ? "the same" : "\(Self.percent(share)) \(side)")
  }

  /// Whether a mean holds, and the limit that it is nearest to breaking.
  private static func check(_ mean: Double, _ bound: Expectation.Bound) -> (holds: Bool, limit: Double, isFloor: Bool) {
    switch bound {
    case .atLeast(let limit): (mean >= limit, limit, true)
    case .atMost(let limit): (mean <= limit, limit, false)
    case .above(let limit): (mean > limit, limit, true)
    case .below(let limit): (mean < limit, limit, false)
    case .between(let low, let high):
      mean - low < high - mean ? (mean >= low, low, true) : (mean <= high, high, false)
    case .equals(let value, let tolerance):
      check(mean, .between(value - abs(value) * tolerance, value + abs(value) * tolerance))
    }
  }

  /// By what factor the means at two values of the axis differ.
  func judge(_ change: Expectation.Change, falling: Bool, _ line: Line, _ expectation: Expectation) -> Finding {
    let axis = axes[line.along]
    let name = expectation.metric.name
    func mean(_ value: Int) -> Double? {
      line.points.first { $0.coordinates[line.along] == value }?.estimates[name]?.mean
    }
    let place = place(line.points[0].coordinates, without: line.along)
    guard let start = mean(change.from), let end = mean(change.to), start > 0, end > 0 else {
      return Self.nothing(place)
    }
    let factor = falling ? start / end : end / start
    let margins = [change.atLeast.map { factor / $0 - 1 }, change.atMost.map { 1 - factor / $0 }].compactMap { $0 }
    let margin = margins.min() ?? 0
    let unit = expectation.metric.unit
    let (from, to) = (axis.values[change.from].text, axis.values[change.to].text)
    let verb = falling ? "falls" : "rises"
    return Finding(
      holds: margin >= 0, margin: margin,
      measured:
        "\(verb) \(NumberFormat.text(factor, trimmed: true)) times, \(unit.text(start)) to \(unit.text(end)), \(from) to \(to)\(place)",
      deviation: "\(Self.percent(abs(margin))) \(margin >= 0 ? "inside" : "outside") the bound")
  }
}
