import Vocabulary

/// Makes the typed scenario from checked settings.
enum WorldBuilder {
  static func scenario(_ root: Setting) -> Scenario {
    Scenario(
      seed: UInt64(root["seed"].whole), system: system(root), hosts: hosts(root["hosts"]),
      network: network(root["network"]), workload: workload(root["workload"]), duration: duration(root["duration"]))
  }

  private static func system(_ root: Setting) -> SystemSpec {
    let crb = root["crb"]
    return .crb(
      CRBSpec(
        modules: Int(crb["modules"].whole), consensus: choice(crb["consensus"]), signature: choice(crb["signature"]),
        crypto: choice(crb["crypto"]), blockMaximum: size(crb["block"]["maximum"]),
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
      writers: Int(workload["writers"].whole), transactions: choice(workload["transactions"]),
      recipient: choice(workload["recipient"]), configuration: size(workload["configuration"]),
      rate: rate(workload), to: choice(workload["to"]))
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

  private static func duration(_ duration: Setting) -> DurationSpec {
    DurationSpec(warmUp: time(duration["warm-up"]), measure: time(duration["measure"]))
  }

  private static func time(_ setting: Setting) -> TimeSpan { TimeSpan(nanoseconds: setting.whole) }
  private static func size(_ setting: Setting) -> ByteCount { ByteCount(setting.whole) }

  /// The schema's choices are the raw values of the type.
  private static func choice<Choice: RawRepresentable<String>>(_ setting: Setting) -> Choice {
    guard let choice = Choice(rawValue: setting.word) else {
      preconditionFailure("the schema has a choice '\(setting.word)' of \(setting.path) that is not built")
    }
    return choice
  }
}
