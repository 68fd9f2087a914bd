/// What follows from sending a packet.
public struct Transmission: Hashable, Sendable {
  /// How many `packetArrived` events will follow: 0 when it was dropped, 2 when it was duplicated. (A packet can still
  /// be dropped at a limited ingress port: see `Network.receive`.)
  public var arrivals: Int32
  /// The payload that they carry: the packet's, or the changed one if it was corrupted.
  public var payload: Int32

  @inlinable public init(arrivals: Int32, payload: Int32) {
    self.arrivals = arrivals
    self.payload = payload
  }
}
