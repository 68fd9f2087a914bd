import Protocols
import Report
import SimKernel
import Vocabulary

/// Collects what readers were answered, inside the window after the warm-up. It observes; nothing depends on it.
final class ReadRecorder {
  private let window: Range<Instant>
  private let simulator: Simulator

  /// Answers with transactions.
  private(set) var answered: Int64 = 0
  /// Answers that there are none.
  private(set) var empty: Int64 = 0
  private(set) var refused: Int64 = 0
  /// Questions that nobody answered in time.
  private(set) var unanswered: Int64 = 0
  /// From asking to having an answer with transactions; nanoseconds.
  private(set) var delay = Histogram()

  init(window: Range<Instant>, simulator: Simulator) {
    self.window = window
    self.simulator = simulator
  }

  /// True time, whatever the clocks of the hosts show.
  var now: Instant { simulator.now }

  func answered(_ answer: ReadAnswer, since start: Instant) {
    guard window.contains(now) else { return }
    guard answer.refused == nil else {
      refused += 1
      return
    }
    guard !answer.transactions.isEmpty else {
      empty += 1
      return
    }
    answered += 1
    delay.record((now - start).nanoseconds)
  }

  func gaveUp() { if window.contains(now) { unanswered += 1 } }
}
