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
