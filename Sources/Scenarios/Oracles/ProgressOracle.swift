import Vocabulary

/// Progress: once all faults are over, whenever a module has accepted a transaction, a block is decided within a bound.
/// Only for runs that keep within their fault budget.
final class ProgressOracle {
  private var found = ViolationList("progress")
  var violations: [Violation] { found.all }
  /// When a block must have been decided.
  private var deadline: Instant?
  private var since = Instant.start

  /// Whether the oracle has had something to judge.
  private(set) var isTested = false

  /// How many view-change timeouts, besides what faults that end take, the bound has room for: as many byzantine primaries
  /// may follow each other, each with twice the timeout of the one before.
  static func timeouts(byzantine: Int) -> Int64 { 1 << Int64(max(1, min(byzantine, 10)) + 1) }

  /// A module accepted a transaction, and no fault is under way or to come.
  func accepted(at now: Instant, within bound: TimeSpan) {
    guard deadline == nil else { return }
    deadline = now + bound
    since = now
  }

  /// A block was decided that nobody had before; or the run ended.
  func decided(at now: Instant) {
    guard let due = deadline else { return }
    if now <= due { isTested = true }
    judge(now)
    deadline = nil
  }

  /// A fault strikes that nobody could foresee: what was to be decided by then may take longer.
  func interrupted(at now: Instant) {
    judge(now)
    deadline = nil
  }

  func finish(at now: Instant) { judge(now) }

  private func judge(_ now: Instant) {
    guard let due = deadline, now > due else { return }
    isTested = true
    found.report("nothing decided since \(since.seconds) s; it should have been by \(due.seconds) s", at: now)
  }
}
