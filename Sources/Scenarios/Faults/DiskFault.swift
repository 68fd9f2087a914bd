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

  public var name: String {
    switch self {
    case .slow: "slow-disk"
    case .lyingSync: "lying-sync"
    case .bitRot: "bit-rot"
    }
  }

  /// Whether what was reported to be durable may be lost.
  var losesDurable: Bool {
    switch self {
    case .slow: false
    case .lyingSync, .bitRot: true
    }
  }

  /// Which syncs are struck; nil where it is not a matter of chance.
  var chance: Chance? {
    switch self {
    case .slow: nil
    case .lyingSync(let chance), .bitRot(let chance): chance
    }
  }

  /// The same with these strikes instead of chance.
  func striking(_ ordinals: [Int]) -> DiskFault {
    switch self {
    case .slow: self
    case .lyingSync: .lyingSync(.strikes(ordinals))
    case .bitRot: .bitRot(.strikes(ordinals))
    }
  }
}
