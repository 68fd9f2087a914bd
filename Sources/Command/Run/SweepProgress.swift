import Report
import Scenarios
import Synchronization

/// Shows how far a sweep is, on a terminal; or a search, which is one sweep after another. How many runs a search will need
/// is not known at its start: the line counts those that its present step needs.
final class SweepProgress: SweepObserver {
  private let directory: String
  private let isShown: Bool
  private let isSearch: Bool
  private let state = Mutex(State())

  private struct State {
    var line: LiveProgress?
    /// Runs of the steps before.
    var before = 0
    /// Runs that an interrupted attempt had finished: they say nothing about the time left.
    var takenOver = 0
    var finished = 0
    var total = 0
  }

  init(directory: String, isShown: Bool, isSearch: Bool = false) {
    self.directory = directory
    self.isShown = isShown
    self.isSearch = isSearch
  }

  func sweepBegins(finished: Int, total: Int) {
    state.withLock { state in
      state.before += state.finished
      state.takenOver = finished
      state.finished = finished
      state.total = total
      state.line?.erase()
      guard isShown else { return }
      if finished > 0, !isSearch {
        let runs = finished == 1 ? "1 finished run is" : "\(finished) finished runs are"
        Console.standard.report("\(runs) taken over from \(directory)")
      }
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
    let (kept, finished, hasBegun) = state.withLock { state in
      (
        isSearch ? "\(state.before + state.finished)" : "\(state.finished) of \(state.total)",
        state.finished + (isSearch ? state.before : 0), state.total > 0
      )
    }
    guard finished > 0 else {
      // Before it has begun, the directory may be another run's.
      if hasBegun { ResultsDirectory.removeUnused(directory) }
      return Console.standard.report("Interrupted. No run was finished.")
    }
    Console.standard.report("Interrupted. \(kept) runs are kept in \(directory); the same command goes on from there.")
  }
}
