import Vocabulary

extension SwarmFaults {
  /// In one of four cases an adversary, for a while. It draws from streams of its own, and comes after all others, so
  /// that it shifts no draw of theirs.
  func attacks() -> [Fault] {
    var dice = Dice(streams.stream("attacks"))
    guard dice.chance(1, in: 4) else { return [] }
    return (0..<(1 + dice.below(2))).map { number in
      let at = dice.moment(window)
      let lasts = length(from: at, &dice)
      if let layout {
        let (attack, on) = attack(on: layout, &dice)
        return Fault(.attack(attack), at: at, lasts: lasts, on: on, stream: Self.firstAttackStream + number)
      }
      var attack = Attack(dice.pick(Attack.Kind.ofLedgers))
      // Members of a Raft believe what comes from each other's addresses.
      if !crashesOnly, dice.chance(1, in: 2), !attack.kind.isByItself { attack.channel = .open }
      if attack.kind.isTimed { attack.interval = dice.span(.milliseconds(2)...(.seconds(1))) }
      if attack.kind == .badTransactions { attack.interval = max(attack.interval, leastInterval) }
      if attack.kind.takesShare { attack.share = dice.share() }
      let on = dice.chance(1, in: 2) ? dice.some(of: all) : nil
      return Fault(.attack(attack), at: at, lasts: lasts, on: on, stream: Self.firstAttackStream + number)
    }
  }

  /// Of bad transactions: those that are larger than a block take half of a link's rate at most. With more, what is left to decide
  /// waits behind them for long after the attack.
  private var leastInterval: TimeSpan {
    let seconds = 2 * 8 * Double(largestBlock.bytes) / Double(bandwidth) / Double(Adversary.Defect.allCases.count)
    return TimeSpan(nanoseconds: Int64(seconds * 1e9))
  }

  /// Every kind, on any links: whatever an adversary does, it is over at some time, and nothing must be left of it.
  private func attack(on layout: SFCLayout, _ dice: inout Dice) -> (Attack, on: [Int]?) {
    // Elsewhere a controller's word is enough for elements, and nobody says hello.
    let impossible: [Attack.Kind] =
      (layout.spec.control == .live ? [] : [.routeInjection])
      + (layout.spec.ledger == nil ? [.compromisedController] : [])
      + (layout.spec.detection?.hellos == nil ? [.forgedHellos] : [])
    let kinds = Attack.Kind.ofChains.filter { !impossible.contains($0) }
    var attack = Attack(dice.pick(kinds), links: .outside)
    if attack.isTimed { attack.interval = dice.span(.milliseconds(20)...(.seconds(1))) }
    if attack.kind.takesShare { attack.share = dice.share() }
    if attack.kind == .compromisedFunction { return (attack, dice.some(of: Array(layout.nodes(.function)), atMost: 2)) }
    guard attack.kind.isOnLinks else { return (attack, nil) }
    let isOutside = dice.chance(2, in: 3)
    if !isOutside { attack.links = dice.pick([.inside, .all]) }
    // Those with such links.
    let role: SFCLayout.Role = isOutside ? .outer : .inner
    return (attack, dice.chance(1, in: 2) ? dice.some(of: Array(layout.nodes(role))) : nil)
  }

  private static let firstAttackStream = 900_000
}
