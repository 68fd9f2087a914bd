/// One world to run: a scenario file with every default filled in, at one point of its sweep.
public struct Scenario: Sendable {
  public var seed: UInt64
  public var system: SystemSpec
  public var hosts: HostsSpec
  public var network: NetworkSpec
  public var workload: WorkloadSpec
  public var duration: DurationSpec
}
