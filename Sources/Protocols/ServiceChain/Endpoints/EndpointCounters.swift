/// What an endpoint has sent and taken since it started.
public struct EndpointCounters: Hashable, Sendable {
  public var packetsSent: Int64 = 0
  public var packetsReceived: Int64 = 0
  public var datagramsSent: Int64 = 0
  public var datagramsReceived: Int64 = 0
  public var echoesSent: Int64 = 0
  public var echoesAnswered: Int64 = 0
  /// Echo requests of others that were answered.
  public var echoesReturned: Int64 = 0
  /// Bytes of streams, in order.
  public var streamBytesReceived: Int64 = 0
  public var retransmissions: Int64 = 0
  /// Bytes with right checksums that nobody sent.
  public var bytesCorrupted: Int64 = 0

  public init() {}
}
