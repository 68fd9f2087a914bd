/// The phases of one consensus round, after the asynchronous request phase (crb-smb 2.3.3).
public enum Phase: Int, CaseIterable, Sendable {
  case prePrepare
  case prepare
  case commit

  /// As it stands in signed statements, metrics and docs/formats.
  public var name: StaticString {
    switch self {
    case .prePrepare: "pre-prepare"
    case .prepare: "prepare"
    case .commit: "commit"
    }
  }
}
