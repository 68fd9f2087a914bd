import Report
import Scenarios
import Synchronization

/// Shows how far a fuzz run is, on a terminal, and says at once what it finds.
final class FuzzProgress: FuzzObserver {
  private let isShown: Bool
  private let again: FuzzReport.Again
  private let start = WallClock.seconds()
  /// When no more cases are begun, in seconds from the start; nil: when all are done.
  private let limitSeconds: Double?
  private let state: Mutex<State>

  private struct State {
    var line: LiveProgress?
    var summary = FuzzSummary()
  }

  /// `total` cases; nil: as many as there is time for.
  init(total: Int?, seconds: Double?, isShown: Bool, again: FuzzReport.Again) {
    self.isShown = isShown
    self.again = again
    limitSeconds = seconds
    let unit = total == nil ? " s" : ""
    let line = isShown ? LiveProgress(total: total ?? Int(seconds ?? 0), unit: unit, clock: WallClock.seconds) : nil
    state = Mutex(State(line: line))
  }

  var elapsedSeconds: Double { WallClock.seconds() - start }
  var hasTime: Bool { limitSeconds.map { elapsedSeconds < $0 } ?? true }

  func caseBegins(_ number: Int) {
    state.withLock { $0.line?.begin("case \(number)") }
  }

  func caseEnds(_ summary: FuzzSummary) {
    let seconds = Int(elapsedSeconds)
    state.withLock { state in
      let before = state.summary.cases
      state.summary = summary
      // With a time given, the line is about seconds.
      state.line?.advance(by: limitSeconds == nil ? summary.cases - before : max(0, seconds - state.line!.doneCount))
    }
  }

  func found(_ failure: FuzzSummary.Failure) {
    state.withLock { $0.line?.erase() }
    let line = "case \(failure.number) violated \(failure.violation)"
    // The summary has the commands, too.
    Console.standard.report(isShown ? line : line + "\n" + again.commands(failure))
  }

  /// Erases the line for good.
  func end() {
    state.withLock { state in
      state.line?.finish()
      state.line = nil
    }
  }

  /// Says what was found until now.
  func reportInterruption() {
    end()
    let summary = state.withLock { $0.summary }
    if isShown { Console.standard.print(FuzzReport(summary, seconds: elapsedSeconds, again: again).text) }
    Console.standard.report("Interrupted after \(CountedThing.words(summary.cases, "case")).")
  }
}
