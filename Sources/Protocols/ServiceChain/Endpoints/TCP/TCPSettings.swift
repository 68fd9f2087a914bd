import Vocabulary

/// What an end of a TCP connection may choose for itself.
public struct TCPSettings: Hashable, Sendable {
  /// Bytes that the receiver buffers: the most that it ever advertises (iperf's "window").
  public var receiveWindow = 512_000
  /// Bytes of payload in a segment, at most, each way.
  public var maximumSegmentSize = 1_460
  /// Segments that may leave before the first acknowledgment (RFC 6928).
  public var initialWindow = 10
  /// How long an acknowledgment waits for a second segment (RFC 1122, 4.2.3.2: below 0.5 s).
  public var acknowledgmentDelay = TimeSpan.milliseconds(40)
  /// Bounds of the retransmission timeout (RFC 6298, 2.4 and 2.5).
  public var minimumTimeout = TimeSpan.seconds(1)
  public var maximumTimeout = TimeSpan.seconds(60)
  /// After so many retransmissions in a row without an answer the connection is given up (RFC 9293, 3.8.3: R2).
  public var maximumRetransmissions = 15
  /// How long a closed connection answers for its last acknowledgment: twice the maximum segment lifetime.
  public var timeWait = TimeSpan.seconds(60)

  public init() {}

  /// The largest receive window that a window scale of 14 can tell (RFC 7323, 2.3).
  public static let largestWindow = 65_535 << 14

  /// The shift with which the receive window fits into 16 bits.
  var windowScale: UInt8 {
    var shift: UInt8 = 0
    while receiveWindow >> shift > 65_535, shift < 14 { shift += 1 }
    return shift
  }
}
