import Protocols
import Report
import SimKernel
import Vocabulary

/// Sites with their forwarders, functions and gateways, tenants with their clients and servers, ready to run: what a
/// scenario's `sfc` section describes. Nodes as in `SFCLayout`.
final class SFCWorld: WorldObserver {
  let spec: SFCSpec
  let layout: SFCLayout
  let world: World
  let control: SFCControl
  /// Nil where rules are taken on the controller's word.
  let ledger: SFCLedger?
  let recorder: ChainRecorder
  let controlRecorder: ControlRecorder
  /// Nil where nobody judges.
  let oracles: ChainOracles?
  let committedRules: CommittedRulesOracle?
  /// Nil where nobody judges, or nothing goes wrong.
  private(set) var progress: ChainProgressOracle?
  /// Nil where nobody judges, or nobody attacks.
  private var forgery: ForgeryOracle?
  private(set) var coverage: CoverageRecorder!
  private var phases = ChainPhases()
  let window: Range<Instant>
  /// By link: whether it leads out of a compute node, and in which it is otherwise.
  private let isOutside: [Bool]
  private let sites: [Int?]
  /// Keeps all keys that are ever used, for whoever reads a capture.
  var collectsKeys = false {
    didSet { for host in world.hosts { collectKeys(of: host) } }
  }
  private(set) var keys: [ESPKey] = []
  private var knownKeys: Set<ESPKey> = []

  /// Of a journal: more than its two files ever hold.
  private static let recentBytes = ByteCount(256_000_000)

  /// Builds the world of one replication.
  init(_ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, trace: Trace) {
    guard case .sfc(let spec) = scenario.system else { preconditionFailure("a scenario of another system") }
    self.spec = spec
    let layout = SFCLayout(spec)
    self.layout = layout
    let scenario = scenario.expanded(seed: seed)
    window = scenario.duration.window
    let simulator = Simulator(ties: scenario.exploration.order.map(TieOrder.init))
    let kit = HostKit(
      scenario, profile: profile, nodes: layout.count,
      retainsDisks: spec.ledger != nil, simulator: simulator, seed: seed)
    let cabling = SFCCabling(layout, network: scenario.network)
    let forwarding = profile.forwarding!
    let ledger = spec.ledger.map { [window] in
      SFCLedger($0, layout, scenario: scenario, window: window, kit: kit, options: options)
    }
    self.ledger = ledger
    let control = SFCControl(layout, costs: forwarding, ledger: ledger, streams: kit.streams)
    self.control = control
    let elements = SFCElements(
      layout, ports: cabling.ports, control: control, mtu: scenario.network.mtu,
      stream: kit.streams.stream("sfc/keys"),
      headerStream: kit.streams.stream("sfc/integrity"))
    let prices = PriceList(
      picoseconds: spec.ledger.map { profile.priceList(for: $0.smb.signature) } ?? profile.unsignedPriceList)
    let hosts =
      (ledger?.chain.hosts ?? [])
      + (layout.modules..<layout.count).map { node in
        let role = layout.place(node).role
        let clock = kit.clock(node)
        var life = 0
        return Host(
          machine: elements.machine(node, life: 0, clock: clock), prices: role.element == .endpoint ? .free : prices,
          clock: clock,
          disk: role.isManager ? kit.disk(node, recent: Self.recentBytes) : nil, addresses: .alone(among: layout.count),
          forwardingLatency: role.isSwitch ? forwarding.latency : .zero,
          makeMachine: {
            life += 1
            return elements.machine(node, life: life, clock: clock)
          })
      }
    recorder = ChainRecorder(elements.flows, window: window)
    controlRecorder = ControlRecorder(window: window)
    world = World(scenario, hosts: hosts, kit: kit, trace: trace, isSparse: true)
    (isOutside, sites) = world.lay(cabling, layout)
    oracles =
      options.isJudged
      ? ChainOracles(layout, elements.flows, isOutside: isOutside, sites: sites) : nil
    committedRules = options.isJudged ? ledger.map { CommittedRulesOracle($0, layout) } : nil
    world.packetObservers = oracles.map { [$0] } ?? []
    world.observer = self
    coverage = CoverageRecorder(kinds: scenario.faults.faults.map(\.kind.name)) { [unowned self] in phases.phase }
    guard !scenario.faults.isEmpty else { return }
    world.coverage = coverage
    let driver = FaultDriver(
      scenario.faults, world: world, modules: layout.count, streams: kit.streams,
      casts: ledger?.chain.cast.map { [$0] } ?? []
    ) { [world, isOutside] in
      ChainAdversary(
        scenario.faults, world: world, control: control, isOutside: isOutside, faults: $0, streams: kit.streams)
    }
    world.faults = driver
    ledger?.chain.oracles.driver = driver
    if options.isJudged {
      progress = ChainProgressOracle(
        layout, elements.flows, plan: scenario.faults, network: scenario.network, costs: forwarding,
        clocks: ChainClocks(layout) { [unowned world] in world.hosts[$0].clock }, within: scenario.progressWithin)
      progress?.driver = driver
    }
    guard let adversary else { return }
    world.packetObservers.append(adversary)
    guard options.isJudged else { return }
    let forgery = ForgeryOracle(
      layout, elements.flows, control.deployments + [control.failedOver].compactMap { $0 },
      plan: scenario.faults, isAuthenticated: spec.integrity == .hmac)
    self.forgery = forgery
    adversary.judge = { forgery.judge($0, by: $1, at: $2) }
    world.packetObservers.append(forgery)
  }

