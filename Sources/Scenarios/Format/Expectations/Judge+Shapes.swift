import Report

extension Judge {
  /// The least share of the variance that a line or parabola must explain.
  static let explained = 0.99
  /// A fit whose bend is more than this share of its rise is curved.
  static let straight = 0.1
  /// A parabola from its vertex on has a bend of 0.25; one that bends more than this turns inside the range, as a fit of
  /// something steeper does.
  static let turning = 0.3

  func judge(_ shape: Expectation.Shape, _ line: Line, _ expectation: Expectation) -> Finding {
    let place = place(line.points[0].coordinates, without: line.along)
    let estimates = line.points.compactMap { $0.estimates[expectation.metric.name] }
    guard estimates.count == line.points.count, estimates.allSatisfy({ $0.mean.isFinite }) else {
      return Self.nothing(place)
    }
    switch shape {
    case .flat(let within): return flat(within, estimates, expectation.metric, place)
    case .increasing: return trend(1, estimates, line, expectation.metric, place)
    case .decreasing: return trend(-1, estimates, line, expectation.metric, place)
    case .linear: return fit(line, estimates, place, wantsCurve: false)
    case .quadratic: return fit(line, estimates, place, wantsCurve: true)
    }
  }

  private func flat(_ within: Double, _ estimates: [Estimate], _ metric: Metric, _ place: String) -> Finding {
    let means = estimates.map(\.mean)
    let (lowest, highest) = (means.min() ?? 0, means.max() ?? 0)
    let average = abs(means.reduce(0, +) / Double(means.count))
    let spread = highest == lowest ? 0 : (highest - lowest) / average
    return Finding(
      holds: spread <= within, margin: within - spread,
      measured: "from \(metric.unit.text(lowest)) to \(metric.unit.text(highest))\(place)",
      deviation: "\(Self.percent(spread)) apart")
  }

  /// `sign` is 1 for increasing, -1 for decreasing.
  private func trend(
    _ sign: Double, _ estimates: [Estimate], _ line: Line, _ metric: Metric, _ place: String
  ) -> Finding {
    let word = sign > 0 ? "down" : "up"
    var worst = (step: Double.infinity, index: 0)
    for index in 1..<max(1, estimates.count) {
      let (a, b) = (estimates[index - 1], estimates[index])
      // How far the two intervals still overlap, or lie in the right order; below zero only for a clear step back.
      let step = sign > 0 ? b.high - a.low : a.high - b.low
      if step < worst.step { worst = (step, index) }
    }
    guard let first = estimates.first, let last = estimates.last, estimates.count > 1 else {
      return Self.nothing(place)
    }
    let gain = sign > 0 ? last.low - first.high : first.low - last.high
    let unit = metric.unit
    let measured = "from \(unit.text(first.mean)) to \(unit.text(last.mean))\(place)"
    let scale = max(abs(first.mean), abs(last.mean), .leastNormalMagnitude)
    guard worst.step >= 0 else {
      let axis = axes[line.along]
      let at = axis.values[line.points[worst.index].coordinates[line.along]].text
      let deviation = "a step \(word) of \(unit.text(-worst.step)) to \(axis.key) = \(at)"
      return Finding(holds: false, margin: worst.step / scale, measured: measured, deviation: deviation)
    }
    let change = (last.mean - first.mean) / scale
    return Finding(
      holds: gain > 0, margin: gain / scale, measured: measured,
      deviation: gain > 0 ? "\(Self.percent(change)) over all" : "no clear change over all")
  }

  private func fit(_ line: Line, _ estimates: [Estimate], _ place: String, wantsCurve: Bool) -> Finding {
    let xs = line.points.compactMap { axes[line.along].values[$0.coordinates[line.along]].number }
    guard xs.count == estimates.count, xs.count >= (wantsCurve ? 4 : 3) else { return Self.nothing(place) }
    guard let fits = try? Statistics.shape(x: xs, y: estimates.map(\.mean)) else { return Self.nothing(place) }
    let explained = (wantsCurve ? fits.parabola : fits.line).rSquared
    let (first, last) = (xs.min() ?? 0, xs.max() ?? 0)
    let rise = fits.parabola.value(at: last) - fits.parabola.value(at: first)
    let bendMargin =
      wantsCurve ? min(fits.bend - Self.straight, Self.turning - fits.bend) : Self.straight - abs(fits.bend)
    let margin = min(explained - Self.explained, rise > 0 ? 1 : -1, bendMargin)
    let kind = wantsCurve ? "a parabola" : "a line"
    return Finding(
      holds: margin >= 0, margin: margin,
      measured: "\(kind) explains \(Self.percent(explained)) of the variance\(place)",
      deviation: rise > 0 ? "its bend is \(Self.percent(fits.bend)) of the rise" : "it does not rise")
  }
}
