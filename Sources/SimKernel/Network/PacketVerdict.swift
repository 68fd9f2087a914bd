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

/// Why the network lost a packet.
public enum PacketDropReason: Int, CaseIterable, Sendable {
  /// It did not fit into the buffer of a port.
  case bufferFull
  /// Lost at random on the way.
  case lost
  /// The link is down or the network is partitioned.
  case disconnected

  /// As it stands in reports.
  public var name: String {
    switch self {
    case .bufferFull: "buffer-full"
    case .lost: "lost"
    case .disconnected: "disconnected"
    }
  }
}

/// Decides the fate of packets: every packet of every link passes here once, when it is sent.
public protocol PacketInterceptor: AnyObject {
  func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict
}
