/// What an endpoint notes for measurement. Values that no other machine of a service chain's world uses.
public enum EndpointNote: Int, Sendable {
  /// A packet left. Subject: its mark; value: its bytes.
  case sent = 64
  /// A datagram arrived whole. Subject: the mark that it carries; value: its IPv4 packet's bytes.
  case received
  /// An echo came back. Subject: the mark that it carries; value: the round trip in nanoseconds of the node's clock.
  case answered
  /// A connection is open at the end that asked for it. Subject: its flow.
  case opened
  /// Bytes of a stream were read, in order and right. Subject: the flow; value: their number.
  case streamed
  /// Segments of a connection had to be sent again. Subject: its flow; value: their number.
  case retransmitted
  /// A stream ended with all its bytes. Subject: its flow; value: bytes in all.
  case finished
  /// A connection was reset or timed out. Subject: its flow.
  case failed
  /// Bytes arrived, with all checksums right, that nobody sent. Subject: the flow; value: their number.
  case corrupted
}
