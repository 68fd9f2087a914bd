import SimKernel
import Vocabulary

extension SwarmFaults {
  /// A fault of this kind; nil when there is no room for it.
  mutating func fault(_ kind: FaultKind, _ dice: inout Dice) -> Fault? {
    let at = dice.moment(window)
    let lasts = length(from: at, &dice)
    switch kind {
    case .crash: return outage(.crash([], restartAfter: lasts), some(&dice), at, &dice)
    case .pause: return outage(.pause([]), some(&dice), at, lasts: lasts, &dice)
    case .crashForGood: return outage(.crash([], restartAfter: nil), dice.some(of: faulty), at, &dice)
    case .pauseForGood: return outage(.pause([]), dice.some(of: faulty), at, &dice)
    case .partition:
      guard modules > 1 else { return nil }
      let side = some(atMost: modules - 1, &dice)
      return Fault(.network(.partition([side, others(than: side)])), at: at, lasts: lasts)
    case .cut:
      guard modules > 1 else { return nil }
      let from = some(atMost: modules - 1, &dice)
      return Fault(.network(.cut(from: from, to: dice.some(of: others(than: from)))), at: at, lasts: lasts)
    case .clog: return Fault(.network(.clog(some(&dice))), at: at, lasts: lasts)
    case .mtu:
      return links(.mtu(ByteCount(min(dice.number(68...1_400), mostBytes))), at, lasts, &dice)
    case .reorder:
      let by = delay(.milliseconds(1)...(.milliseconds(500)), &dice)
      return links(.reorder(.share(dice.share()), by: by), at, lasts, &dice)
    case .bandwidth:
      let rate = min(dice.number(10_000...10_000_000), bandwidth / 2)
      return links(.bandwidth(Bandwidth(bitsPerSecond: rate)), at, lasts, &dice)
    case .loss: return links(.loss(.share(dice.share())), at, lasts, &dice)
    case .duplicate: return links(.duplicate(.share(dice.share())), at, lasts, &dice)
    case .corrupt: return links(.corrupt(.share(dice.share())), at, lasts, &dice)
    case .delay:
      return links(.delay(delay(.milliseconds(1)...(.milliseconds(500)), &dice)), at, lasts, &dice)
    case .slowDisk:
      let slow = delay(.milliseconds(1)...(.milliseconds(500)), &dice)
      return Fault(.disk(.slow(slow)), at: at, lasts: lasts, on: place(&dice))
    case .lyingSync: return disk(.lyingSync(.share(dice.share())), at, lasts, &dice)
    case .bitRot: return disk(.bitRot(.share(dice.share())), at, lasts, &dice)
    case .misdirectedWrite: return disk(.misdirectedWrite(.share(dice.share())), at, lasts, &dice)
    case .tornWrite:
      return Fault(.disk(.tornWrite(.share(dice.share()))), at: at, lasts: lasts, on: place(&dice))
    case .failingSync:
      let back = dice.span(.milliseconds(10)...(.seconds(2)))
      return Fault(
        .disk(.failingSync(.share(dice.share()), restartAfter: min(back, end - at))), at: at, lasts: lasts,
        on: place(&dice))
    case .failingSyncForGood:
      return disk(.failingSync(.share(dice.share()), restartAfter: nil), at, lasts, &dice)
    case .fullDisk:
      return Fault(
        .disk(.full(room: ByteCount(dice.number(1...1_000_000)))), at: at, lasts: lasts, on: place(&dice))
    case .byzantine: return byzantine(at, lasts, &dice)
    case .clockDrift: return clock(.drift(drift(&dice)), at, lasts, &dice)
    case .timerDrift: return clock(.timerDrift(drift(&dice)), at, lasts, &dice)
    case .clockFreeze: return clock(.freeze, at, lasts, &dice)
    case .clockJump:
      let ahead = dice.span(.milliseconds(1)...(.seconds(3_600)))
      let span = dice.chance(1, in: 2) ? ahead : .zero - ahead
      return Fault(.clock(.jump(span)), at: at, on: place(&dice))
    }
  }

