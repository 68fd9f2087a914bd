/// Why the network lost a packet.
public enum PacketDropReason: Int, CaseIterable, Sendable {
  /// It did not fit into the buffer of a port.
  case bufferFull
  /// Lost at random on the way.
  case lost
  /// The link is down or the network is partitioned.
  case disconnected
  /// It is larger than the path takes.
  case tooLarge

  /// As it stands in reports.
  public var name: String {
    switch self {
    case .bufferFull: "buffer-full"
    case .lost: "lost"
    case .disconnected: "disconnected"
    case .tooLarge: "too-large"
    }
  }
}
