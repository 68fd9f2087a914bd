import Vocabulary

/// All faults of a run, in the order of the scenario.
public struct FaultPlan: Hashable, Sendable {
  public var faults: [Fault] = []

  public init(_ faults: [Fault] = []) { self.faults = faults }

  public var isEmpty: Bool { faults.isEmpty }

  /// Whether any packet's fate is decided here.
  var touchesNetwork: Bool {
    faults.contains {
      switch $0.kind {
      case .partition, .cut, .loss, .delay, .duplicate, .corrupt: true
      case .crash, .pause, .slowDisk, .lyingSync, .bitRot, .clockJump: false
      }
    }
  }

  var touchesDisks: Bool {
    faults.contains {
      switch $0.kind {
      case .slowDisk, .lyingSync, .bitRot: true
      case .crash, .pause, .partition, .cut, .loss, .delay, .duplicate, .corrupt, .clockJump: false
      }
    }
  }

  /// The modules whose disks may lose what they reported to be durable.
  func losesDurable(modules: Int) -> [Bool] {
    var loses = [Bool](repeating: false, count: modules)
    for fault in faults {
      switch fault.kind {
      case .lyingSync, .bitRot:
        for module in fault.on ?? Array(0..<modules) { loses[module] = true }
      case .crash, .pause, .partition, .cut, .loss, .delay, .duplicate, .corrupt, .slowDisk, .clockJump: break
      }
    }
    return loses
  }

  /// The modules that are faulty to the end of the run.
  func neverReturn(modules: Int) -> [Bool] {
    var faulty = losesDurable(modules: modules)
    for fault in faults {
      switch fault.kind {
      case .crash(let crashed, restartAfter: nil): for module in crashed { faulty[module] = true }
      case .pause(let paused) where fault.lasts == nil: for module in paused { faulty[module] = true }
      case .crash, .pause, .partition, .cut, .loss, .delay, .duplicate, .corrupt, .slowDisk, .lyingSync, .bitRot,
        .clockJump:
        break
      }
    }
    return faulty
  }

  /// Whether the links and disks behave again at last.
  var heals: Bool {
    faults.allSatisfy {
      switch $0.kind {
      case .partition, .cut, .loss, .delay, .duplicate, .corrupt, .slowDisk: $0.lasts != nil
      case .crash, .pause, .lyingSync, .bitRot, .clockJump: true
      }
    }
  }
}
