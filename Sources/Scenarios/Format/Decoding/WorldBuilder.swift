import Vocabulary

/// Makes the typed scenario from checked settings.
enum WorldBuilder {
  static func scenario(_ root: Setting) -> Scenario {
    Scenario(
      seed: UInt64(root["seed"].whole), system: system(root), hosts: hosts(root["hosts"]),
      network: network(root["network"]), workload: workload(root["workload"]), duration: duration(root["duration"]),
      faults: faults(root),
      progressWithin: root["oracles"].find("progress-within").map(time),
      exploration: exploration(root["exploration"]))
  }

  private static func faults(_ root: Setting) -> FaultPlan {
    let modules = Int(root["crb"]["modules"].whole)
    return FaultPlan((root.find("faults")?.items ?? []).map { FaultBuilder.fault($0, modules: modules) })
  }

  private static func system(_ root: Setting) -> SystemSpec {
    let crb = root["crb"]
    return .crb(
      CRBSpec(
        modules: Int(crb["modules"].whole), consensus: crb["consensus"].choice(), signature: crb["signature"].choice(),
        crypto: crb["crypto"].choice(), blockMaximum: size(crb["block"]["maximum"]),
        blockInterval: time(crb["block"]["interval"]),
        pendingTransactions: Int(crb["pending"]["transactions"].whole), pendingBytes: size(crb["pending"]["bytes"]),
        viewChangeTimeout: time(crb["view-change-timeout"]), tolerates: crb.find("tolerates").map { Int($0.whole) }))
  }

  private static func hosts(_ hosts: Setting) -> HostsSpec {
    HostsSpec(
      profile: hosts["profile"].word, cores: hosts.find("cores").map { Int($0.whole) },
      clockOffset: DistributionBuilder.distribution(hosts["clock"]["offset"]),
      clockDriftPartsPerBillion: hosts["clock"]["drift"].whole)
  }

  private static func network(_ network: Setting) -> NetworkSpec {
    NetworkSpec(
      latency: DistributionBuilder.distribution(network["latency"]),
      bandwidth: Bandwidth(bitsPerSecond: network["bandwidth"].whole),
      buffer: network.find("buffer").map(size), mtu: size(network["mtu"]))
  }

  private static func workload(_ workload: Setting) -> WorkloadSpec {
    WorkloadSpec(
      writers: Int(workload["writers"].whole), transactions: workload["transactions"].choice(),
      recipient: workload["recipient"].choice(), configuration: size(workload["configuration"]),
      rate: rate(workload), to: workload["to"].choice())
  }

  private static func rate(_ workload: Setting) -> WorkloadSpec.Rate {
    guard let (form, value) = workload["rate"].sole else {
      return .saturating(window: Int(workload["window"].whole))
    }
    switch form {
    case "poisson": return .poisson(perSecond: value.real)
    case "constant": return .constant(perSecond: value.real)
    case "closed-loop": return .closedLoop(users: Int(value["users"].whole), think: time(value["think"]))
    case "batch": return .batch(transactions: Int(value["transactions"].whole), every: time(value["every"]))
    default: preconditionFailure("the schema has a rate '\(form)' that is not built")
    }
  }

  private static func exploration(_ exploration: Setting) -> ExplorationSpec {
    ExplorationSpec(
      order: exploration.find("order").map { UInt64($0.whole) }, jitter: time(exploration["jitter"]))
  }

  private static func duration(_ duration: Setting) -> DurationSpec {
    DurationSpec(warmUp: time(duration["warm-up"]), measure: time(duration["measure"]))
  }

  private static func time(_ setting: Setting) -> TimeSpan { TimeSpan(nanoseconds: setting.whole) }
  private static func size(_ setting: Setting) -> ByteCount { ByteCount(setting.whole) }
}
