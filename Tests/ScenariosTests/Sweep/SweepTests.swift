import Foundation
import TestSupport
import Testing

@testable import Scenarios

@Suite("Sweeps")
struct SweepTests {
  /// Counts what it is told.
  final class Watcher: SweepObserver, @unchecked Sendable {
    private let lock = NSLock()
    private(set) var kept = -1
    private(set) var begun = 0
    private(set) var last = (finished: 0, total: 0)

    func sweepBegins(finished: Int, total: Int) { lock.withLock { kept = finished } }
    func runBegins(_ point: SweepPoint) { lock.withLock { begun += 1 } }
    func runEnds(finished: Int, total: Int) { lock.withLock { last = (finished, total) } }
  }

  struct Interrupted: Error {}

  private func points(_ count: Int) -> [SweepPoint] {
    (0..<count).map {
      SweepPoint(
        index: $0, coordinates: [], values: [], scenario: CRBFixture.scenario(), profile: CRBFixture.profile)
    }
  }

  private func sweep(
    _ folder: TemporaryDirectory, jobs: Int = 2, plan: ReplicationPlan = .fixed(3), watcher: Watcher = Watcher(),
    failingAt failure: (Int, Int)? = nil
  ) throws -> [[UInt64]] {
    let journal = try RunJournal(directory: folder.path, identity: "a")
    let sweep = Sweep(points: points(4), plan: plan, jobs: jobs, journal: journal, observer: watcher) {
      point, replication in
      if let failure, failure == (point.index, replication) { throw Interrupted() }
      return .sample(UInt64(point.index * 100 + replication), 1)
    }
    return try sweep.outcomes().map { $0.map(\.seed) }
  }

  private let expected: [[UInt64]] = [[0, 1, 2], [100, 101, 102], [200, 201, 202], [300, 301, 302]]

  @Test("every replication of every point comes back in its place, at any number of jobs", arguments: [1, 2, 5, 20])
  func order(jobs: Int) throws {
    let watcher = Watcher()
    #expect(try sweep(TemporaryDirectory(), jobs: jobs, watcher: watcher) == expected)
    #expect(watcher.begun == 12 && watcher.last == (12, 12) && watcher.kept == 0)
  }

  @Test("a failure ends the sweep with its error; the next attempt runs only what is missing")
  func failure() throws {
    let folder = try TemporaryDirectory()
    #expect(throws: Interrupted.self) { try sweep(folder, jobs: 2, failingAt: (2, 1)) }
    let watcher = Watcher()
    #expect(try sweep(folder, watcher: watcher) == expected)
    #expect(watcher.kept >= 7 && watcher.begun == 12 - watcher.kept)
    let again = Watcher()
    #expect(try sweep(folder, watcher: again) == expected)
    #expect(again.begun == 0 && again.kept == 12)
  }

  @Test("entries of a journal that no such sweep wrote are ignored")
  func strangeEntries() throws {
    let folder = try TemporaryDirectory()
    let journal = try RunJournal(directory: folder.path, identity: "a")
    for (point, replication) in [(4, 0), (-1, 0), (0, 3), (0, -1), (Int.max, Int.max)] {
      try journal.append(.init(point: point, replication: replication, outcome: .sample(7, 1)))
    }
    #expect(try sweep(folder) == expected)
  }
}
