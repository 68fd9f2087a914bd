import Protocols
import Report
import Vocabulary

/// Reads every metric of the catalogue that an NFV world has off a finished run.
struct NFVMetrics {
  private(set) var values: [String: Double] = [:]

  init(_ nfv: NFVWorld) {
    let operations = nfv.operations
    values["operations"] = Double(operations.delays[OperationRecorder.Kind.request.rawValue].count)
    values["operations-failed"] = Double(operations.failed[OperationRecorder.Kind.request.rawValue])
    values["key-replacements"] = Double(operations.delays[OperationRecorder.Kind.keyReplacement.rawValue].count)
    values["configurations"] = Double(operations.delays[OperationRecorder.Kind.configuration.rawValue].count)
    values["configurations-failed"] = Double(operations.failed[OperationRecorder.Kind.configuration.rawValue])
    values["migrations"] = Double(operations.delays[OperationRecorder.Kind.migration.rawValue].count)
    values["migrations-failed"] = Double(operations.failed[OperationRecorder.Kind.migration.rawValue])
    values["migrations-begun-again"] = Double(operations.migrationsBegunAgain)
    quantiles("operation-delay", operations.delays[OperationRecorder.Kind.request.rawValue])
    quantiles("chain-creation-time", operations.delays[OperationRecorder.Kind.chain.rawValue])
    quantiles("configuration-delay", operations.delays[OperationRecorder.Kind.configuration.rawValue])
    quantiles("migration-delay", operations.delays[OperationRecorder.Kind.migration.rawValue])
    quantiles("processing-overhead", operations.overhead)
    values["view-changes"] = Double(nfv.chains.reduce(0) { $0 + $1.continuity.viewChanges })
    values["halts"] = Double(nfv.world.halts)
    values["lag"] = nfv.chains.map { Double($0.lag) }.max()
    values["blocks"] = Double(nfv.chains.reduce(0) { $0 + $1.recorder.blocks })
    values["culprits"] = Double(nfv.chains.reduce(0) { $0 + $1.culprits.count })
    values["disagreements"] = Double(nfv.chains.reduce(0) { $0 + $1.oracles.agreement.disagreements })
    values.merge(nfv.world.faults?.adversary?.counters.values ?? [:]) { _, new in new }
    for reason in DropReason.allCases {
      values["drops-\(reason.rawValue)"] = Double(operations.drops[reason.position])
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
