import Protocols
import Vocabulary

/// Everything that a CRB run is held to, in one place: docs/models/faults.md.
final class Oracles {
  let agreement: AgreementOracle
  let validity: ValidityOracle
  let progress = ProgressOracle()

  private let plan: FaultPlan
  private let losesDurable: [Bool]
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
    isWithinBudget = losesDurable.count { $0 } <= budget
    let gone = plan.neverReturn(modules: spec.modules)
    let reachesModule = scenario.workload.to == .any || !gone[0]
    assertsProgress = gone.count { $0 } <= budget && plan.heals && reachesModule
    progressWithin = scenario.progressWithin
    timeout = spec.viewChangeTimeout
  }

  /// True when nobody appended a block at this height before.
  func delivered(_ block: Block, height: Int64, at node: NodeID, now: Instant) -> Bool {
    let isNew = agreement.delivered(block, height: height, at: node, now: now)
    if isNew {
      validity.appended(block, height: height, now: now)
      progress.decided(at: now)
    }
    return isNew
  }

  /// The module starts again with what its ledger file holds. Blocks that became durable and were not acted on before it
  /// lost power count as appended now.
  func restarted(_ node: NodeID, ledger: ByteRope, now: Instant) {
    let module = Int(node.index)
    var scanner = LedgerScanner(ledger)
    var height: Int64 = 0
    var last: [UInt8] = []
    while let record = scanner.nextOutline(), record.height == height + 1 {
      height += 1
      last = record.header.identifier
      guard height > agreement.heights[module], let block = record.block else { continue }
      _ = delivered(block, height: height, at: node, now: now)
    }
    agreement.restarted(node, height: height, last: last, mayHaveLost: losesDurable[module], now: now)
  }

  /// A client was told that its transaction is accepted.
  func accepted(at now: Instant) {
    guard assertsProgress, let driver, driver.isQuiet else { return }
    progress.accepted(at: now, within: bound(driver))
  }

  /// What was found. `ledgers`: the ledger file of each module, where disks keep contents.
  func finish(at now: Instant, ledgers: [ByteRope]) -> [Violation] {
    progress.finish(at: now)
    var durability = DurabilityOracle(chain: agreement.chain)
    for (module, ledger) in ledgers.enumerated() where !losesDurable[module] {
      durability.check(ledger, module: module, height: agreement.heights[module])
    }
    // Beyond the budget, modules that forget their promises may tear the chain apart: that is no defect.
    let safety = isWithinBudget ? agreement.violations + durability.violations : []
    return safety + validity.violations + progress.violations
  }

  private func bound(_ driver: FaultDriver) -> TimeSpan {
    if let progressWithin { return progressWithin }
    let first = plan.faults.map(\.at).min() ?? .zero
    return timeout * 4 + (driver.quietSince - (Instant.start + first)) * 2
  }
}
