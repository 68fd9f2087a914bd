import Vocabulary

/// A packet or message in the network. Its bytes stay with the world: here are only a handle and the size.
public struct Packet: Hashable, Sendable {
  /// The world's handle of the payload.
  public var payload: Int32
  /// Size on the wire, everything included: see `WireFormat`. Not negative.
  public var bytes: Int32

  @inlinable public init(payload: Int32, bytes: Int32) {
    self.payload = payload
    self.bytes = bytes
  }
}

/// A one-way link between two nodes, by its position: 0, 1, 2, ...
public struct LinkID: Hashable, Sendable {
  public var index: Int32

  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
}

/// A port, through which the packets of one or several links pass one after the other, by its position: 0, 1, 2, ...
public struct PortID: Hashable, Sendable {
  public var index: Int32

  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
}

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
