/// What one check came to, in a word of the table and a status.
enum CheckVerdict: String, CaseIterable {
  case ok
  case failed = "FAILED"
  /// Two processes disagree.
  case unstable = "UNSTABLE"
  case unreadable = "UNREADABLE"
  case defect = "DEFECT"
  /// Not run, because the check was interrupted.
  case skipped

  init(isGood: Bool) { self = isGood ? .ok : .failed }

  var status: ExitStatus {
    switch self {
    case .ok: .done
    case .failed: .failed
    case .unreadable: .badInput
    case .unstable, .defect: .defect
    case .skipped: .interrupted
    }
  }
}
