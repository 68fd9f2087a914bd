import Report
import Scenarios
import Synchronization

/// Shows how far a search for capacity is, on a terminal. How many runs there will be is not known at the start: the line
/// counts those that the present step of the search needs.
final class CapacityProgress: SweepObserver {
  private let directory: String
  private let isShown: Bool
  private let state = Mutex(State())

  private struct State {
    var line: LiveProgress?
    /// Runs of the steps before.
    var before = 0
    var finished = 0
    var takenOver = 0
  }

  init(directory: String, isShown: Bool) {
    self.directory = directory
    self.isShown = isShown
  }

  func sweepBegins(finished: Int, total: Int) {
    state.withLock { state in
      state.before += state.finished
      state.finished = finished
      state.takenOver = finished
      state.line?.erase()
      state.line = isShown ? LiveProgress(total: total - finished, clock: WallClock.seconds) : nil
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
    let runs = state.withLock { $0.before + $0.finished }
    Console.standard.report("Interrupted. \(runs) runs are kept in \(directory); the same command goes on from there.")
  }
}
