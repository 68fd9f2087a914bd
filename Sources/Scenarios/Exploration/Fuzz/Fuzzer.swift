import Foundation
import Report

/// Runs cases drawn from a scenario on several threads, and writes a capsule for each that violates an invariant. What
/// comes out depends on the scenario, the seed and the number of cases only.
public final class Fuzzer: @unchecked Sendable {
  private let swarm: Swarm
  private let maker: CapsuleMaker
  private let options: FuzzOptions
  private let observer: any FuzzObserver
  private let name: String
  /// Runs one case; tests put others in.
  private let run: @Sendable (FuzzCase) throws -> RunOutcome

  /// Guards everything below.
  private let lock = NSLock()
  private var next: Int
  private var finished: [Int: Finished] = [:]
  private var folded: Int
  private var lowestFailure = Int.max
  private var summary = FuzzSummary()
  private var problem: (any Error)?

  private struct Finished {
    var fuzzCase: FuzzCase
    var outcome: RunOutcome
    var capsule: String?
  }

  public convenience init(_ base: LoadedScenario, options: FuzzOptions, observer: any FuzzObserver) {
    self.init(base, options: options, observer: observer) {
      try SystemRun.run($0.scenario, profile: $0.profile, seed: $0.scenario.seed, options: .exploring)
    }
  }

  init(
    _ base: LoadedScenario, options: FuzzOptions, observer: any FuzzObserver,
    run: @escaping @Sendable (FuzzCase) throws -> RunOutcome
  ) {
    swarm = Swarm(points: base.points, seed: options.seed, budget: options.budget)
    maker = CapsuleMaker(
      version: options.version, base: base.path, overrides: base.overrides, budget: options.budget,
      fuzzSeed: options.seed)
    self.options = options
    self.observer = observer
    self.run = run
    let file = base.path.split(separator: "/").last.map(String.init) ?? base.path
    name = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
    next = options.cases.lowerBound
    folded = options.cases.lowerBound
  }

  /// Throws what keeps a case from running. A capsule that cannot be written does not: the summary says so.
  public func summarise() throws -> FuzzSummary {
    Crew.run(options.jobs) { _ in self.work() }
    if let problem { throw problem }
    return summary
  }

  private func work() {
    lock.lock()
    while let number = nextCase() {
      lock.unlock()
      observer.caseBegins(number)
      let result = Result { try finish(swarm.draw(number)) }
      lock.lock()
      do { take(try result.get()) } catch { problem = problem ?? error }
    }
    lock.unlock()
  }

  private func nextCase() -> Int? {
    guard problem == nil, next < options.cases.upperBound, next < lowestFailure, observer.hasTime else { return nil }
    defer { next += 1 }
    return next
  }

  private func finish(_ fuzzCase: FuzzCase) throws -> Finished {
    let outcome = try run(fuzzCase)
    let capsule = try outcome.violations.first.map {
      try maker.text(fuzzCase, $0, folder: options.directory)
    }
    return Finished(fuzzCase: fuzzCase, outcome: outcome, capsule: capsule)
  }

  /// Counts cases in their order, so that what comes after the first failure never counts.
  private func take(_ result: Finished) {
    finished[result.fuzzCase.number] = result
    if result.capsule != nil, !options.keepsGoing { lowestFailure = min(lowestFailure, result.fuzzCase.number) }
    while folded <= lowestFailure, let result = finished.removeValue(forKey: folded) {
      folded += 1
      summary.add(result.fuzzCase, result.outcome)
      if let capsule = result.capsule { keep(capsule, of: result) }
      observer.caseEnds(summary)
    }
  }

  private func keep(_ capsule: String, of result: Finished) {
    let path = CapsuleFile.path(
      "\(options.directory)/\(name)-seed-\(options.seed)-case-\(result.fuzzCase.number)", for: capsule)
    var failure = FuzzSummary.Failure(
      number: result.fuzzCase.number, violation: result.outcome.violations[0], path: path)
    do {
      try Directory.create(options.directory)
      try AtomicFile.write(capsule, to: path)
    } catch {
      failure.problem = "\(error)"
    }
    summary.failures.append(failure)
    observer.found(failure)
  }
}
