import Vocabulary

/// The links between hosts.
public struct NetworkSpec: Hashable, Sendable {
  /// One way, without serialisation.
  public var latency: DistributionSpec
  public var bandwidth: Bandwidth
  /// What a link holds before it drops packets.
  public var buffer: ByteCount
  /// Largest packet.
  public var mtu: ByteCount
}
