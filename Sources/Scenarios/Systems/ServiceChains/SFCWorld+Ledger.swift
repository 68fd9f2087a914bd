import Protocols
import Vocabulary

/// What the modules of a world of service function chains do, where their rules come from a ledger.
extension SFCWorld {
  /// The number of a module; nil for all other nodes.
  func module(_ node: NodeID) -> (chain: Chain, number: Int)? {
    guard let chain = ledger?.chain, chain.nodes.contains(Int(node.index)) else { return nil }
    return (chain, Int(node.index) - chain.nodes.lowerBound)
  }

  /// A module's milestone.
  func noted(_ note: Note, by module: Int, _ node: NodeID, of chain: Chain, startedAt start: Instant, at now: Instant) {
    world.transcript?.add(now, node, Chain.words(note))
    chain.noted(note, by: module, startedAt: start, at: now)
    if world.faults?.noted(note, by: node) == true { chain.oracles.progress.interrupted(at: now) }
  }

  func delivered(_ delivery: Delivery, by node: NodeID, at now: Instant) {
    guard let (chain, module) = module(node) else { preconditionFailure("\(node) decides nothing") }
    if !chain.oracles.byzantine[module] {
      committedRules?.decided(unsafeDowncast(delivery.entry, to: Block.self))
    }
    chain.delivered(delivery, by: module, at: now)
  }

  /// What the oracles of the ledger found in the whole run.
  func ledgerViolations() -> [Violation] {
    guard let chain = ledger?.chain else { return [] }
    committedRules?.finish(world.hosts)
    return chain.violations(at: world.simulator.now) + (committedRules?.violations ?? [])
  }

  /// Of the ledger, with its modules as the scenario names them.
  var budgets: [BudgetUse] {
    guard let chain = ledger?.chain else { return [] }
    var use = chain.budgetUse
    (use.chain, use.role, use.firstNumber) = (chain.name, "smb", 0)
    return [use]
  }
}
