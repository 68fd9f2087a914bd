import Foundation
import Vocabulary

/// Plays all scenarios of a space, or a sample of them, on several threads.
public final class TwinsSearch: @unchecked Sendable {
  /// Which scenarios.
  public enum Selection: Sendable {
    /// Every one; there must be fewer than 2^63.
    case all
    /// So many, drawn from the seed; one may be drawn again.
    case sample(Int, seed: UInt64)
  }

  public let space: TwinsSpace
  private let selection: Selection
  private let defect: TwinsDefect?
  /// Called from several threads: scenarios finished, and how many of them violate something.
  private let progress: @Sendable (Int, Int) -> Void
  private let drawn: [[Int]]
  /// Guards what follows.
  private let lock = NSLock()
  private var next = 0
  private var done: [TwinsSummary?] = []

  public convenience init(
    _ space: TwinsSpace, _ selection: Selection, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    self.init(space, selection, defect: nil, progress: progress)
  }

  init(
    _ space: TwinsSpace, _ selection: Selection, defect: TwinsDefect?,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    self.space = space
    self.selection = selection
    self.defect = defect
    self.progress = progress
    drawn = TwinsSearch.draw(selection, from: space)
  }

  /// Scenarios to be played.
  public var total: Int {
    switch selection {
    case .all:
      guard let count = space.count else { preconditionFailure("more scenarios than can be counted") }
      return count
    case .sample(let count, _): return count
    }
  }

  /// In the order of their choices, so that neighbours begin alike.
  private static func draw(_ selection: Selection, from space: TwinsSpace) -> [[Int]] {
    guard case .sample(let count, let seed) = selection else { return [] }
    var stream = RandomStreams(seed: seed).stream("twins/sample")
    let schedules = (0..<count).map { _ in
      (0..<space.views).map { _ in Int(stream.below(UInt64(space.choices))) }
    }
    return schedules.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Scenarios are handed to threads in parts of this size, whose first views are played by each thread anew.
  private var partSize: Int {
    switch selection {
    case .sample: return 64
    case .all:
      var size = space.choices
      for _ in 3..<max(3, space.views) { size *= space.choices }
      return size
    }
  }

  /// Plays them; the same at any number of jobs.
  public func run(jobs: Int) -> TwinsSummary {
    let parts = (total + partSize - 1) / partSize
    done = [TwinsSummary?](repeating: nil, count: parts)
    next = 0
    Crew.run(max(1, min(jobs, parts))) { _ in self.work() }
    var summary = TwinsSummary()
    for part in done { summary.append(part!) }
    return summary
  }

  private func work() {
    let walk = TwinsWalk(space, defect: defect)
    while let part = takePart() {
      var summary = TwinsSummary()
      for number in part * partSize..<min(total, (part + 1) * partSize) {
        summary.add(walk.play(drawn.isEmpty ? space.schedule(number) : drawn[number]))
      }
      summary.close()
      lock.lock()
      done[part] = summary
      lock.unlock()
      progress(summary.scenarios, summary.violating)
    }
  }

  private func takePart() -> Int? {
    lock.lock()
    defer { lock.unlock() }
    guard next < done.count else { return nil }
    defer { next += 1 }
    return next
  }
}
