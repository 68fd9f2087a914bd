import Vocabulary

/// A one-way link, in 64 bytes: one cache line.
@usableFromInline struct Link {
  @usableFromInline var stream: RandomStream
  /// When the last packet arrives, if order is kept.
  @usableFromInline var lastArrival: Int64 = 0
  @usableFromInline let receiver: Int32
  @usableFromInline let egress: Int32
  /// Negative when the receiver takes packets at any rate.
  @usableFromInline let ingress: Int32
  /// Position among the network's latencies.
  @usableFromInline let latency: Int32
  @usableFromInline let sender: Int32
  @usableFromInline let keepsOrder: Bool
}
