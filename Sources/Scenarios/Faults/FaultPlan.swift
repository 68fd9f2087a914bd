import Vocabulary

/// All faults of a run, in the order of the scenario.
public struct FaultPlan: Hashable, Sendable {
  public var faults: [Fault] = []

  public init(_ faults: [Fault] = []) { self.faults = faults }

  public var isEmpty: Bool { faults.isEmpty }

  /// The random stream that a fault draws from: of its number, so that a fault more or less shifts no draw of another.
  func stream(of index: Int) -> String { "faults/\(faults[index].stream ?? index)" }

  /// The modules whose disks may lose what they reported to be durable.
  func losesDurable(modules: Int) -> [Bool] {
    var loses = [Bool](repeating: false, count: modules)
    for fault in faults {
      guard case .disk(let disk) = fault.kind, disk.losesDurable else { continue }
      for module in fault.on ?? Array(0..<modules) { loses[module] = true }
    }
    return loses
  }

  /// The modules that are faulty to the end of the run, or may be.
  func neverReturn(modules: Int) -> [Bool] {
    var faulty = losesDurable(modules: modules)
    for fault in faults where fault.isForGood {
      for module in fault.modules ?? Array(0..<modules) { faulty[module] = true }
    }
    return faulty
  }

  /// Whether the links, disks and timers behave again at last.
  var heals: Bool {
    faults.allSatisfy { fault in
      switch fault.kind {
      case .network: fault.lasts != nil
      // A disk that makes its module faulty for good counts as that.
      case .disk(let disk): disk.losesDurable || disk.isForGood || disk.isHarmless || fault.lasts != nil
      case .outage, .clock: true
      }
    }
  }
}

extension Fault {
  /// Whether its modules may never run again.
  fileprivate var isForGood: Bool {
    switch kind {
    case .outage(let outage): outage.isForGood(lasts: lasts)
    case .disk(let disk): disk.isForGood
    case .network, .clock: false
    }
  }
}
