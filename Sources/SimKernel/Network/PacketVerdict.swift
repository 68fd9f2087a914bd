import Vocabulary

/// What is to become of a packet that enters a link.
public struct PacketVerdict: Hashable, Sendable {
  /// Why it is lost; nil when it is not, and only then the rest counts.
  public var drop: PacketDropReason?
  /// It, and its copy, take this much longer.
  public var delay = TimeSpan.zero
  /// The packets behind it overtake it as their delays fall, even where the link keeps order.
  public var lostItsPlace = false
  /// It is followed by a second copy, this much later.
  public var copyAfter: TimeSpan?
  /// It arrives with another payload of the same size: the world's changed copy of the bytes.
  public var payload: Int32?

  public init() {}

  public static let pass = PacketVerdict()

  public static func drop(_ reason: PacketDropReason) -> PacketVerdict {
    var verdict = pass
    verdict.drop = reason
    return verdict
  }

  public static func delay(_ span: TimeSpan) -> PacketVerdict {
    var verdict = pass
    verdict.delay = span
    return verdict
  }

  public static func holdBack(_ span: TimeSpan) -> PacketVerdict {
    var verdict = delay(span)
    verdict.lostItsPlace = true
    return verdict
  }

  public static func duplicate(after span: TimeSpan) -> PacketVerdict {
    var verdict = pass
    verdict.copyAfter = span
    return verdict
  }

  public static func corrupt(payload: Int32) -> PacketVerdict {
    var verdict = pass
    verdict.payload = payload
    return verdict
  }
}
