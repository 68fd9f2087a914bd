import Protocols
import Report
import Vocabulary

/// Reads every metric of the catalogue that a world of service function chains has off a finished run.
struct SFCMetrics {
  private(set) var values: [String: Double] = [:]

  init(_ sfc: SFCWorld) {
    let recorder = sfc.recorder
    let seconds = (sfc.window.upperBound - sfc.window.lowerBound).seconds
    let flows = recorder.byFlow
    let spec = sfc.spec
    let counted = flows.indices.filter { flow in
      guard case .tcp = spec.traffic[flow % spec.traffic.count].kind else { return true }
      return false
    }
    let sent = counted.reduce(0) { $0 + flows[$1].sent }
    let received = counted.reduce(0) { $0 + flows[$1].received }
    values["chain-packets-sent"] = Double(sent)
    values["chain-packets-delivered"] = Double(received)
    values["chain-packets-lost"] = Double(sent - received)
    values["chain-packet-rate"] = Double(received) / seconds
    values["outage"] = counted.map { outage(of: flows[$0], spec.traffic[$0 % spec.traffic.count]) }.max()
    values["arrival-gap"] = counted.map { flows[$0].longestGap.seconds }.max()
    values["throughput"] = Double(flows.reduce(0) { $0 + $1.streamed }) / seconds
    values["retransmissions"] = Double(flows.reduce(0) { $0 + $1.retransmitted })
    values["keys-installed"] = Double(recorder.associations.installed)
    values["keys-expired"] = Double(recorder.associations.expired)
    quantiles("packet-delay", recorder.delay)
    quantiles("round-trip", recorder.roundTrip)
    values.merge(sfc.controlRecorder.values) { _, new in new }
    for reason in DropReason.allCases { values["drops-\(reason.rawValue)"] = Double(recorder.drops[reason.position]) }
  }

  /// As the paper counts it: lost packets over the rate at which they were sent.
  private func outage(of flow: ChainRecorder.Flow, _ traffic: SFCSpec.Traffic) -> Double {
    let lost = Double(flow.sent - flow.received)
    switch traffic.kind {
    case .constant(let perSecond, _): return lost / perSecond
    case .ping(let period, _): return lost * period.seconds
    case .tcp: return 0
    }
  }

  private mutating func quantiles(_ name: String, _ histogram: Histogram) {
    guard histogram.count > 0 else { return }
    values[name] = histogram.mean.map { $0 / 1e9 }
    values["\(name)-p50"] = histogram.percentile(50).map { Double($0) / 1e9 }
    values["\(name)-p95"] = histogram.percentile(95).map { Double($0) / 1e9 }
    values["\(name)-p99"] = histogram.percentile(99).map { Double($0) / 1e9 }
    values["\(name)-max"] = histogram.maximum.map { Double($0) / 1e9 }
  }
}
