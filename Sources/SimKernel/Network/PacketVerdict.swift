import Vocabulary

/// What is to become of a packet that enters a link.
public enum PacketVerdict: Hashable, Sendable {
  case pass
  case drop(PacketDropReason)
  /// It takes this much longer.
  case delay(TimeSpan)
  /// A second copy follows it, this much later.
  case duplicate(after: TimeSpan)
  /// It arrives with another payload of the same size: the world's changed copy of the bytes.
  case corrupt(payload: Int32)
}
