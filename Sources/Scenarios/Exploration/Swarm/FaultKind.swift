/// The kinds of faults that a swarm draws from; what a module may have only if it counts as faulty for good stands apart.
enum FaultKind: String, CaseIterable, Sendable {
  case crash, pause, partition, cut, clog, loss, mtu, delay, reorder, bandwidth, duplicate, corrupt
  case slowDisk = "slow-disk"
  case tornWrite = "torn-write"
  case failingSync = "failing-sync"
  case fullDisk = "full-disk"
  case clockJump = "clock-jump"
  case clockDrift = "clock-drift"
  case clockFreeze = "clock-freeze"
  case timerDrift = "timer-drift"
  case crashForGood = "crash-for-good"
  case pauseForGood = "pause-for-good"
  case failingSyncForGood = "failing-sync-for-good"
  case lyingSync = "lying-sync"
  case bitRot = "bit-rot"
  case misdirectedWrite = "misdirected-write"
  case byzantine

  /// Whether it can be one of a world without disks and blockchain modules.
  var isOfChains: Bool {
    switch self {
    case .crash, .pause, .partition, .cut, .clog, .loss, .mtu, .delay, .reorder, .bandwidth, .duplicate, .corrupt,
      .clockJump, .clockDrift, .clockFreeze, .timerDrift, .crashForGood, .pauseForGood:
      true
    case .slowDisk, .tornWrite, .failingSync, .fullDisk, .failingSyncForGood, .lyingSync, .bitRot, .misdirectedWrite,
      .byzantine:
      false
    }
  }

  /// Whether its module is faulty to the end of the run.
  var isForGood: Bool {
    switch self {
    case .crash, .pause, .partition, .cut, .clog, .loss, .mtu, .delay, .reorder, .bandwidth, .duplicate, .corrupt,
      .slowDisk, .tornWrite, .failingSync, .fullDisk, .clockJump, .clockDrift, .clockFreeze, .timerDrift:
      false
    case .crashForGood, .pauseForGood, .failingSyncForGood, .lyingSync, .bitRot, .misdirectedWrite, .byzantine:
      true
    }
  }

  /// Whether its module stops at most, and contradicts nothing that it said.
  var isCrash: Bool {
    switch self {
    case .lyingSync, .bitRot, .misdirectedWrite, .byzantine: false
    case .crash, .pause, .partition, .cut, .clog, .loss, .mtu, .delay, .reorder, .bandwidth, .duplicate, .corrupt,
      .slowDisk, .tornWrite, .failingSync, .fullDisk, .clockJump, .clockDrift, .clockFreeze, .timerDrift,
      .crashForGood, .pauseForGood, .failingSyncForGood:
      true
    }
  }
}
