import Foundation

/// Runs every replication of every point, on several threads, and keeps what is finished in a journal.
final class Sweep: @unchecked Sendable {
  private let points: [SweepPoint]
  private let jobs: Int
  private let journal: RunJournal
  /// The journal's number of the first point.
  private let first: Int
  private let run: @Sendable (SweepPoint, Int) throws -> RunOutcome
  private let observer: any SweepObserver
  /// Guards everything below.
  private let lock = NSCondition()
  private var replications: [Replications]
  private var failure: (any Error)?

  init(
    points: [SweepPoint], plan: ReplicationPlan, jobs: Int, journal: RunJournal, from first: Int = 0,
    observer: any SweepObserver,
    run: @escaping @Sendable (SweepPoint, Int) throws -> RunOutcome
  ) {
    self.points = points
    self.jobs = jobs
    self.journal = journal
    self.first = first
    self.observer = observer
    self.run = run
    replications = points.map { _ in Replications(plan: plan) }
    for entry in journal.finished where replications.indices.contains(entry.point - first) {
      replications[entry.point - first].resume(entry.replication, entry.outcome)
    }
  }

  /// The outcomes of each point, in order; the same at any number of jobs.
  func outcomes() throws -> [[RunOutcome]] {
    observer.sweepBegins(finished: finished, total: total)
    Crew.run(jobs) { _ in self.work() }
    if let failure { throw failure }
    return replications.map(\.results)
  }

  private func work() {
    lock.lock()
    while failure == nil {
      guard let (point, replication) = nextTask() else {
        if replications.allSatisfy(\.isComplete) { break }
        lock.wait()
        continue
      }
      lock.unlock()
      observer.runBegins(points[point])
      let result = Result { try run(points[point], replication) }
      lock.lock()
      do {
        let outcome = try result.get()
        replications[point].finish(replication, outcome)
        try journal.append(RunJournal.Entry(point: first + point, replication: replication, outcome: outcome))
      } catch {
        failure = failure ?? error
      }
      observer.runEnds(finished: finished, total: total)
      lock.broadcast()
    }
    lock.unlock()
  }

  private func nextTask() -> (point: Int, replication: Int)? {
    for point in replications.indices {
      if let replication = replications[point].start() { return (point, replication) }
    }
    return nil
  }

  private var finished: Int { replications.reduce(0) { $0 + $1.results.count } }
  private var total: Int { replications.reduce(0) { $0 + $1.wanted } }
}

/// Watches a sweep go on, from several threads.
public protocol SweepObserver: AnyObject, Sendable {
  /// `finished` replications were kept from an interrupted sweep.
  func sweepBegins(finished: Int, total: Int)
  func runBegins(_ point: SweepPoint)
  /// `total` grows when more replications turn out to be needed.
  func runEnds(finished: Int, total: Int)
}
