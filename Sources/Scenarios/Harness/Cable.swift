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
}
