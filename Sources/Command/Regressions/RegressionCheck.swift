import Report
import Scenarios
import Synchronization

/// Runs scenarios in processes of their own, several at once, and collects what they come to in the order of the files.
final class RegressionCheck: Sendable {
  private struct State {
    var next = 0
    var results: [RegressionResult]
  }

  private let files: [String]
  private let overrides: [String]
  private let isTwice: Bool
  private let state: Mutex<State>
  private let progress: LiveProgress

  /// `isTwice`: each in two processes, whose runs must be the same.
  init(_ files: [String], overrides: [String] = [], isTwice: Bool) {
    self.files = files
    self.overrides = overrides
    self.isTwice = isTwice
    state = Mutex(State(results: files.map { RegressionResult(file: $0, outcome: .skipped, wallSeconds: 0) }))
    progress = LiveProgress(total: files.count, clock: WallClock.seconds)
  }

  /// What is known so far.
  var results: [RegressionResult] { state.withLock { $0.results } }

  /// Checks all, `jobs` at once.
  func run(jobs: Int) -> [RegressionResult] {
    Crew.run(min(jobs, files.count)) { _ in
      while let place = self.take() { self.check(place) }
    }
    progress.finish()
    return results
  }

  /// Takes the progress line away to write something lasting.
  func endProgress() { progress.finish() }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < files.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func check(_ place: Int) {
    progress.begin(files[place])
    let start = WallClock.seconds()
    let outcome = outcome(of: files[place])
    let result = RegressionResult(file: files[place], outcome: outcome, wallSeconds: WallClock.seconds() - start)
    state.withLock { $0.results[place] = result }
    progress.advance()
  }

  private func outcome(of file: String) -> RegressionResult.Outcome {
    let first = judge(file)
    guard isTwice, case .judged(let judgement) = first else { return first }
    let second = judge(file)
    guard case .judged(let other) = second else { return second }
    if let run = zip(judgement.runs, other.runs).first(where: { $0 != $1 })?.0 {
      return .unstable(TwoProcesses(file: file, overrides: overrides, run: run).explanation())
    }
    guard judgement == other else {
      return .unstable("two processes gave the same events, and judged them differently")
    }
    return first
  }

  private func judge(_ file: String) -> RegressionResult.Outcome {
    switch WorkerAnswer<Judgement>(of: ["judge", file] + overrides.flatMap { ["--set", $0] }) {
    case .value(let judgement): .judged(judgement)
    case .unreadable(let lines): .unreadable(lines)
    case .defect(let line, let output): .defect(line, output: output)
    }
  }
}
