/// What passed over a link, in 32 bytes.
public struct LinkCounters: Hashable, Sendable {
  /// Accepted by the egress port.
  public var packets: Int64 = 0
  /// Their size on the wire.
  public var bytes: Int64 = 0
  @usableFromInline var drops = SIMD4<UInt32>()

  /// Packets lost, whether at an entrance or at the receiver's port.
  public func drops(because reason: PacketDropReason) -> Int64 { Int64(drops[reason.rawValue]) }
}
