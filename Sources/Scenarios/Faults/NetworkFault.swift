import SimKernel
import Vocabulary

/// What goes wrong with packets.
public enum NetworkFault: Hashable, Sendable {
  /// No packet passes between modules of different groups.
  case partition([[Int]])
  /// No packet passes from the first modules to the second ones.
  case cut(from: [Int], to: [Int])
  /// What is sent to and from the modules waits for the end of the fault.
  case clog([Int])
  /// Packets are lost.
  case loss(Chance)
  /// Packets larger than this are lost (a black hole of path MTU discovery: RFC 2923, 2.1).
  case mtu(ByteCount)
  /// Each packet takes this much longer, in nanoseconds.
  case delay(Distribution)
  /// Packets are held back so long, in nanoseconds, and those behind them are not.
  case reorder(Chance, by: Distribution)
  /// Hosts send and receive no faster than this.
  case bandwidth(Bandwidth)
  /// Packets arrive twice.
  case duplicate(Chance)
  /// Packets arrive with one bit changed.
  case corrupt(Chance)

  public var name: String {
    switch self {
    case .partition: "partition"
    case .cut: "cut"
    case .clog: "clog"
    case .loss: "loss"
    case .mtu: "mtu"
    case .delay: "delay"
    case .reorder: "reorder"
    case .bandwidth: "bandwidth"
    case .duplicate: "duplicate"
    case .corrupt: "corrupt"
    }
  }

  /// Which packets are struck; nil where it is not a matter of chance.
  var chance: Chance? {
    switch self {
    case .partition, .cut, .clog, .mtu, .delay, .bandwidth: nil
    case .loss(let chance), .reorder(let chance, _), .duplicate(let chance), .corrupt(let chance): chance
    }
  }

  /// The same with these strikes instead of chance.
  func striking(_ ordinals: [Int]) -> NetworkFault {
    switch self {
    case .partition, .cut, .clog, .mtu, .delay, .bandwidth: self
    case .loss: .loss(.strikes(ordinals))
    case .reorder(_, let span): .reorder(.strikes(ordinals), by: span)
    case .duplicate: .duplicate(.strikes(ordinals))
    case .corrupt: .corrupt(.strikes(ordinals))
    }
  }
}
