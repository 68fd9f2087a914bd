import Foundation
import Protocols
import Report

/// The search for the value of a key, or the values of two, that a scenario does best with.
public struct Capacity: Sendable {
  public let loaded: LoadedScenario
  public let question: CapacityQuestion
  public let options: ExperimentOptions

  /// Replications that confirm the answer are numbered from here: no search has as many.
  static let freshReplications = 1_000_000

  public init(_ loaded: LoadedScenario, question: CapacityQuestion, options: ExperimentOptions) {
    self.loaded = loaded
    self.question = question
    self.options = options
  }

  /// Tries values until the best is known, and runs that one again with other seeds.
  ///
  /// What an earlier, interrupted attempt in the same directory has finished is taken over. Throws `ScenarioErrors` where
  /// a value makes the scenario a wrong one, and what `Experiment.run` throws.
  public func run(_ observer: any SweepObserver) throws -> CapacityResult {
    let directory = try ResultsDirectory(options.directory)
    let journal = try RunJournal(directory: directory.path, identity: identity)
    var trial = CapacityTrial(self, journal: journal, observer: observer)
    var search = CapacitySearch(
      dimensions: question.ranges.count, values: question.values, halvings: question.halvings)
    let isCoarse = search.isCoarse
    let last = search.last
    let best = try search.run { places in
      try trial.try(places.map { .init(place: $0, isCoarse: isCoarse($0)) }, last: last)
    }
    // The best of many noisy means is too good to be true: another sample says what it is worth.
    var answer: CapacityResult.Answer?
    var refuted: [CapacityResult.Answer] = []
    let nearest = trial.point(at: best, last: last)
    while let candidate = trial.best(without: refuted.map(\.point.number)), answer == nil {
      let again = try trial.confirm(candidate)
      let found = CapacityResult.Answer(point: candidate, confirmation: again)
      if again.standing == .holds { answer = found } else { refuted.append(found) }
    }
    return CapacityResult(
      loaded: loaded, question: question, options: options, points: trial.points, answer: answer, refuted: refuted,
      nearest: nearest, journal: journal, directory: directory)
  }

  /// The scenario's plan, with three replications at least where it gives a number, and the goal's precision.
  var plan: ReplicationPlan {
    switch loaded.study.replications {
    case .fixed(let count): .fixed(max(count, 3))
    case .until(let precision, _, let atLeast, let atMost):
      .until(precision, ofMetric: question.goal.metric.name, atLeast: max(atLeast, min(3, atMost)), atMost: atMost)
    }
  }

  /// The world with values for the searched keys.
  func world(_ texts: [String]) throws(ScenarioErrors) -> LoadedScenario {
    let values = zip(question.ranges, texts).map { "sweep.\($0.key)=[\($1)]" }
    return try ScenarioFile.load(path: loaded.path, overrides: loaded.overrides + values)
  }

  private var identity: String {
    var hasher = SHA256Hasher()
    for text in ["capacity", options.build, loaded.text, question.identity] + loaded.overrides
      + loaded.profiles.map(\.text)
    {
      hasher.update(Array(text.utf8))
      hasher.update([0])
    }
    return hasher.finish().description
  }
}