  /// What went over the links between compute nodes so far, with all that frames take of a wire.
  var outsideBytes: Int64 {
    isOutside.indices.reduce(0) { $0 + (isOutside[$1] ? world.network.counters(of: LinkID($1)).bytes : 0) }
  }

  /// Nil when nobody attacks.
  var adversary: ChainAdversary? { world.faults?.attacker as? ChainAdversary }

  /// What the oracles found in the whole run.
  func violations() -> [Violation] {
    guard let oracles else { return [] }
    oracles.finish(world)
    progress?.finish(at: world.simulator.now)
    return oracles.violations + (progress?.violations ?? []) + (forgery?.violations ?? []) + ledgerViolations()
      + ForwardingStateOracle.violations(world.hosts, layout, control.log)
  }

  private func collectKeys(of host: Host) {
    for association in (host.machine as? any AssociationHolder)?.heldAssociations ?? [] {
      let key = ESPKey(association)
      if knownKeys.insert(key).inserted { keys.append(key) }
    }
  }

  // MARK: WorldObserver

  func noted(_ note: Note, by node: NodeID, startedAt start: Instant, at now: Instant) {
    if let (chain, module) = module(node) {
      return noted(note, by: module, node, of: chain, startedAt: start, at: now)
    }
    if note.kind == ControlNote.rulesInstalled.rawValue {
      committedRules?.changed(world.hosts[Int(node.index)], Int(node.index), at: now)
    }
    recorder.noted(note, at: now) { [world] in world.hosts[$0].condition != .down }
    controlRecorder.noted(note, at: now)
    phases.noted(note)
    progress?.noted(note, at: now)
    world.transcript?.add(now, node, ChainWords.of(note))
    if collectsKeys, note.kind == ServiceChainNote.associationInstalled.rawValue {
      collectKeys(of: world.hosts[Int(node.index)])
    }
  }

  func dropped(_ reason: DropReason, by node: NodeID, at now: Instant) {
    module(node)?.chain.dropped(reason, at: now)
    recorder.dropped(reason, at: now)
    world.transcript?.add(now, node, "drops: \(reason.rawValue)")
  }

  func sent(_ payload: Payload, _ kind: MessageKind, receivers: Int, by node: NodeID, at now: Instant) {
    guard let (chain, module) = module(node) else { return }
    chain.sent(payload, kind, by: module, at: now)
  }

  func refused(_ defect: MembershipDefect, by node: NodeID) {
    guard let (chain, module) = module(node) else { return }
    chain.refused(defect, by: module)
  }

  func lostPower(_ node: NodeID) {
    guard let (chain, module) = module(node) else {
      return controlRecorder.lostPower(Int(node.index), at: world.simulator.now)
    }
    chain.lostPower(module)
  }

  func restarted(_ node: NodeID, at now: Instant) {
    guard let (chain, module) = module(node) else { return controlRecorder.restarted(Int(node.index)) }
    chain.restarted(module, at: now)
  }
}

extension SFCLayout.Role {
  /// Whether it is a programmable switch, or has one in front (paper, 4.2, 4.4 and 4.6).
  fileprivate var isSwitch: Bool {
    switch self {
    case .classifier, .inner, .outer, .function, .encryption: true
    case .smb, .gateway, .client, .server, .auc, .controller, .orchestrator, .provisioner: false
    }
  }
}

extension SFCLayout.Role {
  /// Whether it is a part of the control plane, with a journal on a disk of its own.
  var isManager: Bool {
    switch self {
    case .auc, .controller, .orchestrator, .provisioner: true
    case .smb, .classifier, .inner, .outer, .gateway, .function, .encryption, .client, .server: false
    }
  }
}

extension World {
  /// Lays the cables. By link: whether it leads out of a compute node, and the site of that in which it is; nil for users' own.
  fileprivate func lay(_ cabling: SFCCabling, _ layout: SFCLayout) -> (isOutside: [Bool], sites: [Int?]) {
    for run in cabling.runs { connect(NodeID(run.first), NodeID(run.second), run.cable) }
    let first = network.linkCount - 2 * cabling.runs.count
    let sites = cabling.runs.flatMap { run -> [Int?] in
      let ends = [run.first, run.second].map(layout.site)
      let site = run.isOutside || run.isUsersOwn ? nil : ends[0]
      return [site, site]
    }
    return (
      Array(repeating: false, count: first) + cabling.runs.flatMap { [$0.isOutside, $0.isOutside] },
      Array(repeating: nil, count: first) + sites
    )
  }
}
