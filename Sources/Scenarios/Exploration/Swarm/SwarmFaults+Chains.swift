import Vocabulary

/// Of worlds of service function chains.
extension SwarmFaults {
  /// Nodes that a fault names: any of them; of service function chains, three times of four a few of one role or site.
  func some(atMost most: Int = .max, _ dice: inout Dice) -> [Int] {
    guard !groups.isEmpty, dice.chance(3, in: 4) else { return dice.some(of: all, atMost: most) }
    return dice.some(of: dice.pick(groups), atMost: min(4, most))
  }

  /// Within the budget, functions whose duplicate takes over may be lost for good; beyond it, anything.
  static func faulty(
    _ layout: SFCLayout, _ plan: FaultPlan, _ budget: FaultBudget, _ dice: inout Dice
  ) -> [Int] {
    switch budget {
    case .within:
      let gone = plan.neverReturn(modules: layout.count)
      let replaceable = layout.spec.replaceable(layout).filter { !gone[$0] }
      return replaceable.isEmpty ? [] : dice.some(of: replaceable)
    case .beyond: return dice.some(of: Array(0..<layout.count), atMost: 3)
    }
  }

  /// In one of two cases, modules of the ledger that rules come from break the protocol, half of the time to the end: half of
  /// them lie about blocks, the others do as in any ledger. Within the budget they are at most f.
  func liars() -> [Fault] {
    guard let layout, let ledger = layout.spec.ledger else { return [] }
    var dice = Dice(streams.stream("liars"))
    guard dice.chance(1, in: 2) else { return [] }
    let well = layout.nodes(.smb).filter { module in
      reigns[module].isEmpty && outages[module].allSatisfy { $0.upperBound < TimeSpan(nanoseconds: .max) }
    }
    let most = budget == .within ? ledger.smb.faultBudget - (layout.modules - well.count) : well.count
    guard most > 0, !well.isEmpty else { return [] }
    let chosen = dice.some(of: well, atMost: most)
    let at = dice.moment(window)
    let lasts = dice.chance(1, in: 2) ? length(from: at, &dice) : nil
    let behaviour = dice.chance(1, in: 2) ? .forgedBlocks : behaviour(of: chosen, &dice)
    return [Fault(.byzantine(ByzantineFault(chosen, behaviour)), at: at, lasts: lasts)]
  }

  /// For faults, so that what must get through after them still falls into the run.
  static func left(_ scenario: Scenario, _ layout: SFCLayout, _ costs: ForwardingCosts?) -> TimeSpan {
    let (begin, last) = room(scenario)
    if let within = scenario.progressWithin { return last - begin - within }
    guard let costs else { return .zero }
    let bounds = ChainBounds(layout, plan: FaultPlan(), network: scenario.network, costs: costs)
    return last - begin - bounds.ofPackets
  }
}

extension SFCLayout {
  /// The nodes of each role, and those of each site.
  var groups: [[Int]] {
    let roles = Role.allCases.map { Array(nodes($0)) }.filter { !$0.isEmpty }
    let placed = (0..<count).filter { place($0).role.element != nil }
    return roles + spec.sites.indices.map { number in placed.filter { site($0) == number } }
  }
}
