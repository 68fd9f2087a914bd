import Vocabulary

/// Settings of a scenario that says how much of what its modules carry it asks of them: what is drawn asks for no more.
extension SwarmSettings {
  /// The rate of `plain`, or down to half of it, in one of three forms. Processors carry that whatever is drawn, as a transaction's
  /// price is nearly all its signature; links may be slower and transactions larger, so these get half of that share at most,
  /// with a copy of each transaction for every module.
  mutating func load(_ workload: inout WorkloadSpec, like plain: Scenario, share: Double, bandwidth: Bandwidth) {
    guard let usual = plain.workload.meanRate else { return }
    let bytes = Double(workload.configuration.bytes + WorldChecks.transactionOverhead) * Double(plain.modules)
    let carried = Double(bandwidth.bitsPerSecond) / (8 * bytes) * share / 2
    let rate = max(
      1, (min(usual * (dice.chance(1, in: 2) ? 1 : Double(50 + dice.below(51)) / 100), carried)).rounded(.down))
    switch dice.below(4) {
    case 0: workload.rate = .constant(perSecond: rate)
    case 1:
      let many = 1 + dice.below(20)
      let every = Double(many * workload.writers) / rate * 1_000
      workload.rate = .batch(transactions: many, every: .milliseconds(Int64(every.rounded(.up))))
    default: workload.rate = .poisson(perSecond: rate)
    }
  }

  /// Blocks follow each other as soon as those of `plain`, since processors verify none meanwhile, and have as long to be decided.
  mutating func pace(_ crb: inout CRBSpec, like plain: CRBSpec, slowestLink: TimeSpan) {
    crb.blockInterval = min(crb.blockInterval, plain.blockInterval)
    let usual = plain.viewChangeTimeout
    crb.viewChangeTimeout = (dice.chance(1, in: 2) ? usual : dice.span(usual...(usual * 2))) + slowestLink * 20
  }
}

extension WorkloadSpec {
  /// Transactions a second, of all writers together; nil where it depends on the answers.
  var meanRate: Double? {
    switch rate {
    case .poisson(let rate), .constant(let rate): rate
    case .batch(let transactions, let every):
      Double(transactions * writers) * 1e9 / Double(max(1, every.nanoseconds))
    case .saturating, .closedLoop: nil
    }
  }
}
