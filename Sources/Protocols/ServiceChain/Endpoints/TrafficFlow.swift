import Vocabulary

/// Something that an endpoint sends to another.
public struct TrafficFlow: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// UDP datagrams at a constant rate; `size` is of the IPv4 packet, in bytes. iperf's UDP test is this.
    case constant(PacketRate, size: Int)
    /// A TCP connection that carries so many bytes, or as many as it can until it stops: iperf's TCP test.
    case stream(bytes: Int64?, TCPSettings)
    /// ICMP echo requests; `size` as above.
    case ping(every: TimeSpan, size: Int)
  }

  /// A packet holds its mark, its time and two words of the secret behind 28 bytes of headers.
  public static let smallestPacket = 60
  public static let largestPacket = 65_535

  /// In marks and payloads: below `PacketMark.sources`, unique in the world.
  public var number: Int
  public var kind: Kind
  public var destination: ElementID
  /// Unique among the flows of one endpoint and kind; the identifier of a ping.
  public var sourcePort: UInt16
  public var destinationPort: UInt16
  /// On the node's clock.
  public var start: Instant
  /// Nothing new is sent from here on.
  public var stop: Instant

  public init(
    number: Int, _ kind: Kind, to destination: ElementID, sourcePort: UInt16, destinationPort: UInt16,
    start: Instant = .start, stop: Instant = .never
  ) {
    precondition((0..<PacketMark.sources).contains(number), "flow \(number)")
    switch kind {
    case .constant(_, let size), .ping(_, let size):
      precondition((Self.smallestPacket...Self.largestPacket).contains(size), "packets of \(size) bytes")
    case .stream: break
    }
    self.number = number
    self.kind = kind
    self.destination = destination
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    self.start = start
    self.stop = stop
  }
}
