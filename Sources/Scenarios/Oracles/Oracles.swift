import Protocols
import Vocabulary

/// Everything that a CRB run is held to, in one place: docs/models/oracles.md.
final class Oracles {
  let agreement: AgreementOracle
  let validity: ValidityOracle
  let index = IndexOracle()
  let promises: PromiseOracle
  let progress = ProgressOracle()
  /// Nil where progress is not asked for, or another protocol than PBFT orders the blocks.
  private(set) var starvation: StarvationOracle?
  /// Nil where also nothing is known about the load, or a module is byzantine.
  private(set) var backlog: BacklogOracle?
  let budget: BudgetUse

  private let plan: FaultPlan
  private let membership: Membership
  /// Where disks keep what they hold, which shares these bytes.
  private let contents = KnownContents()
  private let losesDurable: [Bool]
  /// Nothing is asked of these modules.
  let byzantine: [Bool]
  let assertsProgress: Bool
  private let progressWithin: TimeSpan?
  private let timeout: TimeSpan
  private let firstFault: TimeSpan
  /// Set where there are faults.
  var driver: FaultDriver?
  /// Shown each block that nobody had before, also one that a module finds in its ledger when it starts again.
  var appended: (Block) -> Void = { _ in }
  /// A block was decided since the faults that were over then.
  private var settledSince: Instant?

  init(_ scenario: Scenario, _ spec: CRBSpec, membership: Membership, crypto: Cryptography) {
    plan = scenario.faults
    firstFault = plan.faults.map(\.at).min() ?? .zero
    self.membership = membership
    agreement = AgreementOracle(modules: spec.modules)
    validity = ValidityOracle(membership: membership, crypto: crypto, acceptance: spec.consensus.acceptance)
    promises = PromiseOracle(modules: spec.modules)
    losesDurable = plan.losesDurable(modules: spec.modules)
    byzantine = plan.byzantine(modules: spec.modules)
    budget = BudgetUse(plan, modules: spec.modules, tolerated: spec.faultBudget, consensus: spec.consensus)
    let reachesModule = scenario.asksAll || !plan.neverReturn(modules: spec.modules)[0]
    assertsProgress = budget.isKept && budget.isSafe && plan.heals && reachesModule
    progressWithin = scenario.progressWithin
    timeout = spec.viewChangeTimeout
    guard assertsProgress, !plan.isEmpty, spec.consensus == .pbft else { return }
    let exempt = plan.neverReturn(modules: spec.modules)
    let bound =
      progressWithin.map { $0 * 2 } ?? StarvationOracle.bound(timeout: timeout, faulty: budget.faulty.count)
    starvation = StarvationOracle(exempt: exempt, bound: bound, urging: timeout * 2)
    guard let load = scenario.load, !byzantine.contains(true) else { return }
    backlog = BacklogOracle(exempt: exempt, load: load, bound: bound)
  }

  /// `index`: what the module knows about its ledger; nil where it has not started yet. True when nobody appended a block
  /// at this height before.
  func delivered(_ block: Block, height: Int64, at node: NodeID, index ledger: Ledger?, now: Instant) -> Bool {
    let module = Int(node.index)
    guard !byzantine[module] else { return false }
    let isNew = agreement.delivered(block, height: height, at: node, now: now)
    if isNew {
      judgeWaiting(at: now)
      starvation?.decided(by: membership.index(of: block.content.signer).flatMap { byzantine[$0] ? nil : $0 })
      validity.appended(block, height: height, now: now)
      appended(block)
      if !plan.isEmpty { contents.add(block.content, at: height) }
      progress.decided(at: now)
      settle(at: now)
    } else {
      validity.proven(block, height: height, by: module, now: now)
    }
    if isSettled { starvation?.appended(by: module, now: now) { validity.height(of: $0) != nil } }
    if let ledger { index.delivered(block, height: height, module: module, index: ledger, now: now) }
    return isNew
  }

  /// All faults are over, and a block was decided since.
  private var isSettled: Bool {
    guard let driver, driver.isQuiet else { return false }
    return settledSince == driver.quietSince
  }

  /// A block is decided: perhaps the first since all faults are over.
  private func settle(at now: Instant) {
    let wasSettled = isSettled
    settledSince = driver.flatMap { $0.isQuiet ? $0.quietSince : nil }
    if isSettled, !wasSettled { backlog?.settled(at: now, since: .start + firstFault) }
  }

