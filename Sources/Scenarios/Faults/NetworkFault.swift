import SimKernel
import Vocabulary

/// What goes wrong with packets.
public enum NetworkFault: Hashable, Sendable {
  /// No packet passes between modules of different groups.
  case partition([[Int]])
  /// No packet passes from the first modules to the second ones.
  case cut(from: [Int], to: [Int])
  /// Packets are lost.
  case loss(Chance)
  /// Each packet takes this much longer, in nanoseconds.
  case delay(Distribution)
  /// Packets arrive twice.
  case duplicate(Chance)
  /// Packets arrive with one bit changed.
  case corrupt(Chance)

  public var name: String {
    switch self {
    case .partition: "partition"
    case .cut: "cut"
    case .loss: "loss"
    case .delay: "delay"
    case .duplicate: "duplicate"
    case .corrupt: "corrupt"
    }
  }

  /// Which packets are struck; nil where it is not a matter of chance.
  var chance: Chance? {
    switch self {
    case .partition, .cut, .delay: nil
    case .loss(let chance), .duplicate(let chance), .corrupt(let chance): chance
    }
  }

  /// The same with these strikes instead of chance.
  func striking(_ ordinals: [Int]) -> NetworkFault {
    switch self {
    case .partition, .cut, .delay: self
    case .loss: .loss(.strikes(ordinals))
    case .duplicate: .duplicate(.strikes(ordinals))
    case .corrupt: .corrupt(.strikes(ordinals))
    }
  }
}
