extension ExperimentResult {
  /// What a reader of the results should know before believing them, one line each.
  public var remarks: [String] {
    var remarks: [String] = []
    let idle = zip(loaded.points, outcomes).filter { point, outcomes in
      point.scenario.workload.writers > 0 && outcomes.contains { $0.values["blocks"] == 0 }
    }
    if let first = idle.first {
      let place = first.0.label.isEmpty ? "" : " (such as \(first.0.label))"
      let points = outcomes.count == 1 ? "" : " at \(idle.count) of \(outcomes.count) points"
      remarks.append("no block became durable in the measured window\(points)\(place)")
    }
    let lost = total("packets-lost")
    if lost > 0 { remarks.append("\(lost) messages did not fit into a link's buffer and were lost") }
    let suspicions = total("suspicions")
    if suspicions > 0 { remarks.append("backups waited longer than the view-change timeout \(suspicions) times") }
    if let late { remarks.append(late) }
    remarks += neverStruck
    if let unjudged { remarks.append(unjudged) }
    if !unmeasured.isEmpty { remarks.append("nothing was there to measure of \(unmeasured.joined(separator: ", "))") }
    if untested > 0 { remarks.append("\(untested) expectations speak of points that were not run") }
    return loaded.warnings.map { "\($0.text) (\($0.place))" } + remarks + accusations
  }

  /// Chains that are there only when the measurement has begun.
  private var late: String? {
    let spans = zip(loaded.points, outcomes).flatMap { point, outcomes in
      outcomes.compactMap { $0.values["first-deployment"].map { $0 - point.scenario.duration.warmUp.seconds } }
    }
    guard let longest = spans.max(), longest > 0 else { return nil }
    let span = Metric.Unit.seconds.text(longest)
    return "chains were there only \(span) after the measurement began: what was sent before is lost, and no outage"
  }

  /// Faults that waited in vain, one line for each.
  private var neverStruck: [String] {
    let runs = outcomes.joined()
    var told: [String] = []
    for text in runs.flatMap({ $0.neverStruck ?? [] }) where !told.contains(text) { told.append(text) }
    return told.map { text in
      let many = runs.count { $0.neverStruck?.contains(text) == true }
      return "a fault never struck" + (runs.count == 1 ? "" : " in \(many) of \(runs.count) runs") + ": \(text)"
    }
  }

  /// What a user takes for proven who reads that nothing was violated.
  private var unjudged: String? {
    let runs = zip(loaded.points, outcomes).flatMap { $0.0.scenario.faults.faults.isEmpty ? [] : $0.1 }
    let count = runs.count { $0.judgesProgress == false }
    guard count > 0 else { return nil }
    let which = runs.count == 1 ? "" : " in \(count) of \(runs.count) runs with faults"
    return "progress was not judged\(which): no time was left after the last fault, or it is not asked for beside one"
  }

  /// What became of runs in which modules were found out: five at most.
  private var accusations: [String] {
    var lines: [String] = []
    for (number, outcomes) in outcomes.enumerated() {
      for outcome in outcomes {
        guard let verdict = outcome.verdict else { continue }
        let file = outcome.evidence.map { _ in ": \(evidencePath(point: number, seed: outcome.seed))" } ?? ""
        lines.append("\(verdict) (seed \(outcome.seed)\(file))")
      }
    }
    guard lines.count > 5 else { return lines }
    return lines.prefix(4) + ["evidence of \(lines.count - 4) more runs is in evidence/"]
  }

  /// Evidence files below the results' directory.
  public var evidencePaths: [String] {
    outcomes.enumerated().flatMap { number, outcomes in
      outcomes.filter { $0.evidence != nil }.map { evidencePath(point: number, seed: $0.seed) }
    }
  }

  /// What each run makes faulty for good, one line for each different answer.
  public var budgets: [String] {
    var lines: [String] = []
    for budget in outcomes.joined().compactMap(\.budgets).joined() {
      let line = budget.description
      if !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  /// Families of which something was asked for, and nothing is there in any run.
  private var unmeasured: [String] {
    MetricCatalogue.families.filter { family in
      let asked = loaded.study.measure.filter { family.metrics.contains($0) }
      return !asked.isEmpty && !outcomes.joined().contains { run in asked.contains { run.values[$0.name] != nil } }
    }.map(\.name)
  }

  private func total(_ metric: String) -> Int64 {
    Int64(outcomes.joined().reduce(0.0) { $0 + ($1.values[metric] ?? 0) })
  }
}