  private func judgeWaiting(at now: Instant) {
    guard isSettled else {
      starvation?.interrupted()
      backlog?.interrupted()
      return
    }
    starvation?.judge(at: now) { validity.height(of: $0) != nil }
    backlog?.judge(at: now) { validity.height(of: $0) != nil }
  }

  /// The module starts again with what its ledger file holds. Blocks that became durable and were not acted on before it
  /// lost power count as appended now.
  func restarted(_ node: NodeID, ledger: ByteRope, now: Instant) {
    let module = Int(node.index)
    guard !byzantine[module] else { return }
    starvation?.restarted(module)
    backlog?.restarted(module)
    var scanner = LedgerScanner(ledger)
    var height: Int64 = 0
    var last: [UInt8] = []
    while let record = scanner.nextOutline(), record.height == height + 1 {
      height += 1
      last = record.header.identifier
      guard height > agreement.heights[module], let block = record.block else { continue }
      _ = delivered(block, height: height, at: node, index: nil, now: now)
    }
    agreement.restarted(node, height: height, last: last, mayHaveLost: losesDurable[module], now: now)
  }

  /// A module tells a client that it holds the transaction for a later block.
  func filed(_ transaction: Digest, by module: Int, now: Instant) {
    // One that lags may take what is decided already.
    guard validity.height(of: transaction) == nil else { return }
    starvation?.accepted(transaction, by: module)
    backlog?.accepted(transaction, by: module, at: now)
    guard !byzantine[module], assertsProgress, let driver, driver.isQuiet else { return }
    progress.accepted(at: now, within: bound(driver))
  }

  /// A module answers a client's question with transactions of a block. A transaction's name is the hash of its bytes, so
  /// that these are compared.
  func answered(_ answer: ReadAnswer, by module: Int, now: Instant) {
    for transaction in answer.transactions { told(transaction.id, height: answer.height, by: module, now: now) }
  }

  /// A module told a client at which height a transaction stands; 0: in no block.
  func told(_ transaction: Digest, height: Int64, by module: Int, now: Instant) {
    guard !byzantine[module] else { return }
    promises.told(
      transaction, height: height, actual: validity.height(of: transaction), by: module,
      appended: agreement.heights[module], now: now)
  }

  /// What was found. `ledgers`: of each module its ledger file, and what the module knows about it, if it is up; empty where
  /// disks do not keep contents.
  func finish(at now: Instant, ledgers: [(file: ByteRope, index: Ledger?)]) -> [Violation] {
    progress.finish(at: now)
    judgeWaiting(at: now)
    var durability = DurabilityOracle(chain: agreement.chain, contents: contents)
    for (module, ledger) in ledgers.enumerated() where !mayContradictItself(module) {
      let blocks = durability.check(
        ledger.file, module: module, height: agreement.heights[module], isUp: ledger.index != nil
      ) { record, transactions in
        guard let known = ledger.index else { return }
        index.holds(record, transactions, module: module, index: known, now: now)
      }
      promises.check(module: module, blocks: blocks)
    }
    // Beyond the budget, modules that forget their promises may tear the chain apart: that is no defect.
    let safety = budget.isSafe ? agreement.violations + durability.violations + promises.violations : []
    // In two chains a transaction may well stand twice.
    return safety + (isTornBeyondBudget ? [] : validity.violations) + index.violations + progress.violations
      + (starvation?.violations ?? []) + (backlog?.violations ?? [])
  }

  /// Honest modules disagree, and more modules are faulty than the protocol tolerates.
  var isTornBeyondBudget: Bool { !budget.isSafe && !agreement.violations.isEmpty }

  /// Byzantine, or without memory of its promises.
  func mayContradictItself(_ module: Int) -> Bool { byzantine[module] || losesDurable[module] }

  private func bound(_ driver: FaultDriver) -> TimeSpan {
    if let progressWithin { return progressWithin }
    return ProgressOracle.bound(
      timeout: timeout, faulty: budget.faulty.count, after: driver.quietSince - (Instant.start + firstFault))
  }
}

extension Scenario {
  /// Clients ask any module that may answer.
  fileprivate var asksAll: Bool {
    switch system {
    case .crb: workload.to == .any
    case .nfv, .sfc: true
    }
  }
}
