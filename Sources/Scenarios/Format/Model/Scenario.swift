import Vocabulary

/// One world to run: a scenario file with every default filled in, at one point of its sweep.
public struct Scenario: Sendable {
  public var seed: UInt64
  public var system: SystemSpec
  public var hosts: HostsSpec
  public var network: NetworkSpec
  public var workload: WorkloadSpec
  public var duration: DurationSpec
}

/// The system under test.
public enum SystemSpec: Sendable {
  case crb(CRBSpec)
}

/// What a run lasts, in simulated time.
public struct DurationSpec: Hashable, Sendable {
  /// Before measuring.
  public var warmUp: TimeSpan
  public var measure: TimeSpan
}
