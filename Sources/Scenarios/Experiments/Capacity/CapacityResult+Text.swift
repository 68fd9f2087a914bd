import Report

extension CapacityResult {
  /// Every point tried, in the order of the values: goal, bounded metrics, and whether all bounds are kept.
  public var table: TextTable {
    let metrics = question.constraints.map(\.metric.name)
    var table = TextTable(
      question.ranges.map { .init($0.key, .right) } + [.init(question.goal.metric.name, .right)]
        + metrics.map { .init($0, .right) } + [.init("bounds")])
    for point in sorted {
      let cells = zip([question.goal.metric] + question.constraints.map(\.metric), [point.goal] + point.bounded).map {
        metric, interval in interval.map(metric.unit.text) ?? "-"
      }
      table.append(point.values.map(\.text) + cells + [standing(of: point)])
    }
    return table
  }

  private func standing(of point: CapacityPoint) -> String {
    if point.number == answer?.point.number { return "kept: the best" }
    if refuted.contains(where: { $0.point.number == point.number }) { return "not kept again" }
    return point.standing.rawValue
  }

  /// The answer in words, a line each.
  public var findings: [String] {
    guard let answer else { return withoutAnswer }
    var lines = ["best: \(assignments(answer.point)): \(values(answer.confirmation))"]
    lines.append("  in \(answer.confirmation.outcomes.count) runs with seeds that the search did not use; ± is 95 %")
    lines += neighbours(of: answer.point)
    lines += equalsInWords
    for (index, range) in question.ranges.enumerated() {
      let axis = axes[index]
      let value = answer.point.values[index]
      guard value == axis.values.first || value == axis.values.last else { continue }
      lines.append("note: that is an end of the range of \(range.key); a wider one may hold a better value")
    }
    lines += refuted.map {
      "note: \(assignments($0.point)) was better, and did not keep its bounds with other seeds: \(values($0.confirmation))"
    }
    return lines
  }

  private var withoutAnswer: [String] {
    let bounds = question.constraints.isEmpty ? "measures \(question.goal.metric.name)" : "keeps every bound"
    return [
      "nothing that was tried \(bounds); nearest: \(assignments(nearest)): \(values(nearest))"
    ]
      + refuted.map {
        "note: \(assignments($0.point)) kept them at first, and not with other seeds: \(values($0.confirmation))"
      }
  }

  /// How finely the answer is known.
  private func neighbours(of best: CapacityPoint) -> [String] {
    question.ranges.indices.compactMap { index in
      let others = points.filter { point in
        question.ranges.indices.allSatisfy { $0 == index || point.values[$0] == best.values[$0] }
      }
      guard let own = best.values[index].number else { return nil }
      let numbered = others.compactMap { point in point.values[index].number.map { ($0, point.values[index].text) } }
      let below = numbered.filter { $0.0 < own }.max { $0.0 < $1.0 }?.1
      let above = numbered.filter { $0.0 > own }.min { $0.0 < $1.0 }?.1
      guard let nearest = [below, above].compactMap({ $0 }).joinedByAnd else { return nil }
      return "  next values of \(question.ranges[index].key) that were tried: \(nearest)"
    }
  }

  private var equalsInWords: [String] {
    let equals = self.equals
    guard let answer, !equals.isEmpty else { return [] }
    guard question.ranges.count == 1 else {
      return ["  \(equals.count) other points that keep the bounds cannot be told from it at 95 %"]
    }
    let all = (equals + [answer.point]).compactMap { point in point.values[0].number.map { ($0, point.values[0].text) }
    }
    guard let low = all.min(by: { $0.0 < $1.0 }), let high = all.max(by: { $0.0 < $1.0 }) else { return [] }
    return ["  values from \(low.1) to \(high.1) cannot all be told from it at 95 % (\(equals.count) tried)"]
  }

  private func assignments(_ point: CapacityPoint) -> String {
    zip(question.ranges, point.values).map { "\($0.key) = \($1.text)" }.joined(separator: ", ")
  }

  /// `write-rate 162 ± 2 /s, consensus-delay-p99 1.71 ± 0.02 s (< 2 s)`.
  private func values(_ point: CapacityPoint) -> String {
    let goal = "\(question.goal.metric.name) \(point.goal.map(question.goal.metric.unit.text) ?? "not measured")"
    let bounded = zip(question.constraints, point.bounded).map { constraint, interval in
      let value = interval.map(constraint.metric.unit.text) ?? "not measured"
      return
        "\(constraint.metric.name) \(value) (\(constraint.relation.rawValue) \(constraint.metric.unit.text(constraint.limit)))"
    }
    return ([goal] + bounded).joined(separator: ", ")
  }
}

extension [String] {
  /// `a and b`; nil without any.
  fileprivate var joinedByAnd: String? { isEmpty ? nil : joined(separator: " and ") }
}
