import Protocols
import Vocabulary

/// What an NFV world's own oracles are shown.
extension NFVWorld {
  func slot(_ node: Int) -> VNFSlot { world.hosts[node].machine as! VNFSlot }
  func platform(_ site: Int) -> ManagementService {
    world.hosts[layout.nodes(.platform).lowerBound + site].machine as! ManagementService
  }
  func tenant(_ number: Int) -> TenantWorkload {
    world.hosts[layout.nodes(.tenant).lowerBound + number].machine as! TenantWorkload
  }

  /// Whether a key on the CRB is, or was, a tenant's own.
  func isTenant(_ key: PublicKey) -> Bool {
    (0..<spec.tenants).contains { number in
      let client = tenant(number).client
      return (client.formerPairs + [client.pairs]).contains { $0.repository.publicKey == key }
    }
  }

  /// A client's, a management service's or a VNF's milestone.
  func judge(_ note: Note, by node: Int, at now: Instant) {
    guard let oracles else { return }
    if layout.nodes(.vnf).contains(node) {
      // One that lost power at this very milestone runs nothing any more.
      let running = slot(node).running
      switch note.kind {
      case ManagementNote.booted.rawValue:
        oracles.path.booted(note.subject)
        guard let running else { return }
        oracles.secret.plant(running.client.pair, "a VNF")
      case ClientNote.keyReplaced.rawValue:
        if let running { oracles.secret.plant(running.client.pair, "a VNF") }
      case ManagementNote.terminated.rawValue: oracles.path.terminated(note.subject, at: now)
      case ClientNote.applied.rawValue:
        guard let running, let applied = running.client.applied else { return }
        oracles.authority.applied(applied, by: running.instance, at: now)
        if world.faults?.adversary?.applied(applied.header) == true {
          return oracles.configuration.misled(running.instance)
        }
        oracles.path.configured(running.instance, running.client.configuration)
      default: break
      }
    }
    if layout.nodes(.tenant).contains(node), note.kind == ClientNote.operationDone.rawValue {
      let client = tenant(node - layout.nodes(.tenant).lowerBound).client
      if case .joinGroups(_, let groups)? = client.operation(note.subject) {
        for group in groups { client.keys.group(group).map { oracles.secret.plant($0.pair, "a group") } }
      }
      if case .replaceOwnKeyPairs? = client.operation(note.subject) {
        oracles.replaced(client, at: now)
        if let former = client.formerPairs.last {
          world.faults?.adversary?.replaced(former.repository.publicKey, at: now)
        }
      }
    }
    if isSafe, note.kind == ClientNote.included.rawValue {
      oracles.belief.believes(layout.name(node), in: note.value, at: now)
    }
    if note.kind == ClientNote.givenUp.rawValue, !isDatedAhead(note.subject, at: now) {
      oracles.belief.givesUp(layout.name(node), note.value)
    }
    if layout.nodes(.platform).contains(node) {
      let site = node - layout.nodes(.platform).lowerBound
      guard platform(site).isReady else { return }
      oracles.path.shows(platform(site).state.chains, site: site, at: now)
    }
  }

  func judge(_ delivery: Delivery, of chain: Chain, by module: Int, at now: Instant) {
    guard let oracles, let domain = chains.dropFirst().firstIndex(where: { $0 === chain }) else { return }
    guard !chain.oracles.byzantine[module] else { return }
    oracles.response.appended(
      unsafeDowncast(delivery.entry, to: Block.self), height: delivery.height, domain: domain - 1, at: now)
  }

  /// Messages within a data center, and those that stand for a protected line to its management service, are nobody
  /// else's to see.
  func judge(_ payload: Payload, _ kind: MessageKind, by node: NodeID, at now: Instant) {
    switch kind {
    case .managementRequest, .managementResult, .vnfOrder, .vnfState: return
    default:
      oracles?.secret.look(at: payload.bytes, in: "a message of \(layout.name(Int(node.index)))", at: now)
    }
  }

  /// Whether a module may see a transaction, by its timestamp in ms, as dated so far ahead that it refuses it.
  private func isDatedAhead(_ timestamp: Int64, at now: Instant) -> Bool {
    let latest = now + TransactionRules.clockTolerance
    return chains.contains { chain in chain.hosts.contains { $0.clock.local(latest).milliseconds < timestamp } }
  }

  /// No chain has more modules that may contradict themselves than it tolerates.
  private var isSafe: Bool { chains.allSatisfy(\.oracles.budget.isSafe) }

  /// What the NFV oracles found in the whole run.
  var ownViolations: [Violation] {
    guard let oracles else { return [] }
    for chain in chains {
      for (module, host) in chain.hosts.enumerated() where host.disk!.retainsContents {
        for file in [FileID.ledger.slot, FileID.votes.slot] {
          let bytes = host.disk!.durableContents(of: file).joined
          oracles.secret.look(at: bytes, in: "file \(file) of module \(module) of \(chain.name)")
        }
      }
    }
    for site in 0..<spec.sites {
      let disk = world.hosts[layout.nodes(.platform).lowerBound + site].disk!
      guard disk.retainsContents else { continue }
      let files = [FileID.managementJournal, .otherManagementJournal].map { disk.durableContents(of: $0.slot).joined }
      oracles.response.finish(journal: files, site: site)
    }
    judgeResponses(oracles.response)
    let running = layout.nodes(.vnf).compactMap { slot($0).running?.instance }
    for number in 0..<spec.tenants where runs(tenant: number) {
      let tenant = tenant(number)
      guard tenant.client.isReady else { continue }
      var leadsAll = false
      if case .migrations = spec.task { leadsAll = tenant.hasChain }
      let inHand = tenant.client.openOperations.flatMap(tenant.client.instances)
      oracles.path.finish(
        running: running.filter { !inHand.contains($0) }, known: tenant.client.keys, failures: tenant.failures,
        leadsAll: leadsAll)
      judgeOperations(of: number, tenant.client, oracles.operation)
    }
    judgeHearing(oracles)
    if isSafe { oracles.belief.finish() }
    return oracles.violations
  }

