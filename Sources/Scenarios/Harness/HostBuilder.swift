import SimKernel
import Vocabulary

/// Draws what differs from host to host.
struct HostBuilder {
  private let spec: HostsSpec
  private let streams: RandomStreams

  init(_ spec: HostsSpec, streams: RandomStreams) {
    self.spec = spec
    self.streams = streams
  }

  /// The clock of a node: its offset from the scenario's distribution, its drift uniform within the given bounds.
  func clock(_ node: Int) -> NodeClock {
    var offsets = streams.stream("clock/\(node)/offset")
    var drifts = streams.stream("clock/\(node)/drift")
    let offset = Int64(spec.clockOffset.sample(&offsets).rounded())
    let bound = spec.clockDriftPartsPerBillion
    let drift = bound == 0 ? 0 : Int64(drifts.below(UInt64(2 * bound + 1))) - bound
    return NodeClock(offset: TimeSpan(nanoseconds: offset), driftPerBillion: drift)
  }
}
