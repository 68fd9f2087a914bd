import Vocabulary

/// The runs of a search: each value of the keys once, whatever asks for it.
struct CapacityTrial {
  struct Question {
    var place: CapacitySearch.Place
    var isCoarse: Bool
  }

  private let capacity: Capacity
  private let journal: RunJournal
  private let observer: any SweepObserver
  /// In the order of trying.
  private(set) var points: [CapacityPoint] = []
  private var numbers: [[String]: Int] = [:]
  private var worlds: [LoadedScenario] = []
  /// Points of the journal that are taken.
  private var journalled = 0

  init(_ capacity: Capacity, journal: RunJournal, observer: any SweepObserver) {
    self.capacity = capacity
    self.journal = journal
    self.observer = observer
  }

  private func texts(_ place: CapacitySearch.Place, _ last: Int) -> [String] {
    zip(capacity.question.ranges, place).map { $0.text($1, of: last) }
  }

  /// The scores of places, after running those whose values are new.
  mutating func `try`(_ questions: [Question], last: Int) throws -> [CapacitySearch.Score] {
    var new: [(texts: [String], isCoarse: Bool, world: LoadedScenario)] = []
    for question in questions {
      let texts = texts(question.place, last)
      guard numbers[texts] == nil else { continue }
      numbers[texts] = points.count + new.count
      new.append((texts, question.isCoarse, try capacity.world(texts)))
    }
    let outcomes = try run(new.map(\.world)) { $0 }
    for ((_, isCoarse, world), outcomes) in zip(new, outcomes) {
      points.append(
        CapacityPoint(
          number: points.count, isCoarse: isCoarse, values: values(of: world), outcomes: outcomes,
          question: capacity.question))
      worlds.append(world)
    }
    return questions.map { score(of: point(at: $0.place, last: last)) }
  }

  func point(at place: CapacitySearch.Place, last: Int) -> CapacityPoint {
    guard let number = numbers[texts(place, last)] else { preconditionFailure("\(place) was not tried") }
    return points[number]
  }

  /// The best of the points that keep all bounds; nil without one.
  func best(without refuted: [Int]) -> CapacityPoint? {
    let candidates = points.filter { $0.standing == .holds && !refuted.contains($0.number) }
    guard var best = candidates.first else { return nil }
    for point in candidates where score(of: point).isBetter(than: score(of: best)) { best = point }
    return best
  }

  /// The same point with other seeds, as often as before.
  mutating func confirm(_ point: CapacityPoint) throws -> CapacityPoint {
    let outcomes = try run([worlds[point.number]], count: point.outcomes.count) { Capacity.freshReplications + $0 }
    return CapacityPoint(
      number: point.number, isCoarse: point.isCoarse, values: point.values, outcomes: outcomes[0],
      question: capacity.question)
  }

  private func score(of point: CapacityPoint) -> CapacitySearch.Score {
    guard let goal = point.goal else { return .init(excess: .infinity, merit: 0) }
    return .init(excess: point.brokenBy, merit: capacity.question.goal.merit(goal.mean))
  }

  private mutating func run(
    _ worlds: [LoadedScenario], count: Int? = nil, replication: @escaping @Sendable (Int) -> Int
  ) throws -> [[RunOutcome]] {
    guard !worlds.isEmpty else { return [] }
    let sweep = Sweep(
      points: worlds.map { $0.points[0] }, plan: count.map { .fixed($0) } ?? capacity.plan, jobs: capacity.options.jobs,
      journal: journal,
      from: journalled, observer: observer
    ) { world, number in
      let seed = Experiment.seed(world.scenario.seed, replication(number))
      return try SystemRun.run(world.scenario, profile: world.profile, seed: seed, options: RunOptions())
    }
    journalled += worlds.count
    return try sweep.outcomes()
  }

  /// Of the searched keys, in the question's order.
  private func values(of world: LoadedScenario) -> [AxisValue] {
    capacity.question.ranges.map { range in
      guard let index = world.axes.firstIndex(where: { $0.key == range.key }) else {
        preconditionFailure("\(range.key) is no axis")
      }
      return world.points[0].values[index]
    }
  }
}
