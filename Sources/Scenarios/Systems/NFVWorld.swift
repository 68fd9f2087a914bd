import Protocols
import SimKernel
import Vocabulary

/// Data centers, their tenants and the two kinds of blockchain between them, ready to run: what a scenario's `nfv` section
/// describes. Nodes as in `NFVLayout`.
final class NFVWorld: WorldObserver {
  let spec: NFVSpec
  let layout: NFVLayout
  /// The CRB, then the SMB of each domain.
  let chains: [Chain]
  let world: World
  private(set) var coverage: CoverageRecorder!
  let operations: OperationRecorder
  let clients: NFVClients
  /// Nil where nobody judges.
  let oracles: NFVOracles?
  let window: Range<Instant>
  /// When tenants had nothing under way any more.
  var settledAt: Instant?

  /// Builds the world of one replication.
  init(_ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, trace: Trace) {
    guard case .nfv(let spec) = scenario.system else { preconditionFailure("a scenario of another system") }
    self.spec = spec
    let layout = NFVLayout(spec)
    self.layout = layout
    let scenario = scenario.expanded(seed: seed)
    let window = scenario.duration.window
    self.window = window
    let simulator = Simulator(ties: scenario.exploration.order.map(TieOrder.init))
    // Clients may ask for anything since the first block.
    let kit = HostKit(
      scenario, profile: profile, nodes: layout.count + (scenario.faults.hasAttacks ? 1 : 0), retainsDisks: true,
      simulator: simulator, seed: seed)
    let crypto = Cryptography(
      suite: spec.crb.signature, mode: spec.crb.crypto, seed: seed,
      remembersVerifications: options.remembersVerifications)
    chains = layout.chains.enumerated().map { number, chain in
      return Chain(
        number == 0 ? .crb : .smb, named: number == 0 ? "crb" : "smb-\(number - 1)", chain.spec, at: chain.nodes,
        scenario: scenario, window: window, writers: 0, kit: kit, crypto: crypto, options: options)
    }
    operations = OperationRecorder(window: window, simulator: simulator)
    clients = NFVClients(
      spec, layout, chains: chains, profile: profile, kit: kit, operations: operations, until: window.upperBound)
    oracles = options.isJudged ? NFVOracles(spec, layout, clients, crypto) : nil
    if let belief = oracles?.belief {
      for chain in chains { chain.oracles.appended = { belief.appended($0) } }
    }
    let outsider = scenario.faults.hasAttacks ? [kit.outsider()] : []
    world = World(scenario, hosts: chains.flatMap(\.hosts) + clients.hosts() + outsider, kit: kit, trace: trace)
    world.observer = self
    coverage = CoverageRecorder(kinds: scenario.faults.faults.map(\.kind.name), modules: layout.modules) {
      [unowned self] in
      let (chain, module) = place($0)!
      return chain.phase(module)
    }
    world.coverage = coverage
    guard !scenario.faults.isEmpty else { return }
    let isTenant = { [unowned self] (key: PublicKey) in self.isTenant(key) }
    let driver = FaultDriver(
      scenario.faults, world: world, modules: layout.count, streams: kit.streams, casts: chains.compactMap(\.cast)
    ) { [world, chains, clients] in
      Adversary(
        scenario.faults, world: world, targets: chains.map(\.target), outOfReach: layout.nodes(.platform),
        crypto: crypto, stolen: (0..<spec.tenants).map(clients.tenantPair), isTenant: isTenant, faults: $0,
        streams: kit.streams)
    }
    driver.adversary?.judge = { [oracles] contents, now in
      oracles?.secret.look(at: contents, in: "what the adversary reads", at: now)
    }
    world.faults = driver
    for chain in chains { chain.oracles.driver = driver }
  }

  /// The chain that a node is a module of, and its number there; nil for all other nodes.
  private func place(_ node: Int) -> (chain: Chain, module: Int)? {
    guard node < layout.modules, let chain = chains.first(where: { $0.nodes.contains(node) }) else { return nil }
    return (chain, node - chain.nodes.lowerBound)
  }

  // MARK: WorldObserver

  func noted(_ note: Note, by node: NodeID, startedAt start: Instant, at now: Instant) {
    guard let (chain, module) = place(Int(node.index)) else {
      world.transcript?.add(now, node, Self.words(note))
      operations.noted(note, startedAt: start, at: now)
      let tenants = layout.nodes(.tenant)
      if tenants.contains(Int(node.index)) { noted(note, ofTenant: Int(node.index) - tenants.lowerBound) }
      return judge(note, by: Int(node.index), at: now)
    }
    world.transcript?.add(now, node, Chain.words(note))
    chain.noted(note, by: module, startedAt: start, at: now)
    coverage.noted(note, by: node)
    if world.faults?.noted(note, by: node) == true { chain.oracles.progress.interrupted(at: now) }
  }

  private func noted(_ note: Note, ofTenant tenant: Int) {
    operations.noted(note, by: tenant)
    coverage.noted(note, ofTenant: tenant)
    guard note.kind == ClientNote.migrationStep.rawValue, let step = MigrationStep(rawValue: note.value) else { return }
    guard world.faults?.reached(step) == true else { return }
    for chain in chains { chain.oracles.progress.interrupted(at: world.simulator.now) }
  }

  func dropped(_ reason: DropReason, by node: NodeID, at now: Instant) {
    operations.dropped(reason, at: now)
    place(Int(node.index))?.chain.dropped(reason, at: now)
    coverage.dropped(reason, by: node)
    world.transcript?.add(now, node, "drops: \(reason.rawValue)")
  }

  func delivered(_ delivery: Delivery, by node: NodeID, at now: Instant) {
    guard let (chain, module) = place(Int(node.index)) else { preconditionFailure("\(node) decides nothing") }
    chain.delivered(delivery, by: module, at: now)
    judge(delivery, of: chain, by: module, at: now)
  }

  func sent(_ payload: Payload, _ kind: MessageKind, receivers: Int, by node: NodeID, at now: Instant) {
    judge(payload, kind, by: node, at: now)
    guard let (chain, module) = place(Int(node.index)) else { return }
    chain.sent(payload, kind, by: module, at: now)
  }

  func refused(_ defect: MembershipDefect, by node: NodeID) {
    guard let (chain, module) = place(Int(node.index)) else { return }
    chain.refused(defect, by: module)
  }

  /// A client's note, for a transcript.
  private static func words(_ note: Note) -> String {
    let name =
      ClientNote(rawValue: note.kind).map { "\($0)" } ?? ManagementNote(rawValue: note.kind).map { "\($0)" }
      ?? "note \(note.kind)"
    return "\(name) \(note.subject), value \(note.value)"
  }

  func lostPower(_ node: NodeID) {
    guard let (chain, module) = place(Int(node.index)) else { return }
    chain.lostPower(module)
  }

  func restarted(_ node: NodeID, at now: Instant) {
    guard let (chain, module) = place(Int(node.index)) else { return }
    coverage.restarted(node)
    chain.restarted(module, at: now)
  }
}
