import Report

/// The replications of one point: what has been run, and how many there must be.
struct Replications {
  let plan: ReplicationPlan
  /// By replication; nil while it runs.
  private(set) var outcomes: [RunOutcome?] = []
  private var next = 0

  init(plan: ReplicationPlan) { self.plan = plan }

  /// How many are wanted by what is known. It depends on finished outcomes in their order only, so it comes to the same
  /// number whatever ran in parallel.
  var wanted: Int {
    switch plan {
    case .fixed(let count): return count
    case .until(let precision, let metric, let atLeast, let atMost):
      var count = min(atLeast, atMost)
      while count < atMost, count <= finishedInOrder, !isPrecise(count, precision, metric) { count += 1 }
      return count
    }
  }

  private var finishedInOrder: Int { outcomes.prefix { $0 != nil }.count }

  private func isPrecise(_ count: Int, _ precision: Precision, _ metric: String) -> Bool {
    let sample = outcomes.prefix(count).compactMap { $0?.values[metric] }
    guard !sample.isEmpty else { return true }
    guard let interval = try? Statistics.interval(sample, level: precision.confidence) else { return true }
    return !interval.needsMoreReplications(relativeHalfWidth: precision.relativeHalfWidth)
  }

  /// A replication to start now, if one is wanted.
  mutating func start() -> Int? {
    while next < outcomes.count, outcomes[next] != nil { next += 1 }
    guard next < wanted else { return nil }
    defer { next += 1 }
    while outcomes.count <= next { outcomes.append(nil) }
    return next
  }

  mutating func finish(_ replication: Int, _ outcome: RunOutcome) {
    while outcomes.count <= replication { outcomes.append(nil) }
    outcomes[replication] = outcome
  }

  /// Takes over what a journal says; what cannot be of this plan is ignored.
  mutating func resume(_ replication: Int, _ outcome: RunOutcome) {
    let most =
      switch plan {
      case .fixed(let count): count
      case .until(_, _, _, let atMost): atMost
      }
    guard (0..<most).contains(replication) else { return }
    finish(replication, outcome)
  }

  var isComplete: Bool { finishedInOrder >= wanted }

  /// The outcomes that count, in order.
  var results: [RunOutcome] { outcomes.prefix(wanted).compactMap { $0 } }
}
