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

  /// The tail of a distribution reaches anywhere; no clock is further off than this, some 36 years.
  static let farthestOffset = TimeSpan(nanoseconds: 1 << 60)

  /// The clock of a node: its offset from the scenario's distribution, its drift uniform within the given bounds.
  func clock(_ node: Int) -> NodeClock {
    var offsets = streams.stream("clock/\(node)/offset")
    var drifts = streams.stream("clock/\(node)/drift")
    let farthest = Double(HostBuilder.farthestOffset.nanoseconds)
    let offset = Int64(min(max(spec.clockOffset.sample(&offsets), -farthest), farthest).rounded())
    let bound = spec.clockDriftPartsPerBillion
    let drift = bound == 0 ? 0 : Int64(drifts.below(UInt64(2 * bound + 1))) - bound
    return NodeClock(offset: TimeSpan(nanoseconds: offset), driftPerBillion: drift)
  }
}
