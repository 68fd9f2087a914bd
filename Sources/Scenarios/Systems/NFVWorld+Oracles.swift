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

  /// A client's, a management service's or a VNF's milestone.
  func judge(_ note: Note, by node: Int, at now: Instant) {
    guard let oracles else { return }
    if layout.nodes(.vnf).contains(node) {
      // One that lost power at this very milestone runs nothing any more.
      let running = slot(node).running
      switch note.kind {
      case ManagementNote.booted.rawValue:
        oracles.path.booted(note.subject)
        if let running { oracles.secret.plant(running.client.pair, "a VNF") }
      case ManagementNote.terminated.rawValue: oracles.path.terminated(note.subject, at: now)
      case ClientNote.applied.rawValue:
        if let running { oracles.path.configured(running.instance, running.client.configuration) }
      default: return
      }
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
      oracles.response.finish(journal: disk.durableContents(of: FileID.managementJournal.slot).joined, site: site)
    }
    let running = layout.nodes(.vnf).compactMap { slot($0).running?.instance }
    for number in 0..<spec.tenants {
      let tenant = tenant(number)
      guard tenant.client.isReady, tenant.client.openOperations.isEmpty else { continue }
      var leadsAll = false
      if case .migrations = spec.task { leadsAll = true }
      oracles.path.finish(
        running: running, known: tenant.client.keys, failures: tenant.failures, leadsAll: leadsAll)
    }
    return oracles.violations
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
