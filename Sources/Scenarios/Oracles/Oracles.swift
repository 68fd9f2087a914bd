import Protocols
import Vocabulary

/// Everything that a CRB run is held to, in one place: docs/models/faults.md.
final class Oracles {
  let agreement: AgreementOracle
  let validity: ValidityOracle
  let progress = ProgressOracle()

  private let plan: FaultPlan
  private let losesDurable: [Bool]
  /// Nothing is asked of these modules.
  let byzantine: [Bool]
  /// No more modules are faulty for good than the protocol tolerates.
  let isWithinBudget: Bool
  private let assertsProgress: Bool
  private let progressWithin: TimeSpan?
  private let timeout: TimeSpan
  /// Set where there are faults.
  var driver: FaultDriver?

  init(_ scenario: Scenario, _ spec: CRBSpec, membership: Membership, crypto: Cryptography) {
    plan = scenario.faults
    agreement = AgreementOracle(modules: spec.modules)
    validity = ValidityOracle(membership: membership, crypto: crypto)
    losesDurable = plan.losesDurable(modules: spec.modules)
    let budget = spec.tolerates ?? membership.faultBudget
    byzantine = plan.byzantine(modules: spec.modules)
    isWithinBudget = zip(losesDurable, byzantine).count { $0 || $1 } <= budget
    let gone = plan.neverReturn(modules: spec.modules)
    let reachesModule = scenario.workload.to == .any || !gone[0]
    assertsProgress = gone.count { $0 } <= budget && plan.heals && reachesModule
    progressWithin = scenario.progressWithin
    timeout = spec.viewChangeTimeout
  }

  /// True when nobody appended a block at this height before.
  func delivered(_ block: Block, height: Int64, at node: NodeID, now: Instant) -> Bool {
    guard !byzantine[Int(node.index)] else { return false }
    let isNew = agreement.delivered(block, height: height, at: node, now: now)
    if isNew {
      validity.appended(block, height: height, now: now)
      progress.decided(at: now)
    }
    return isNew
  }

  /// The module starts again with what its ledger file holds. Blocks that became durable and were not acted on before it
  /// lost power count as appended now.
  func restarted(_ node: NodeID, ledger: [UInt8], now: Instant) {
    let module = Int(node.index)
    guard !byzantine[module] else { return }
    var scanner = LedgerScanner(ledger)
    var height: Int64 = 0
    var last: [UInt8] = []
    while case .record(let record) = scanner.next(), record.height == height + 1 {
      height += 1
      last = record.block.header.identifier
      if height > agreement.heights[module] { _ = delivered(record.block, height: height, at: node, now: now) }
    }
    agreement.restarted(node, height: height, last: last, mayHaveLost: losesDurable[module], now: now)
  }

  /// A client was told that its transaction is accepted.
  func accepted(at now: Instant, by module: Int) {
    guard !byzantine[module], assertsProgress, let driver, driver.isQuiet else { return }
    progress.accepted(at: now, within: bound(driver))
  }

  /// What was found. `ledgers`: the ledger file of each module, where disks keep contents.
  func finish(at now: Instant, ledgers: [[UInt8]]) -> [Violation] {
    progress.finish(at: now)
    var durability = DurabilityOracle(chain: agreement.chain)
    for (module, ledger) in ledgers.enumerated() where !losesDurable[module] && !byzantine[module] {
      durability.check(ledger, module: module, height: agreement.heights[module])
    }
    // Beyond the budget, modules that forget their promises may tear the chain apart: that is no defect.
    let safety = isWithinBudget ? agreement.violations + durability.violations : []
    // In two chains a transaction may well stand twice.
    return safety + (isTornBeyondBudget ? [] : validity.violations) + progress.violations
  }

  /// Honest modules disagree, and more modules are faulty than the protocol tolerates.
  var isTornBeyondBudget: Bool { !isWithinBudget && !agreement.violations.isEmpty }

  /// Byzantine, or without memory of its promises.
  func mayContradictItself(_ module: Int) -> Bool { byzantine[module] || losesDurable[module] }

  private func bound(_ driver: FaultDriver) -> TimeSpan {
    if let progressWithin { return progressWithin }
    let first = plan.faults.map(\.at).min() ?? .zero
    // As many byzantine primaries may follow each other, each with twice the timeout of the one before.
    let timeouts = Int64(1) << Int64(max(1, min(byzantine.count { $0 }, 10)) + 1)
    return timeout * timeouts + (driver.quietSince - (Instant.start + first)) * 2
  }
}
