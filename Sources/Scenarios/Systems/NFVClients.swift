import Protocols
import SimKernel
import Vocabulary

/// The hosts of an NFV world that are no blockchain modules, in the order of `NFVLayout`.
struct NFVClients {
  private let spec: NFVSpec
  private let layout: NFVLayout
  private let chains: [Chain]
  private let kit: HostKit
  private let platform: PlatformCosts

  private let operations: OperationRecorder
  /// When tenants begin nothing more.
  private let until: Instant

  init(
    _ spec: NFVSpec, _ layout: NFVLayout, chains: [Chain], profile: CostProfile, kit: HostKit,
    operations: OperationRecorder, until: Instant
  ) {
    guard let platform = profile.platform else { preconditionFailure("a profile without a platform") }
    self.spec = spec
    self.layout = layout
    self.chains = chains
    self.kit = kit
    self.platform = platform
    self.operations = operations
    self.until = until
  }

  /// Every one of them, made anew.
  func hosts() -> [Host] {
    let sites = 0..<spec.sites
    return sites.map(service) + sites.map(management)
      + sites.flatMap { site in layout.vnfHosts(site).map { slot($0, site) } }
      + (0..<spec.tenants).map(tenant)
  }

  private var crb: Chain { chains[0] }
  private func smb(_ site: Int) -> Chain { chains[1 + layout.domain(ofSite: site)] }
  private func serviceNode(_ site: Int) -> Int { layout.nodes(.service).lowerBound + site }
  private func platformNode(_ site: Int) -> Int { layout.nodes(.platform).lowerBound + site }

  private static let recent = ByteCount(8 << 20)

  private func host(_ node: Int, of chain: Chain, hasDisk: Bool, _ make: @escaping () -> any StateMachine) -> Host {
    Host(
      machine: make(), prices: kit.prices(chain.spec.signature), clock: kit.clock(node),
      disk: hasDisk ? kit.disk(node, recent: Self.recent) : nil, addresses: .alone(among: kit.nodes), makeMachine: make)
  }

  /// Calls `make` with the number of the life.
  private static func lives(_ make: @escaping (Int) -> any StateMachine) -> () -> any StateMachine {
    var life = 0
    return {
      defer { life += 1 }
      return make(life)
    }
  }

  private func nodes(_ range: Range<Int>) -> [NodeID] { range.map { NodeID($0) } }
  private func keys(_ chain: Chain) -> ModuleKeys { ModuleKeys(chain.membership, at: nodes(chain.nodes)) }

  func servicePair(_ site: Int) -> KeyPair { smb(site).crypto.keyPair(named: "service/\(site)") }

  private func service(_ site: Int) -> Host {
    let chain = smb(site)
    let access = ModuleAccess.Settings(
      modules: nodes(chain.nodes), keys: keys(chain), pollInterval: spec.servicePoll, timeout: spec.patience)
    let settings = ServiceClientSettings(
      pair: servicePair(site), management: NodeID(platformNode(site)), access: access)
    return host(serviceNode(site), of: chain, hasDisk: true) { ServiceClient(settings, cryptography: chain.crypto) }
  }

  private func credential(_ tenant: Int) -> [UInt8] {
    var stream = kit.streams.stream("nfv/tenant/\(tenant)/credential")
    return Self.planted + stream.bytes(32)
  }

  private func management(_ site: Int) -> Host {
    let settings = ManagementSettings(
      hosts: nodes(layout.vnfHosts(site)), reach: nodes(layout.nodes(.vnf)),
      credentials: (0..<spec.tenants).map(credential),
      durations: ManagementSettings.Durations(
        createVNF: platform.createVNF, createChain: platform.createChain, switchPath: platform.switchPath,
        deleteVNF: platform.deleteVNF))
    let streams = kit.streams
    return host(
      platformNode(site), of: smb(site), hasDisk: true,
      Self.lives { life in
        ManagementService(settings, stream: streams.stream("nfv/platform/\(site)/names/\(life)"))
      })
  }

  private func slot(_ node: Int, _ site: Int) -> Host {
    let number = node - layout.nodes(.vnf).lowerBound
    let manager = NodeID(platformNode(site))
    let (streams, boot, timeout, crypto) = (kit.streams, platform.boot, spec.patience, crb.crypto)
    let modules = keys(crb)
    return host(
      node, of: crb, hasDisk: false,
      Self.lives { life in
        VNFSlot(
          VNFSlot.Settings(
            keyName: "vnf/\(number)/\(life)", manager: manager, boot: boot, timeout: timeout, modules: modules),
          cryptography: crypto, stream: streams.stream("nfv/vnf/\(number)/\(life)"))
      })
  }

  /// What a tenant's VNFs are configured with begins with this, and its credential as well: see `SecretOracle`.
  static let planted = Array("chainbed planted secret ".utf8)

  func tenantPair(_ number: Int) -> KeyPair { crb.crypto.keyPair(named: "tenant/\(number)") }
  func tenantPair(_ number: Int, domain: Int) -> KeyPair {
    crb.crypto.keyPair(named: "tenant/\(number)/smb-\(domain)")
  }

  private func tenant(_ number: Int) -> Host {
    let access = { (chain: Chain) in
      ModuleAccess.Settings(
        modules: nodes(chain.nodes), keys: keys(chain), pollInterval: spec.tenantPoll, timeout: spec.patience)
    }
    let settings = TenantClientSettings(
      pair: tenantPair(number), repository: access(crb),
      domains: (0..<spec.domains).map { domain in
        ManagementDomain(pair: tenantPair(number, domain: domain), access: access(chains[1 + domain]))
      },
      dataCenters: (0..<spec.sites).map { site in
        DataCenter(
          domain: layout.domain(ofSite: site), service: servicePair(site).publicKey,
          management: NodeID(platformNode(site)))
      }, credential: credential(number), vnfModules: nodes(crb.nodes), vnfPollInterval: spec.vnfPoll,
      migrationAttempts: spec.migrationAttempts ?? 1)
    let node = layout.nodes(.tenant).lowerBound + number
    let clock = kit.clock(node)
    let plan = TenantPlan(
      tenant: number, task: spec.task, isDirect: spec.access == .direct, pause: spec.pause, sites: spec.sites,
      keyRotation: spec.keyRotation, hours: clock.monotonic(.start)..<clock.monotonic(until), home: number % spec.sites,
      configuration: Int(spec.configuration?.bytes ?? 0),
      secret: Self.planted + Array("of tenant \(number), ".utf8))
    let (streams, crypto, operations) = (kit.streams, crb.crypto, operations)
    return host(
      node, of: crb, hasDisk: true,
      Self.lives { life in
        let client = TenantClient(
          settings, cryptography: crypto, stream: streams.stream("nfv/tenant/\(number)/\(life)"))
        return TenantWorkload(
          plan, client: client, recorder: operations, stream: streams.stream("nfv/tenant/\(number)/pauses/\(life)"))
      })
  }
}
