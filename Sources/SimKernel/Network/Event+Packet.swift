import Vocabulary

extension Event {
  @inlinable init(_ kind: EventKind, node: NodeID, link: LinkID, packet: Packet) {
    let b = Int64(packet.payload) << 32 | Int64(packet.bytes)
    self.init(kind, node: node, a: link.index, b: b)
  }

  /// The packet of a `packetArrived` or `packetAtIngress` event.
  @inlinable public var packet: Packet {
    Packet(payload: Int32(truncatingIfNeeded: b >> 32), bytes: Int32(truncatingIfNeeded: b))
  }

  /// The link of such an event.
  @inlinable public var link: LinkID { LinkID(Int(a)) }
}
