/// What a search for capacity asks of a scenario.
public struct CapacityQuestion: Sendable {
  public var goal: CapacityGoal
  public var constraints: [CapacityConstraint]
  /// One or two.
  public var ranges: [CapacityRange]
  /// Values of each key in the coarse sweep.
  public var values: Int
  /// Halvings of the coarse sweep's steps around the best.
  public var halvings: Int

  static let mostRanges = 2
  public static let mostValues = 100
  public static let mostHalvings = 10

  /// Without ranges: the keys that the scenario sweeps, between their lowest and highest values.
  public init(
    of study: Study, goal: CapacityGoal, constraints: [CapacityConstraint], ranges: [CapacityRange],
    values: Int? = nil, halvings: Int = 4
  ) throws(CapacityProblem) {
    self.goal = goal
    self.constraints = constraints
    self.ranges = ranges.isEmpty ? try Self.ranges(of: study.axes) : ranges
    self.values = values ?? (self.ranges.count == 1 ? 9 : 5)
    self.halvings = halvings
    try check(study.axes)
    try check(study.conditions)
  }

  private func check(_ conditions: MetricCatalogue.Conditions) throws(CapacityProblem) {
    let asked =
      [("--\(goal.direction.rawValue) \(goal.metric.name)", goal.metric)]
      + constraints.map { ("--subject-to '\($0.text)'", $0.metric) }
    for (option, metric) in asked {
      guard let obstacle = conditions.obstacle(to: metric) else { continue }
      throw CapacityProblem("\(option): '\(metric.name)' has nothing to measure \(obstacle)")
    }
  }

  private static func ranges(of axes: [Axis]) throws(CapacityProblem) -> [CapacityRange] {
    var ranges: [CapacityRange] = []
    for axis in axes where axis.values.count > 1 {
      guard axis.isNumeric else { throw CapacityProblem(choice(axis)) }
      let sorted = axis.values.sorted { ($0.number ?? 0) < ($1.number ?? 0) }
      ranges.append(
        try CapacityRange(
          key: axis.key, from: sorted[0].text, to: sorted[sorted.count - 1].text, option: "sweep.\(axis.key)"))
    }
    guard !ranges.isEmpty else {
      throw CapacityProblem(
        "the scenario sweeps nothing; say what to search: --over 'crb.block.maximum=10 kB..4 MB'")
    }
    return ranges
  }

  private func check(_ axes: [Axis]) throws(CapacityProblem) {
    for (index, range) in ranges.enumerated() where ranges[..<index].contains(where: { $0.key == range.key }) {
      throw CapacityProblem("--over \(range.key): given twice")
    }
    guard ranges.count <= Self.mostRanges else {
      let keys = ranges.map(\.key).joined(separator: ", ")
      throw CapacityProblem(
        "at most two keys can be searched at once, not \(keys); give the others one value with --set")
    }
    for axis in axes where axis.values.count > 1 && !ranges.contains(where: { $0.key == axis.key }) {
      throw CapacityProblem(Self.choice(axis))
    }
  }

  private static func choice(_ axis: Axis) -> String {
    let choice = "--set '\(axis.key)=\(axis.values[0].text)'"
    let search = axis.isNumeric ? ", or search it, too" : ""
    return "the scenario sweeps \(axis.key); choose one value, such as \(choice)\(search)"
  }

  /// Every metric that the answer needs, each once.
  var metrics: [Metric] {
    constraints.reduce(into: [goal.metric]) { if !$0.contains($1.metric) { $0.append($1.metric) } }
  }

  /// What tells this question from others.
  var identity: String {
    ([goal.direction.rawValue, goal.metric.name, "\(values)", "\(halvings)"] + constraints.map(\.text)
      + ranges.map { "\($0.key)=\($0.text(0, of: 1))..\($0.text(1, of: 1))" }).joined(separator: "\n")
  }
}
