import SimKernel
import Vocabulary

/// What two ports are joined by: a link each way.
struct Cable {
  var name: String
  /// Each way.
  var bandwidth: Bandwidth
  /// What waits before it, each way; nil: any number of bytes.
  var buffer: ByteCount?
  /// One way, in nanoseconds.
  var latency: Distribution
  /// Bytes of the largest IP packet, or payload of a frame in place of it, that it takes; nil: any.
  var largestPacket: Int?
}
