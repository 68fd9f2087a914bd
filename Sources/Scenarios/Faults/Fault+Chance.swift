extension Fault.Kind {
  /// What decides of each packet or request; nil for what knows no chance.
  private var chance: Chance? {
    switch self {
    case .outage, .clock, .byzantine, .attack: nil
    case .network(let fault): fault.chance
    case .disk(let fault): fault.chance
    }
  }

  /// The ordinals that are struck, where they are listed.
  var strikes: [Int]? { chance?.strikes }

  /// Whether it ever does anything: one of a share of 0 does not.
  var mayStrike: Bool {
    if case .byzantine(let fault) = self, case .mutation(let share) = fault.behaviour { return share > 0 }
    if case .attack(let attack) = self, attack.kind.takesShare { return attack.share > 0 }
    switch chance {
    case .share(let share): return share > 0
    case .strikes(let ordinals): return !ordinals.isEmpty
    case nil: return true
    }
  }
}

extension Chance {
  fileprivate var strikes: [Int]? {
    switch self {
    case .share: nil
    case .strikes(let ordinals): ordinals
    }
  }
}
