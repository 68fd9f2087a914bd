import SimKernel
import Vocabulary

/// What goes wrong with a disk.
public enum DiskFault: Hashable, Sendable {
  /// Each sync and read takes this much longer, in nanoseconds.
  case slow(Distribution)
  /// Syncs report success and make nothing durable.
  case lyingSync(Chance)
  /// Syncs write one bit wrongly.
  case bitRot(Chance)
  /// Syncs report success, and their bytes land at another offset of the file.
  case misdirectedWrite(Chance)
  /// Sectors that are not durable survive a loss of power, others between them not.
  case tornWrite(Chance)
  /// Syncs fail, which stops the module.
  case failingSync(Chance, restartAfter: TimeSpan?)
  /// There is room for so many bytes more.
  case full(room: ByteCount)
  /// Another file stands in the place of the membership list, until it is put right.
  case membershipList(ListDamage)

  public var name: String {
    switch self {
    case .slow: "slow-disk"
    case .lyingSync: "lying-sync"
    case .bitRot: "bit-rot"
    case .misdirectedWrite: "misdirected-write"
    case .tornWrite: "torn-write"
    case .failingSync: "failing-sync"
    case .full: "full-disk"
    case .membershipList: "membership-list"
    }
  }

  /// Whether what was reported to be durable may be lost.
  var losesDurable: Bool {
    switch self {
    case .slow, .tornWrite, .failingSync, .full, .membershipList: false
    case .lyingSync, .bitRot, .misdirectedWrite: true
    }
  }

  /// Whether a module may never run again.
  func isForGood(lasts: TimeSpan?) -> Bool {
    switch self {
    case .slow, .lyingSync, .bitRot, .misdirectedWrite, .tornWrite, .full: false
    case .failingSync(_, let restartAfter): restartAfter == nil
    case .membershipList: lasts == nil
    }
  }

  /// Whether modules run as usual while it goes on.
  var isHarmless: Bool {
    switch self {
    case .slow, .lyingSync, .bitRot, .misdirectedWrite, .failingSync, .full, .membershipList: false
    case .tornWrite: true
    }
  }

  /// Which syncs, or sectors, are struck; nil where it is not a matter of chance.
  var chance: Chance? {
    switch self {
    case .slow, .full, .membershipList: nil
    case .lyingSync(let chance), .bitRot(let chance), .misdirectedWrite(let chance), .tornWrite(let chance),
      .failingSync(let chance, _):
      chance
    }
  }

  /// The same with these strikes instead of chance.
  func striking(_ ordinals: [Int]) -> DiskFault {
    switch self {
    case .slow, .full, .membershipList: self
    case .lyingSync: .lyingSync(.strikes(ordinals))
    case .bitRot: .bitRot(.strikes(ordinals))
    case .misdirectedWrite: .misdirectedWrite(.strikes(ordinals))
    case .tornWrite: .tornWrite(.strikes(ordinals))
    case .failingSync(_, let restartAfter): .failingSync(.strikes(ordinals), restartAfter: restartAfter)
    }
  }
}
