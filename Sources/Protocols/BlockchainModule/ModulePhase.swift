/// What a module is doing at an instant, as coverage tells it: the phases of a round, and what stands in its way.
public enum ModulePhase: String, CaseIterable, Sendable {
  /// No proposal is under way here.
  case idle
  /// The primary has built a block and not sent its pre-prepare.
  case proposed
  /// The pre-prepare is sent, or taken up by a backup.
  case prePrepared = "pre-prepared"
  /// It holds a prepared certificate.
  case prepared
  /// A quorum of commits is verified, and the block is being written.
  case committed
  /// It has left a view and waits for the next.
  case viewChange = "view change"
  /// It asks for blocks that it lacks, or writes them.
  case catchingUp = "catching up"
  /// It is down, or reads its files back.
  case restarting

  /// Its place in `allCases`, for counters.
  public var position: Int {
    switch self {
    case .idle: 0
    case .proposed: 1
    case .prePrepared: 2
    case .prepared: 3
    case .committed: 4
    case .viewChange: 5
    case .catchingUp: 6
    case .restarting: 7
    }
  }
}
