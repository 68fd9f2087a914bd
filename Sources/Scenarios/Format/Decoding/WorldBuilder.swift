import Vocabulary

/// Makes the typed scenario from checked settings.
enum WorldBuilder {
  static func scenario(_ root: Setting) -> Scenario {
    Scenario(
      seed: UInt64(bitPattern: root["seed"].whole), system: system(root), hosts: hosts(root["hosts"]),
      network: network(root["network"]), workload: root.find("workload").map(workload) ?? WorkloadSpec.none,
      duration: duration(root["duration"]),
      faults: faults(root),
      progressWithin: root["oracles"].find("progress-within").map(time), load: root["oracles"].find("load")?.real,
      exploration: exploration(root["exploration"]))
  }

  private static func faults(_ root: Setting) -> FaultPlan {
    let modules = Int(NodeNames.modules(root))
    let ofChains = root.find("sfc") != nil
    return FaultPlan(
      (root.find("faults")?.items ?? []).map { FaultBuilder.fault($0, modules: modules, ofChains: ofChains) })
  }

  static func system(_ root: Setting) -> SystemSpec {
    if let sfc = root.find("sfc") { return .sfc(SFCBuilder.spec(sfc)) }
    return root.find("nfv").map { .nfv(nfv($0)) } ?? .crb(chain(root["crb"]))
  }

  static func nfv(_ nfv: Setting) -> NFVSpec {
    let poll = nfv["poll"]
    return NFVSpec(
      crb: chain(nfv["crb"]), smb: chain(nfv["smb"]), domains: Int(nfv["domains"].whole),
      sites: Int(nfv["sites"].whole), vnfHosts: Int(nfv["vnf-hosts"].whole), tenants: Int(nfv["tenants"].whole),
      access: nfv["access"].choice(), task: task(nfv["task"]), pause: DistributionBuilder.distribution(nfv["pause"]),
      migrationAttempts: nfv.find("migration-attempts").map { Int($0.whole) },
      keyRotation: nfv.find("key-rotation").map(time),
      configuration: nfv.find("configuration").map(size),
      vnfPoll: time(poll["vnf"]), servicePoll: time(poll["service"]),
      tenantPoll: time(poll["tenant"]), patience: time(nfv["patience"]))
  }

  private static func task(_ task: Setting) -> NFVSpec.Activity {
    guard let (form, value) = task.sole else { return .requests }
    let vnfs = Int(value["vnfs"].whole)
    switch form {
    case "chains": return .chains(vnfs: vnfs)
    case "configurations": return .configurations(vnfs: vnfs)
    case "migrations": return .migrations(vnfs: vnfs)
    default: preconditionFailure("the schema has a task '\(form)' that is not built")
    }
  }

  static func chain(_ chain: Setting) -> CRBSpec {
    CRBSpec(
      modules: Int(chain["modules"].whole), consensus: chain["consensus"].choice(),
      signature: chain["signature"].choice(), crypto: chain["crypto"].choice(),
      blockMaximum: size(chain["block"]["maximum"]), blockInterval: time(chain["block"]["interval"]),
      pendingTransactions: Int(chain["pending"]["transactions"].whole), pendingBytes: size(chain["pending"]["bytes"]),
      viewChangeTimeout: time(chain["view-change-timeout"]),
      tolerates: chain.find("tolerates").map { Int($0.whole) })
  }

  private static func hosts(_ hosts: Setting) -> HostsSpec {
    HostsSpec(
      profile: hosts["profile"].word, cores: hosts.find("cores").map { Int($0.whole) },
      pageCache: hosts.find("page-cache").map(size), verification: hosts["verification"].choice(),
      clockOffset: DistributionBuilder.distribution(hosts["clock"]["offset"]),
      clockDriftPartsPerBillion: hosts["clock"]["drift"].whole)
  }

  private static func network(_ network: Setting) -> NetworkSpec {
    NetworkSpec(
      latency: DistributionBuilder.distribution(network["latency"]),
      bandwidth: Bandwidth(bitsPerSecond: network["bandwidth"].whole),
      buffer: network.find("buffer").map(size), mtu: network.find("mtu").map(size))
  }

  private static func workload(_ workload: Setting) -> WorkloadSpec {
    let writers = Int(workload["writers"].whole)
    return WorkloadSpec(
      writers: writers, transactions: writers > 0 ? workload["transactions"].choice() : .precomputed,
      recipient: workload["recipient"].choice(), configuration: size(workload["configuration"]),
      rate: writers > 0 ? rate(workload) : .saturating(window: 32),
      to: writers > 0 ? workload["to"].choice() : .primary,
      readers: workload.find("reads").map { readers(Int(workload["readers"].whole), $0) },
      preload: preload(workload["preload"]))
  }

  private static func readers(_ clients: Int, _ reads: Setting) -> ReadersSpec {
    ReadersSpec(
      clients: clients, transaction: reads["transaction"].choice(), window: Int(reads["window"].whole),
      interval: time(reads["interval"]), patience: time(reads["patience"]))
  }

  private static func preload(_ preload: Setting) -> PreloadSpec? {
    preload.find("block-data").map { PreloadSpec(blocks: Int(preload["blocks"].whole), blockData: size($0)) }
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
