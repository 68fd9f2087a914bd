import Vocabulary

/// All faults of a run, in the order of the scenario.
public struct FaultPlan: Hashable, Sendable {
  public var faults: [Fault] = []

  public init(_ faults: [Fault] = []) { self.faults = faults }

  public var isEmpty: Bool { faults.isEmpty }

  /// Whether there is an adversary, who has a host of its own.
  var hasAttacks: Bool {
    faults.contains { fault in
      guard case .attack = fault.kind else { return false }
      return true
    }
  }

  /// The random stream that a fault draws from: of its number, so that a fault more or less shifts no draw of another.
  func stream(of index: Int) -> String { "faults/\(faults[index].stream ?? index)" }

  /// The plan as the members of one federation see it, who are these nodes of the world and count themselves from 0. Each fault
  /// keeps its place: one that does not concern them is one of nobody.
  func concerning(_ nodes: Range<Int>) -> FaultPlan {
    FaultPlan(
      faults.map { fault in
        guard let modules = fault.modules else { return fault }
        var own = fault
        own.modules = modules.filter(nodes.contains).map { $0 - nodes.lowerBound }
        return own
      })
  }

  /// The modules whose disks may lose what they reported to be durable.
  func losesDurable(modules: Int) -> [Bool] {
    var loses = [Bool](repeating: false, count: modules)
    for fault in faults {
      guard case .disk(let disk) = fault.kind, disk.losesDurable, fault.kind.mayStrike else { continue }
      for module in fault.on ?? Array(0..<modules) { loses[module] = true }
    }
    return loses
  }

  /// The modules that are byzantine at some time.
  func byzantine(modules: Int) -> [Bool] {
    var byzantine = [Bool](repeating: false, count: modules)
    for fault in faults {
      guard case .byzantine(let byzantineFault) = fault.kind, fault.kind.mayStrike else { continue }
      for module in byzantineFault.modules { byzantine[module] = true }
    }
    return byzantine
  }

  /// Whether something may start the module again.
  func mayRestart(_ module: Int) -> Bool {
    faults.contains { fault in
      guard fault.modules?.contains(module) ?? true else { return false }
      switch fault.kind {
      case .outage(.crash(_, let restartAfter?)), .disk(.failingSync(_, let restartAfter?)): return restartAfter > .zero
      case .disk(.membershipList), .outage, .network, .disk, .clock, .byzantine, .attack: return false
      }
    }
  }

  /// By module, the kinds of the faults that make it faulty to the end of the run, or may; each once.
  func faultyForGood(modules: Int) -> [[String]] {
    var kinds = [[String]](repeating: [], count: modules)
    for fault in faults where fault.isForGood {
      for module in fault.modules ?? Array(0..<modules) where !kinds[module].contains(fault.kind.name) {
        kinds[module].append(fault.kind.name)
      }
    }
    return kinds
  }

  /// The modules that are faulty to the end of the run, or may be.
  func neverReturn(modules: Int) -> [Bool] { faultyForGood(modules: modules).map { !$0.isEmpty } }

  /// Whether the links, disks and timers behave again at last.
  var heals: Bool { !faults.contains(where: \.keepsOn) }
}

extension Fault {
  /// Whether links or disks misbehave to the end of the run, of modules that count as correct.
  var keepsOn: Bool {
    switch kind {
    case .network: lasts == nil && kind.mayStrike
    // A disk that makes its module faulty for good counts as that.
    case .disk(let disk): lasts == nil && !disk.losesDurable && !disk.isForGood(lasts: nil) && !disk.isHarmless
    case .attack(let attack): lasts == nil && attack.kind.takesShare
    case .outage, .clock, .byzantine: false
    }
  }

  /// Whether its modules may never run again, or forget what they promised.
  fileprivate var isForGood: Bool {
    switch kind {
    case .outage(let outage): outage.isForGood(lasts: lasts)
    case .disk(let disk): kind.mayStrike && (disk.isForGood(lasts: lasts) || disk.losesDurable)
    // One that was byzantine for a while has said what it has said.
    case .byzantine: kind.mayStrike
    case .network, .clock, .attack: false
    }
  }
}
