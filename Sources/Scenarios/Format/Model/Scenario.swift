import Vocabulary

/// One world to run: a scenario file with every default filled in, at one point of its sweep.
public struct Scenario: Hashable, Sendable {
  public var seed: UInt64
  public var system: SystemSpec
  public var hosts: HostsSpec
  public var network: NetworkSpec
  public var workload: WorkloadSpec
  public var duration: DurationSpec
  /// What goes wrong.
  public var faults = FaultPlan()
  /// How soon a block must be decided once all faults are over; nil: as `ProgressOracle` says.
  public var progressWithin: TimeSpan?
  /// Of what its modules and links carry, the workload asks for no more than this; nil: not known.
  public var load: Double?
  public var exploration = ExplorationSpec()
}

extension Scenario {
  /// Nodes below this are modules; clients follow.
  public var modules: Int {
    switch system {
    case .crb(let crb): crb.modules
    case .nfv, .sfc: system.roles!.modules
    }
  }

  /// Nodes below this can be what a fault is about.
  var nodes: Int {
    switch system {
    case .crb(let crb): crb.modules
    case .nfv, .sfc: system.roles!.count
    }
  }
}
