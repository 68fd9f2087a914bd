import Vocabulary

/// Writes a world as the scenario text that reads back as the same world.
enum ScenarioWriter {
  /// Every key with its value.
  static func node(_ scenario: Scenario) -> Node {
    .mapping([
      ("seed", .count(scenario.seed)), system(scenario.system), ("hosts", hosts(scenario.hosts)),
      ("network", network(scenario.network)),
      ("workload", scenario.workload == .none ? nil : workload(scenario.workload)),
      ("duration", duration(scenario.duration)), ("exploration", exploration(scenario.exploration)),
      oracles(scenario),
      ("faults", .list(scenario.faults.faults.map(FaultWriter(scenario.system).node))),
    ])
  }

  private static func oracles(_ scenario: Scenario) -> (String, Node?) {
    guard scenario.progressWithin != nil || scenario.load != nil else { return ("oracles", nil) }
    return (
      "oracles",
      .mapping([
        ("progress-within", scenario.progressWithin.map { .time($0) }), ("load", scenario.load.map { .share($0) }),
      ])
    )
  }

  /// Without what is so by default.
  static func brief(_ scenario: Scenario) -> Node {
    DefaultValues.removed(from: node(scenario), .mapping(ScenarioSchema.root)) ?? .mapping([])
  }

  private static func system(_ system: SystemSpec) -> (String, Node?) {
    switch system {
    case .crb(let crb): ("crb", chain(crb))
    case .nfv(let nfv):
      (
        "nfv",
        .mapping([
          ("crb", chain(nfv.crb)), ("smb", chain(nfv.smb)), ("domains", .count(nfv.domains)),
          ("sites", .count(nfv.sites)), ("vnf-hosts", .count(nfv.vnfHosts)), ("tenants", .count(nfv.tenants)),
          ("access", .text(nfv.access.rawValue)), ("task", task(nfv.task)), ("pause", .distribution(nfv.pause)),
          ("migration-attempts", nfv.migrationAttempts.map { .count($0) }),
          ("key-rotation", nfv.keyRotation.map(Node.time)),
          ("configuration", nfv.configuration.map { .size($0) }),
          (
            "poll",
            .mapping([
              ("vnf", .time(nfv.vnfPoll)), ("service", .time(nfv.servicePoll)), ("tenant", .time(nfv.tenantPoll)),
            ])
          ),
          ("patience", .time(nfv.patience)),
        ])
      )
    case .sfc(let sfc): ("sfc", SFCWriter.node(sfc))
    }
  }

  private static func task(_ task: NFVSpec.Activity) -> Node {
    switch task {
    case .requests: .text("requests")
    case .chains(let vnfs): Self.task("chains", vnfs)
    case .configurations(let vnfs): Self.task("configurations", vnfs)
    case .migrations(let vnfs): Self.task("migrations", vnfs)
    }
  }

  private static func task(_ form: String, _ vnfs: Int) -> Node {
    .mapping([(form, .mapping([("vnfs", .count(vnfs))]))])
  }

  static func chain(_ chain: CRBSpec) -> Node {
    .mapping([
      ("modules", .count(chain.modules)), ("consensus", .text(chain.consensus.rawValue)),
      ("signature", .text(chain.signature.rawValue)), ("crypto", .text(chain.crypto.rawValue)),
      ("block", .mapping([("maximum", .size(chain.blockMaximum)), ("interval", .time(chain.blockInterval))])),
      (
        "pending",
        .mapping([("transactions", .count(chain.pendingTransactions)), ("bytes", .size(chain.pendingBytes))])
      ),
      ("view-change-timeout", .time(chain.viewChangeTimeout)), ("tolerates", chain.tolerates.map { .count($0) }),
    ])
  }

  private static func hosts(_ hosts: HostsSpec) -> Node {
    .mapping([
      ("profile", .text(hosts.profile)), ("cores", hosts.cores.map { .count($0) }),
      ("verification", .text(hosts.verification.rawValue)), ("page-cache", hosts.pageCache.map { .size($0) }),
      (
        "clock",
        .mapping([
          ("offset", .distribution(hosts.clockOffset)),
          ("drift", .drift(hosts.clockDriftPartsPerBillion)),
        ])
      ),
    ])
  }

  private static func network(_ network: NetworkSpec) -> Node {
    .mapping([
      ("latency", .distribution(network.latency)),
      ("bandwidth", .bitRate(network.bandwidth)),
      ("buffer", network.buffer.map { .size($0) }), ("mtu", network.mtu.map { .size($0) }),
    ])
  }

  private static func workload(_ workload: WorkloadSpec) -> Node {
    let writes = workload.writers > 0
    var window: Node?
    if writes, case .saturating(let submissions) = workload.rate { window = .count(submissions) }
    return .mapping([
      ("writers", .count(workload.writers)),
      ("transactions", writes ? .text(workload.transactions.rawValue) : nil),
      ("recipient", .text(workload.recipient.rawValue)), ("configuration", .size(workload.configuration)),
      ("rate", writes ? rate(workload.rate) : nil), ("window", window),
      ("to", writes ? .text(workload.to.rawValue) : nil),
      ("readers", .count(workload.readers?.clients ?? 0)), ("reads", workload.readers.map(reads)),
      (
        "preload",
        workload.preload.map { .mapping([("blocks", .count($0.blocks)), ("block-data", .size($0.blockData))]) }
      ),
    ])
  }

  private static func reads(_ readers: ReadersSpec) -> Node {
    .mapping([
      ("transaction", .text(readers.transaction.rawValue)), ("window", .count(readers.window)),
      ("interval", .time(readers.interval)), ("patience", .time(readers.patience)),
    ])
  }

  private static func rate(_ rate: WorkloadSpec.Rate) -> Node {
    switch rate {
    case .saturating: .text("saturating")
    case .poisson(let perSecond): .mapping([("poisson", .rate(perSecond))])
    case .constant(let perSecond): .mapping([("constant", .rate(perSecond))])
    case .closedLoop(let users, let think):
      .mapping([("closed-loop", .mapping([("users", .count(users)), ("think", .time(think))]))])
    case .batch(let transactions, let every):
      .mapping([("batch", .mapping([("transactions", .count(transactions)), ("every", .time(every))]))])
    }
  }

  private static func duration(_ duration: DurationSpec) -> Node {
    .mapping([("warm-up", .time(duration.warmUp)), ("measure", .time(duration.measure))])
  }

  private static func exploration(_ exploration: ExplorationSpec) -> Node {
    .mapping([("order", exploration.order.map { .count($0) }), ("jitter", .time(exploration.jitter))])
  }
}
