import Report
import SimKernel
import Vocabulary

/// The parameters of a scenario as a report lists them: every key of the world with its value, defaults included; an axis
/// of the sweep with all its values.
enum ScenarioDescription {
  static func parameters(of loaded: LoadedScenario) -> [(key: String, value: String)] {
    let world = loaded.scenario
    var list = system(world.system) + hosts(world.hosts, loaded.profiles) + network(world)
    if world.workload != WorkloadSpec.none { list += workload(world.workload) }
    list += [("duration.warm-up", text(world.duration.warmUp)), ("duration.measure", text(world.duration.measure))]
    let faults = FaultDescription(world.system)
    list += world.faults.faults.enumerated().map { ("faults[\($0.offset)]", faults.text($0.element)) }
    if let bound = world.progressWithin { list.append(("oracles.progress-within", text(bound))) }
    if let load = world.load { list.append(("oracles.load", "\(NumberFormat.text(load * 100, trimmed: true)) %")) }
    for axis in loaded.axes {
      let values = axis.values.map(\.text).joined(separator: ", ")
      let place = list.firstIndex { $0.key == axis.key }
      if let place { list[place].value = values } else { list.append((axis.key, values)) }
    }
    return list
  }

  private static func system(_ system: SystemSpec) -> [(key: String, value: String)] {
    switch system {
    case .crb(let crb): chain(crb, "crb")
    case .nfv(let nfv):
      chain(nfv.crb, "nfv.crb") + chain(nfv.smb, "nfv.smb") + [
        ("nfv.domains", String(nfv.domains)), ("nfv.sites", String(nfv.sites)),
        ("nfv.vnf-hosts", String(nfv.vnfHosts)), ("nfv.tenants", String(nfv.tenants)),
        ("nfv.access", nfv.access.rawValue), task(nfv.task), ("nfv.pause", text(nfv.pause)),
        ("nfv.poll.vnf", text(nfv.vnfPoll)),
        ("nfv.poll.service", text(nfv.servicePoll)), ("nfv.poll.tenant", text(nfv.tenantPoll)),
        ("nfv.patience", text(nfv.patience)),
      ] + (nfv.migrationAttempts.map { [("nfv.migration-attempts", String($0))] } ?? [])
        + (nfv.configuration.map { [("nfv.configuration", text($0))] } ?? [])
    case .sfc(let sfc): SFCDescription.parameters(of: sfc)
    }
  }

  private static func task(_ task: NFVSpec.Activity) -> (key: String, value: String) {
    switch task {
    case .requests: ("nfv.task", "requests")
    case .chains(let vnfs): ("nfv.task.chains.vnfs", String(vnfs))
    case .configurations(let vnfs): ("nfv.task.configurations.vnfs", String(vnfs))
    case .migrations(let vnfs): ("nfv.task.migrations.vnfs", String(vnfs))
    }
  }

  static func chain(_ chain: CRBSpec, _ name: String) -> [(key: String, value: String)] {
    [
      ("\(name).modules", String(chain.modules)), ("\(name).consensus", chain.consensus.rawValue),
      ("\(name).signature", chain.signature.rawValue), ("\(name).crypto", chain.crypto.rawValue),
      ("\(name).block.maximum", text(chain.blockMaximum)), ("\(name).block.interval", text(chain.blockInterval)),
      ("\(name).pending.transactions", String(chain.pendingTransactions)),
      ("\(name).pending.bytes", text(chain.pendingBytes)),
      ("\(name).view-change-timeout", text(chain.viewChangeTimeout)),
    ]
  }

