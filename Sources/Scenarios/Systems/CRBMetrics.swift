import Protocols
import Report
import Vocabulary

/// Reads every metric of the catalogue off a finished run of a CRB world.
struct CRBMetrics {
  private(set) var values: [String: Double] = [:]

  init(_ crb: CRBWorld, before: Usage, after: Usage, queues: [QueueSample]) {
    let seconds = (crb.window.upperBound - crb.window.lowerBound).seconds
    rates(crb.chain.recorder, seconds)
    delays(crb.chain.recorder)
    blocks(crb.chain.recorder)
    traffic(
      crb.traffic, of: crb.chain.spec.consensus, blocks: crb.chain.recorder.blocks, written: crb.chain.recorder.written,
      seconds)
    utilisation(crb, before, after, seconds)
    waiting(crb, before, after, queues, seconds)
    reads(crb.reads, before, after, seconds)
    values["packets-lost"] = Double(after.packetsLost - before.packetsLost)
    values["longest-gap"] = crb.chain.continuity.longestGap.seconds
    values["view-changes"] = Double(crb.chain.continuity.viewChanges)
    values["halts"] = Double(crb.world.halts)
    values["lag"] = Double(crb.chain.lag)
    values["culprits"] = Double(crb.chain.culprits.count)
    values["disagreements"] = Double(crb.chain.oracles.agreement.disagreements)
    values.merge(crb.world.faults?.adversary?.counters.values ?? [:]) { _, new in new }
    for reason in DropReason.allCases {
      values["drops-\(reason.rawValue)"] = Double(crb.chain.recorder.drops[reason.position])
    }
  }

  private mutating func rates(_ recorder: Recorder, _ seconds: Double) {
    values["send-rate"] = Double(recorder.sent) / seconds
    values["accepted-rate"] = Double(recorder.accepted) / seconds
    values["refused-rate"] = Double(recorder.refused) / seconds
    values["write-rate"] = recorder.writeRate
  }

  private mutating func delays(_ recorder: Recorder) {
    quantiles("latency", meanName: "latency-mean", recorder.latency)
    for stage in Recorder.Stage.allCases {
      quantiles("latency-\(stage.name)", meanName: "latency-\(stage.name)-mean", recorder.stages[stage.rawValue])
    }
    quantiles("consensus-delay", meanName: "consensus-delay", recorder.consensusDelay)
  }

  private mutating func reads(_ recorder: ReadRecorder?, _ before: Usage, _ after: Usage, _ seconds: Double) {
    guard let recorder else { return }
    values["read-rate"] = Double(recorder.answered) / seconds
    values["empty-read-rate"] = Double(recorder.empty) / seconds
    values["refused-read-rate"] = Double(recorder.refused) / seconds
    values["unanswered-reads"] = Double(recorder.unanswered)
    quantiles("read-delay", meanName: "read-delay", recorder.delay)
    values["disk-read-rate"] = Double(after.diskRead - before.diskRead) / seconds
    let asked = after.asked - before.asked
    if asked > 0 { values["page-cache-hits"] = Double(after.cacheRead - before.cacheRead) / Double(asked) }
  }

  private mutating func quantiles(_ prefix: String, meanName: String, _ histogram: Histogram) {
    guard histogram.count > 0 else { return }
    values[meanName] = histogram.mean.map { $0 / 1e9 }
    values["\(prefix)-p50"] = histogram.percentile(50).map { Double($0) / 1e9 }
    values["\(prefix)-p95"] = histogram.percentile(95).map { Double($0) / 1e9 }
    values["\(prefix)-p99"] = histogram.percentile(99).map { Double($0) / 1e9 }
    values["\(prefix)-max"] = histogram.maximum.map { Double($0) / 1e9 }
  }

  private mutating func blocks(_ recorder: Recorder) {
    values["blocks"] = Double(recorder.blocks)
    values["suspicions"] = Double(recorder.suspicions)
    guard recorder.blocks > 0 else { return }
    values["block-bytes"] = Double(recorder.blockBytes) / Double(recorder.blocks)
    values["transactions-per-block"] = Double(recorder.written) / Double(recorder.blocks)
  }

  private mutating func traffic(
    _ traffic: TrafficCounters, of consensus: CRBSpec.Consensus, blocks: Int64, written: Int64, _ seconds: Double
  ) {
    if written > 0 {
      values["consensus-bytes"] = Double(consensus.kinds.reduce(0) { $0 + traffic.bytes($1) }) / Double(written)
      values["consensus-messages"] = Double(consensus.kinds.reduce(0) { $0 + traffic.messages($1) }) / Double(written)
    }
    for (slot, name) in MessageKind.moduleKindNames.enumerated() {
      let kind = MessageKind(slot: slot)
      // What another consensus sends is nothing that was measured here.
      guard !kind.isOfConsensus || consensus.kinds.contains(kind) else { continue }
      values["byte-rate-\(name)"] = Double(traffic.bytes(kind)) / seconds
      values["message-rate-\(name)"] = Double(traffic.messages(kind)) / seconds
      guard blocks > 0 else { continue }
      values["bytes-\(name)"] = Double(traffic.bytes(kind)) / Double(blocks)
      values["bytes-\(name)-busiest"] = Double(traffic.mostBytes(kind)) / Double(blocks)
      values["messages-\(name)"] = Double(traffic.messages(kind)) / Double(blocks)
    }
  }

  private mutating func utilisation(_ crb: CRBWorld, _ before: Usage, _ after: Usage, _ seconds: Double) {
    let primary = crb.chain.primary
    let cores = Double(crb.world.processors.coreCount(of: NodeID(primary)))
    share("processor", primary, zip(after.processor, before.processor).map { ($0 - $1) / seconds / cores })
    share("link", primary, zip(after.link, before.link).map { ($0 - $1) / seconds })
    share("disk", primary, zip(after.disk, before.disk).map { ($0 - $1) / seconds })
  }

  private mutating func share(_ resource: String, _ primary: Int, _ shares: [Double]) {
    values["\(resource)-utilisation-primary"] = shares[primary]
    guard shares.count > 1 else { return }
    values["\(resource)-utilisation-backup"] = (shares.reduce(0, +) - shares[primary]) / Double(shares.count - 1)
  }

  private mutating func waiting(
    _ crb: CRBWorld, _ before: Usage, _ after: Usage, _ queues: [QueueSample], _ seconds: Double
  ) {
    values["processor-queue-mean"] = zip(after.queueArea, before.queueArea).map { ($0 - $1) / seconds }.max()
    let modules = (0..<crb.chain.spec.modules).map { NodeID($0) }
    values["processor-queue-max"] =
      modules.map { Double(crb.world.processors.counters(of: $0).longestQueue) }.max()
    let pending = queues.map { Double($0.pendingTransactions) }
    values["pending-transactions-mean"] = pending.reduce(0, +) / Double(pending.count)
    values["pending-transactions-max"] = pending.max()
    values["link-backlog-max"] =
      modules.map { Double(crb.world.network.highWaterBacklog(of: crb.world.mesh.egress[Int($0.index)]).bytes) }.max()
  }
}
