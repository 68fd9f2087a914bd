import Protocols
import Vocabulary

/// How decisions go on: the longest time without one, and how often another primary took over.
struct Continuity {
  private let window: Range<Instant>
  private var lastDecision = Instant.start
  private var longest = TimeSpan.zero
  private var latestView: Int64 = 0
  /// Views installed while measuring, each counted at its first module.
  private(set) var viewChanges: Int64 = 0

  init(window: Range<Instant>) { self.window = window }

  /// A block was decided that nobody had before.
  mutating func decided(at now: Instant) {
    longest = max(longest, gap(until: now))
    lastDecision = now
  }

  mutating func noted(_ note: Note, at now: Instant) {
    guard note.kind == PBFTNote.enteredView.rawValue, note.value > latestView else { return }
    latestView = note.value
    if window.contains(now) { viewChanges += 1 }
  }

  /// The longest time within the window between two decisions, its ends included.
  var longestGap: TimeSpan { max(longest, gap(until: window.upperBound)) }

  private func gap(until now: Instant) -> TimeSpan {
    max(.zero, min(now, window.upperBound) - max(lastDecision, window.lowerBound))
  }
}
