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
    let records = flows.compactMap(\.record)
    values["hops"] = sfc.spec.hops.map(Double.init)
    let sent = records.reduce(0) { $0 + $1.sent }
    let received = records.reduce(0) { $0 + $1.delivered }
    values["chain-packets-sent"] = Double(sent)
    values["chain-packets-delivered"] = Double(received)
    values["chain-packets-lost"] = Double(records.reduce(0) { $0 + $1.lost })
    values["chain-packets-under-way"] = Double(records.reduce(0) { $0 + $1.underWay })
    values["chain-packets-reordered"] = Double(records.reduce(0) { $0 + $1.reordered })
    values["chain-packets-duplicated"] = Double(records.reduce(0) { $0 + $1.duplicates })
    values["chain-packet-rate"] = Double(received) / seconds
    let outages = records.map { $0.outages.outage(during: recorder.judged) }
    values["outage"] = outages.map(\.seconds).max()
    values["outage-exact"] = outages.map(\.exact.seconds).max()
    values["interruptions"] = outages.map { Double($0.interruptions.count) }.max()
    values["longest-interruption"] = outages.map(\.longestInterruption.seconds).max()
    values["packet-jitter"] = records.map { $0.jitterNanoseconds / 1e9 }.max()
    values["arrival-gap"] = flows.filter { $0.record != nil }.compactMap(\.gap.length?.seconds).max()
    values["throughput"] = Double(8 * flows.reduce(0) { $0 + $1.streamed }) / seconds
    values["retransmissions"] = Double(flows.reduce(0) { $0 + $1.retransmitted })
    values["keys-installed"] = Double(recorder.associations.installed)
    values["keys-expired"] = Double(recorder.associations.expired)
    values["outside-bytes"] = Double(sfc.outsideBytes)
    values["header-keys-installed"] = Double(recorder.headerKeys)
    values["neighbours-lost"] = Double(recorder.silences.all)
    values["false-alarms"] = Double(recorder.silences.unfounded)
    quantiles("packet-delay", recorder.delay)
    quantiles("round-trip", recorder.roundTrip)
    if let oracles = sfc.oracles {
      values["readable-frames"] = Double(oracles.readableFrames)
      values["leaked-frames"] = Double(oracles.leakedFrames)
      values.merge(oracles.views.values(sfc.spec)) { _, new in new }
    }
    values.merge(sfc.adversary?.values ?? [:]) { _, new in new }
    if let chain = sfc.ledger?.chain {
      values["blocks"] = Double(chain.recorder.blocks)
      values["view-changes"] = Double(chain.continuity.viewChanges)
      values["halts"] = Double(sfc.world.halts)
      values["lag"] = Double(chain.lag)
      values["culprits"] = Double(chain.culprits.count)
      values["disagreements"] = Double(chain.oracles.agreement.disagreements)
    }
    values.merge(sfc.controlRecorder.values) { _, new in new }
    if sfc.spec.control == .live { values["first-deployment"] = recorder.deployed.map { ($0 - .start).seconds } }
    for reason in DropReason.allCases { values["drops-\(reason.rawValue)"] = Double(recorder.drops[reason.position]) }
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
