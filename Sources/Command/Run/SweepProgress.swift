import Report
import Scenarios
import Synchronization

/// Shows how far a sweep is, on a terminal.
final class SweepProgress: SweepObserver {
  private let directory: String
  private let isShown: Bool
  private let state = Mutex(State())

  private struct State {
    var line: LiveProgress?
    /// Runs that an interrupted attempt had finished: they say nothing about the time left.
    var takenOver = 0
    var finished = 0
    var total = 0
  }

  init(directory: String, isShown: Bool) {
    self.directory = directory
    self.isShown = isShown
  }

  func sweepBegins(finished: Int, total: Int) {
    state.withLock { state in
      state.takenOver = finished
      state.finished = finished
      state.total = total
      guard isShown else { return }
      if finished > 0 { Console.standard.report("\(finished) finished runs are taken over from \(directory)") }
      state.line = LiveProgress(total: total - finished, clock: WallClock.seconds)
    }
  }

  func runBegins(_ point: SweepPoint) {
    state.withLock { $0.line?.begin(point.label) }
  }

  func runEnds(finished: Int, total: Int) {
    state.withLock { state in
      state.line?.expect(total: total - state.takenOver)
      state.line?.advance(by: finished - state.finished)
      state.finished = finished
      state.total = total
    }
  }

  /// Erases the line.
  func end() {
    state.withLock { state in
      state.line?.erase()
      state.line = nil
    }
  }

  /// Says what is kept and how to go on.
  func reportInterruption() {
    end()
    let (finished, total) = state.withLock { ($0.finished, $0.total) }
    Console.standard.report(
      "Interrupted. \(finished) of \(total) runs are kept in \(directory); the same command goes on from there.")
  }
}