  /// What a VNF was told before this, it has read, if nothing was in its way.
  private var hearing: TimeSpan { .seconds(60) }

  /// No VNF obeys a key that its tenant has replaced, or has another configuration than it was given, once it has had time to
  /// hear of it, and what tells it so is not dated ahead of its clock.
  private func judgeHearing(_ oracles: NFVOracles) {
    let deadline = .start + (world.simulator.now - .start - hearing)
    if let driver = world.faults {
      guard driver.isQuiet, driver.plan.heals, driver.quietSince < deadline else { return }
    }
    for node in layout.nodes(.vnf) where world.hosts[node].condition == .running {
      guard let running = slot(node).running else { continue }
      let latest = world.hosts[node].clock.local(deadline) + running.client.settings.clockTolerance
      for number in 0..<spec.tenants {
        let client = tenant(number).client
        guard let known = client.keys.instance(running.instance), known.obeys == client.formerPairs.count else {
          continue
        }
        oracles.authority.finish(
          running.instance, obeying: running.client.tenants, replacedBefore: deadline, upTo: latest.milliseconds)
        guard (settledAt ?? world.simulator.now) <= deadline, client.latestTimestamp <= latest.milliseconds else {
          continue
        }
        oracles.configuration.finish(running.instance, has: running.client.configuration, of: client)
      }
    }
  }
}

extension NFVWorld {
  private func runs(tenant: Int) -> Bool {
    world.hosts[layout.nodes(.tenant).lowerBound + tenant].condition == .running
  }

  /// How long an operation may stay where it is, whatever it waits for: an answer, a VNF, the operation before it.
  private var settling: TimeSpan { answering + .seconds(120) }

  /// After the measured window: tenants begin nothing, and end what they have begun, if there is time; then their VNFs hear of
  /// it.
  func settle() {
    let end = window.upperBound + settling
    while world.simulator.now < end, (0..<spec.tenants).contains(where: { runs(tenant: $0) && !tenant($0).isIdle }) {
      world.run(until: min(end, world.simulator.now + .seconds(1)))
    }
    settledAt = world.simulator.now
    if spec.configuration != nil { world.run(until: world.simulator.now + hearing) }
  }

  /// No operation hangs, once all faults are over.
  private func judgeOperations(of number: Int, _ client: TenantClient, _ oracle: NFVOperationOracle) {
    let deadline = .start + (world.simulator.now - .start - settling)
    if let driver = world.faults {
      guard driver.isQuiet, driver.plan.heals, driver.quietSince < deadline else { return }
      guard chains.allSatisfy(\.oracles.assertsProgress) else { return }
    }
    guard world.hosts.allSatisfy({ $0.condition == .running }) else { return }
    let clock = world.hosts[layout.nodes(.tenant).lowerBound + number].clock
    for operation in client.openOperations {
      guard let since = client.standsStillSince(operation), since < clock.monotonic(deadline) else { continue }
      let stood = clock.elapsed(clock.monotonic(world.simulator.now) - since)
      oracle.hangs(operation, client.operation(operation), of: number, for: stood)
    }
  }

  /// How soon a service transaction is answered, whatever stands before it: a request takes a management service half a
  /// minute at most, and a tenant has a few under way.
  private var answering: TimeSpan { .seconds(120) * Int64(spec.tenants) }

  /// A service answers once all faults are over, if it and its data center run, and its chain goes on.
  private func judgeResponses(_ oracle: NFVResponseOracle) {
    let deadline = .start + (world.simulator.now - .start - answering)
    if let driver = world.faults {
      guard driver.isQuiet, driver.plan.heals, driver.quietSince < deadline else { return }
    }
    var places = Array(repeating: 0, count: spec.domains)
    for site in 0..<spec.sites {
      let domain = layout.domain(ofSite: site)
      defer { places[domain] += 1 }
      let nodes =
        [layout.nodes(.service), layout.nodes(.platform)].map { $0.lowerBound + site } + layout.vnfHosts(site)
      guard nodes.allSatisfy({ world.hosts[$0].condition == .running }) else { continue }
      guard world.faults == nil || chains[1 + domain].oracles.assertsProgress else { continue }
      oracle.finish(domain: domain, service: places[domain], decidedBefore: deadline)
    }
  }
}

extension NFVOracles {
  convenience init(_ spec: NFVSpec, _ layout: NFVLayout, _ clients: NFVClients, _ crypto: Cryptography) {
    var services = Array(repeating: [KeyPair](), count: spec.domains)
    for site in 0..<spec.sites { services[layout.domain(ofSite: site)].append(clients.servicePair(site)) }
    let tenants = (0..<spec.tenants).flatMap { tenant in
      [clients.tenantPair(tenant)] + (0..<spec.domains).map { clients.tenantPair(tenant, domain: $0) }
    }
    self.init(sites: spec.sites, crypto: crypto, services: services, tenants: tenants)
  }
}
