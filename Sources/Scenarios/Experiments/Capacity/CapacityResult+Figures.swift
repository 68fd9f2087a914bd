import Report

extension CapacityResult {
  /// The goal and each bounded metric against the first key; with two keys, a curve for each value of the second that
  /// the coarse sweep had.
  func figures() -> [Figure] {
    var figures = [
      figure(question.goal.metric, references: answerReference) { $0.goal }
    ]
    for (index, constraint) in question.constraints.enumerated() {
      guard !question.constraints[..<index].contains(where: { $0.metric == constraint.metric }) else { continue }
      let bounds = question.constraints.filter { $0.metric == constraint.metric }
      guard constraint.metric != question.goal.metric else { continue }
      figures.append(
        figure(constraint.metric, references: bounds.map { .init(y: $0.limit, label: "bound: \($0.text)") }) {
          $0.bounded[index]
        })
    }
    return figures
  }

  private var answerReference: [Figure.Reference] {
    guard let answer, let mean = answer.confirmation.goal?.mean else { return [] }
    return [.init(y: mean, label: "best: \(question.goal.metric.unit.text(mean)) at \(answer.point.label)")]
  }

  private func figure(
    _ metric: Metric, references: [Figure.Reference], _ interval: (CapacityPoint) -> ConfidenceInterval?
  ) -> Figure {
    let axis = axes[0]
    let x = Figure.Axis(
      axis.key.label, unit: axis.unit == "1" ? "" : axis.unit,
      scale: question.ranges[0].isGeometric ? .logarithmic : .linear)
    return Figure(
      name: "\(metric.name)-by-\(axis.key)", title: "\(loaded.study.title): \(metric.name.spaced)", x: x,
      y: Figure.Axis(metric.name.spaced, unit: metric.unit.suffix), series: series(interval), references: references,
      caption: "\(metric.meaning). Bars: 95 % confidence interval over replications.")
  }

  private func series(_ interval: (CapacityPoint) -> ConfidenceInterval?) -> [Figure.Series] {
    func points(_ isIn: (CapacityPoint) -> Bool) -> [Figure.Point] {
      sorted.compactMap { point in
        guard isIn(point), let x = point.values[0].number, let interval = interval(point) else { return nil }
        return Figure.Point(x: x, interval)
      }
    }
    guard axes.count > 1 else {
      let all = [
        ("bounds are kept", points { $0.standing == .holds }), ("a bound is broken", points { $0.standing != .holds }),
      ]
      return all.filter { !$0.1.isEmpty }.map { Figure.Series($0.0, $0.1) }
    }
    return axes[1].values.compactMap { value in
      let curve = points { $0.isCoarse && $0.values[1] == value }
      return curve.isEmpty ? nil : Figure.Series("\(axes[1].key.label): \(value.text)", curve)
    }
  }
}

extension String {
  /// A dotted key without its first word, as people read it: `block maximum`.
  fileprivate var label: String {
    let words = split(separator: ".")
    return words.dropFirst(words.count > 1 ? 1 : 0).joined(separator: " ").spaced
  }
}