  /// Another membership list, and a loss of power meanwhile: nobody else reads it.
  mutating func membershipList(_ dice: inout Dice) -> [Fault] {
    let at = dice.moment(window)
    let lasts = length(from: at, &dice)
    let chosen = dice.some(of: all)
    let list = Fault(.disk(.membershipList(dice.pick(ListDamage.allCases))), at: at, lasts: lasts, on: chosen)
    let back = dice.span(.milliseconds(1)...lasts)
    return [list] + (outage(.crash([], restartAfter: back), chosen, at, &dice).map { [$0] } ?? [])
  }

  var all: [Int] { Array(0..<modules) }

  private func others(than some: [Int]) -> [Int] { all.filter { !some.contains($0) } }

  /// Some modules, or all hosts.
  private func place(_ dice: inout Dice) -> [Int]? { dice.chance(1, in: 3) ? nil : some(&dice) }

  func length(from at: TimeSpan, _ dice: inout Dice) -> TimeSpan {
    let most = min(window.upperBound - at, end - at)
    guard most > .milliseconds(10) else { return .milliseconds(1) }
    return dice.span(.milliseconds(10)...most)
  }

  private func delay(_ range: ClosedRange<TimeSpan>, _ dice: inout Dice) -> Distribution {
    let span = Double(dice.span(range).nanoseconds)
    switch dice.below(3) {
    case 0: return .constant(span)
    case 1: return .uniform(low: 0, high: span)
    default: return .exponential(mean: span)
    }
  }

  /// In parts per billion: up to a tenth, fast or slow.
  private func drift(_ dice: inout Dice) -> Int64 {
    let drift = dice.number(1_000...100_000_000)
    return dice.chance(1, in: 2) ? drift : -drift
  }

  private func clock(_ fault: ClockFault, _ at: TimeSpan, _ lasts: TimeSpan, _ dice: inout Dice) -> Fault {
    Fault(.clock(fault), at: at, lasts: lasts, on: place(&dice))
  }

  private func links(_ fault: NetworkFault, _ at: TimeSpan, _ lasts: TimeSpan, _ dice: inout Dice) -> Fault {
    Fault(.network(fault), at: at, lasts: lasts, on: place(&dice))
  }

  /// Half of the time to the end of the run.
  private func disk(_ fault: DiskFault, _ at: TimeSpan, _ lasts: TimeSpan, _ dice: inout Dice) -> Fault {
    Fault(.disk(fault), at: at, lasts: dice.chance(1, in: 2) ? lasts : nil, on: dice.some(of: faulty))
  }

  /// Leaves out modules that are down or paused at that time.
  private mutating func outage(
    _ kind: Outage, _ chosen: [Int], _ at: TimeSpan, lasts: TimeSpan? = nil, _ dice: inout Dice
  ) -> Fault? {
    // Modules have milestones.
    let upon = groups.isEmpty && dice.chance(1, in: 3) ? dice.pick(Fault.Milestone.ofModules) : nil
    var fault = Fault(.outage(kind), at: at, lasts: lasts, upon: upon)
    let span = at..<kind.end(of: fault)
    let free = chosen.filter { module in !outages[module].contains { $0.overlaps(span) } }
    guard !free.isEmpty else { return nil }
    for module in free { outages[module].append(span) }
    switch kind {
    case .crash(_, let restartAfter): fault.kind = .outage(.crash(free, restartAfter: restartAfter))
    case .pause: fault.kind = .outage(.pause(free))
    }
    return fault
  }
}

extension Outage {
  /// When the modules run again, if the outage began at once.
  func end(of fault: Fault) -> TimeSpan {
    switch self {
    case .crash(_, let restartAfter): restartAfter.map { fault.at + $0 } ?? TimeSpan(nanoseconds: .max)
    case .pause: fault.lasts.map { fault.at + $0 } ?? TimeSpan(nanoseconds: .max)
    }
  }
}
