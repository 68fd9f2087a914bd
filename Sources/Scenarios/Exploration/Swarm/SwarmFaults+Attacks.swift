import Vocabulary

extension SwarmFaults {
  /// In one of four cases an adversary on some links, for a while. It draws from streams of its own, and comes after all others, so
  /// that it shifts no draw of theirs.
  func attacks() -> [Fault] {
    var dice = Dice(streams.stream("attacks"))
    guard hasAdversary, dice.chance(1, in: 4) else { return [] }
    return (0..<(1 + dice.below(2))).map { number in
      let at = dice.moment(window)
      let lasts = length(from: at, &dice)
      var attack = Attack(dice.pick(Attack.Kind.ofLedgers))
      // Members of a Raft believe what comes from each other's addresses.
      if !crashesOnly, dice.chance(1, in: 2) { attack.channel = .open }
      if attack.kind.isTimed { attack.interval = dice.span(.milliseconds(2)...(.seconds(1))) }
      if attack.kind.takesShare { attack.share = dice.share() }
      let on = dice.chance(1, in: 2) ? dice.some(of: all) : nil
      return Fault(.attack(attack), at: at, lasts: lasts, on: on, stream: Self.firstAttackStream + number)
    }
  }

  private static let firstAttackStream = 900_000
}
