import Vocabulary

/// Progress: once all faults are over, whenever a module has accepted a transaction, a block is decided within a bound.
/// Only for runs that keep within their fault budget.
final class ProgressOracle {
  private var found = ViolationList(.progress)
  var violations: [Violation] { found.all }
  /// When a block must have been decided.
  private var deadline: Instant?
  private var since = Instant.start

  /// Whether the oracle has had something to judge.
  private(set) var isTested = false

  /// How soon a block is decided after faults that went on for `span`, with so many modules faulty for good.
  ///
  /// The timeout that runs at the end of the faults is at most one more than half as long as they lasted, as each view
  /// takes two; then as many faulty primaries may follow each other, each with twice the timeout of the one before.
  static func bound(timeout: TimeSpan, faulty: Int, after span: TimeSpan) -> TimeSpan {
    (timeout * 2 + span) * growth(faulty: faulty)
  }

  /// The longest that faults may go on so that the bound after them is over within `room`; negative when there is none.
  static func longestFaults(timeout: TimeSpan, faulty: Int, within room: TimeSpan) -> TimeSpan {
    let growth = growth(faulty: faulty)
    return (room - timeout * 2 * growth) / (growth + 1)
  }

  private static func growth(faulty: Int) -> Int64 { 1 << Int64(min(faulty, 10) + 1) }

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
