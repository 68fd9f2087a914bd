import Vocabulary

/// How a host is connected: the same for all hosts of a mesh or chain.
public struct Attachment: Hashable, Sendable {
  public var egress: Bandwidth
  public var ingress: Bandwidth
  /// Of each port; nil: any number of bytes.
  public var buffer: ByteCount?
  public var latency: Distribution
  public var keepsOrder: Bool

  public init(
    egress: Bandwidth, ingress: Bandwidth = .unlimited, buffer: ByteCount? = nil, latency: Distribution,
    keepsOrder: Bool = true
  ) {
    self.egress = egress
    self.ingress = ingress
    self.buffer = buffer
    self.latency = latency
    self.keepsOrder = keepsOrder
  }
}
