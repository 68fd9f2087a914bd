/// Which system has what to measure.
extension MetricCatalogue {
  private static let ofEverySystem: Set<String> = ["drops", "attacks"]
  private static let ofPackets: Set<String> = [
    "chains", "provisioning", "packet-delay", "round-trip", "chain-attacks", "site-views",
  ]
  private static let ofTenants: Set<String> = [
    "operations", "operation-delay", "processing-overhead", "chain-creation-time", "configurations",
    "configuration-delay", "migrations", "migration-delay",
  ]
  /// Of the blockchains of `nfv`, whose writers are tenants.
  private static let ofTenantsLedgers: Set<String> = [
    "view-changes", "halts", "lag", "blocks", "culprits", "disagreements",
  ]
  private static let ofRulesInBlocks: Set<String> = ["rule-commit", "rule-transactions", "rule-transaction-bytes"]

  /// Whether a run of the system can have a value for a metric, or for one of a family.
  /// - Parameters:
  ///   - system: `crb`, `nfv` or `sfc`.
  ///   - hasLedger: whether it has a blockchain, too.
  static func canMeasure(_ name: String, with system: String, hasLedger: Bool) -> Bool {
    let family = (family(name) ?? family(ofMetric: name))?.name ?? name
    guard !ofEverySystem.contains(family) else { return true }
    if ofRulesInBlocks.contains(name) { return system == "sfc" && hasLedger }
    if ofPackets.contains(family) { return system == "sfc" }
    if ofTenants.contains(family) { return system == "nfv" }
    guard system == "nfv" else { return hasLedger }
    let metrics = self.family(name)?.metrics.map(\.name) ?? [name]
    return metrics.contains(where: ofTenantsLedgers.contains)
  }

  /// What is measured where a scenario does not say: names of families.
  static func usual(with system: String) -> [String] {
    switch system {
    case "nfv": ["operations", "migrations"]
    case "sfc": ["chains"]
    default: ["rates", "latency", "consensus-delay"]
    }
  }
}
