import Scenarios

/// One run in two processes that should be the same and is not.
struct TwoProcesses {
  var file: String
  var run: Judgement.Run

  /// Where the two part, and what led there.
  func explanation() -> String {
    "two processes gave different runs with seed \(run.seed)"
  }
}
