/// How the program ends.
enum ExitStatus: Int32 {
  case done = 0
  /// An expectation or an invariant failed.
  case failed = 1
  /// Wrong usage, or a place that cannot be written to.
  case usage = 64
  /// A scenario, or a kept ledger, that is missing or wrong.
  case badInput = 65
  /// A defect of chainbed itself.
  case defect = 70
  /// Stopped by the user (128 + SIGINT); what was finished is kept.
  case interrupted = 130
}
