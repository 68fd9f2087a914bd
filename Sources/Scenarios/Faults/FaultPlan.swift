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

  /// The modules that are byzantine at some time.
  func byzantine(modules: Int) -> [Bool] {
    var byzantine = [Bool](repeating: false, count: modules)
    for fault in faults {
      guard case .byzantine(let fault) = fault.kind else { continue }
      for module in fault.modules { byzantine[module] = true }
    }
    return byzantine
  }

  /// The modules that are faulty to the end of the run; one that was byzantine for a while has said what it has said.
  func neverReturn(modules: Int) -> [Bool] {
    var faulty = zip(losesDurable(modules: modules), byzantine(modules: modules)).map { $0 || $1 }
    for fault in faults {
      guard case .outage(let outage) = fault.kind, outage.isForGood(lasts: fault.lasts) else { continue }
      for module in outage.modules { faulty[module] = true }
    }
    return faulty
  }

  /// Whether the links and disks behave again at last.
  var heals: Bool {
    faults.allSatisfy {
      switch $0.kind {
      case .network: $0.lasts != nil
      // A disk that loses what is durable makes its module faulty for good, and counts as that.
      case .disk(let disk): disk.losesDurable || $0.lasts != nil
      case .outage, .clock, .byzantine: true
      }
    }
  }
}
