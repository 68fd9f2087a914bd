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
  /// Of blockchains beside which there is more, and whose writers are no workload.
  private static let ofLedgersBeside: Set<String> = [
    "blocks", "view-changes", "halts", "lag", "culprits", "disagreements",
  ]
  private static let ofRulesInBlocks: Set<String> = ["rule-commit", "rule-transactions", "rule-transaction-bytes"]
  /// What an adversary within a compute node shows is judged always.
  private static let withoutAttack: Set<String> = ["leaked-frames"]

  /// What decides whether a run can have a value for a metric.
  struct Conditions: Sendable {
    /// `crb`, `nfv` or `sfc`.
    var system = ""
    /// Whether it has a blockchain, too.
    var hasLedger = true
    var hasAttack = true

    /// Why a run can have no value for a metric: `with 'nfv'`; nil where it can.
    func obstacle(to metric: Metric) -> String? {
      let family = MetricCatalogue.family(ofMetric: metric.name)?.name ?? ""
      if !hasAttack, ["attacks", "chain-attacks"].contains(family), !withoutAttack.contains(metric.name) {
        return "without a fault 'attack'"
      }
      guard !isOfSystem(metric.name, family) else { return nil }
      return "with '\(system)'" + (system == "sfc" && !hasLedger ? " without 'rules: blockchain'" : "")
    }

    private func isOfSystem(_ name: String, _ family: String) -> Bool {
      guard !ofEverySystem.contains(family) else { return true }
      if ofRulesInBlocks.contains(name) { return system == "sfc" && hasLedger }
      if ofPackets.contains(family) { return system == "sfc" }
      if ofTenants.contains(family) { return system == "nfv" }
      return system == "crb" || hasLedger && ofLedgersBeside.contains(name)
    }
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