  private static func hosts(_ hosts: HostsSpec, _ profiles: [CostProfile]) -> [(key: String, value: String)] {
    let cores = hosts.cores.map(String.init) ?? profiles.map { String($0.cores) }.joined(separator: ", ")
    var list = [("hosts.profile", hosts.profile), ("hosts.cores", cores)]
    if hosts.verification != .oneCore { list.append(("hosts.verification", hosts.verification.rawValue)) }
    if let cache = hosts.pageCache { list.append(("hosts.page-cache", text(cache))) }
    list += [
      ("hosts.clock.offset", text(hosts.clockOffset)),
      ("hosts.clock.drift", "\(Double(hosts.clockDriftPartsPerBillion) / 1_000) ppm"),
    ]
    return list
  }

  private static func network(_ world: Scenario) -> [(key: String, value: String)] {
    let network = world.network
    // Between the sites of service chains, and for messages.
    let sizes = if case .sfc = world.system { "any, \(text(network.messageMTU))" } else { text(network.messageMTU) }
    let rate =
      network.bandwidth.isUnlimited
      ? "unlimited" : NumberFormat.text(Double(network.bandwidth.bitsPerSecond), unit: "bit/s", trimmed: true)
    return [
      ("network.latency", text(network.latency)), ("network.bandwidth", rate),
      ("network.buffer", network.buffer.map(text) ?? "not needed"), ("network.mtu", network.mtu.map(text) ?? sizes),
    ]
  }

  private static func workload(_ workload: WorkloadSpec) -> [(key: String, value: String)] {
    var list = [("workload.writers", String(workload.writers))]
    if workload.writers > 0 { list.append(("workload.transactions", workload.transactions.rawValue)) }
    list += [
      ("workload.recipient", workload.recipient.rawValue), ("workload.configuration", text(workload.configuration)),
    ]
    if workload.writers > 0 {
      list += [("workload.rate", text(workload.rate)), ("workload.to", workload.to.rawValue)]
    }
    if let readers = workload.readers {
      list += [
        ("workload.readers", String(readers.clients)), ("workload.reads.transaction", readers.transaction.rawValue),
        ("workload.reads.window", String(readers.window)), ("workload.reads.interval", text(readers.interval)),
        ("workload.reads.patience", text(readers.patience)),
      ]
    }
    if let preload = workload.preload {
      list += [
        ("workload.preload.blocks", String(preload.blocks)), ("workload.preload.block-data", text(preload.blockData)),
      ]
    }
    return list
  }

  private static func text(_ rate: WorkloadSpec.Rate) -> String {
    switch rate {
    case .saturating(let window): "saturating, \(window) without a receipt at once"
    case .poisson(let perSecond): "Poisson, \(perSecond) /s"
    case .constant(let perSecond): "constant, \(perSecond) /s"
    case .closedLoop(let users, let think): "closed loop, \(users) users, thinking \(text(think)) on average"
    case .batch(let transactions, let every): "\(transactions) at once, every \(text(every))"
    }
  }

  static func text(_ span: TimeSpan) -> String { NumberFormat.text(span.seconds, unit: "s", trimmed: true) }
  static func text(_ size: ByteCount) -> String {
    NumberFormat.text(Double(size.bytes), unit: "B", trimmed: true)
  }

  /// Of times in nanoseconds.
  static func text(_ distribution: Distribution) -> String {
    func time(_ nanoseconds: Double) -> String { NumberFormat.text(nanoseconds / 1e9, unit: "s", trimmed: true) }
    switch distribution {
    case .constant(let value): return time(value)
    case .uniform(let low, let high): return "uniform from \(time(low)) to \(time(high))"
    case .exponential(let mean): return "exponential, mean \(time(mean))"
    case .normal(let mean, let deviation): return "normal, mean \(time(mean)), deviation \(time(deviation))"
    case .lognormal: return "lognormal, mean \(time(distribution.mean))"
    case .gamma(let shape, _): return "gamma, mean \(time(distribution.mean)), shape \(shape)"
    case .pareto(let minimum, let shape): return "Pareto, minimum \(time(minimum)), shape \(shape)"
    case .empirical: return "table, mean \(time(distribution.mean))"
    }
  }
}
