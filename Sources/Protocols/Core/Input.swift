import Vocabulary

/// What a host tells a state machine.
public enum Input {
  /// The node has power: the first input of every life. Files hold what was durable.
  case started
  /// Bytes arrived from a node. Whoever sent them, their content is not to be trusted.
  case message(Payload, from: NodeID)
  /// A packet arrived at one of the node's ports. Its content is not to be trusted either.
  case packet(PacketBuffer, on: PortNumber)
  case timer(TimerID)
  /// Everything appended to the file before the `sync` that carried this ticket is durable.
  case synced(FileID, DiskTicket)
  /// What a `read` returned; shorter than asked for at the end of the file.
  case read(FileID, DiskTicket, ByteRope)
}
