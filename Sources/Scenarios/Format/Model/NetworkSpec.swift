import SimKernel
import Vocabulary

/// The links between hosts.
public struct NetworkSpec: Hashable, Sendable {
  /// One way, without serialisation, in nanoseconds; draws below zero count as zero.
  public var latency: Distribution
  public var bandwidth: Bandwidth
  /// What a link holds before it drops packets; nil with unlimited bandwidth, where nothing waits.
  public var buffer: ByteCount?
  /// Largest IP packet; nil: the usual one for messages, and any size on cables that packets travel over.
  public var mtu: ByteCount?

  static let messageMTU = ByteCount(1_500)
  var messageMTU: ByteCount { mtu ?? Self.messageMTU }
}
