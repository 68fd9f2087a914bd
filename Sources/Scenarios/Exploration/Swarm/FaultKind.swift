/// The kinds of faults that a swarm draws from; those that a module may have only if it counts as faulty for good stand
/// apart.
enum FaultKind: String, CaseIterable, Sendable {
  case crash, pause, partition, cut, loss, delay, duplicate, corrupt
  case slowDisk = "slow-disk"
  case clockJump = "clock-jump"
  case crashForGood = "crash-for-good"
  case pauseForGood = "pause-for-good"
  case lyingSync = "lying-sync"
  case bitRot = "bit-rot"

  /// Whether its module is faulty to the end of the run.
  var isForGood: Bool {
    switch self {
    case .crash, .pause, .partition, .cut, .loss, .delay, .duplicate, .corrupt, .slowDisk, .clockJump: false
    case .crashForGood, .pauseForGood, .lyingSync, .bitRot: true
    }
  }
}
