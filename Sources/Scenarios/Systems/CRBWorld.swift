import Protocols
import SimKernel
import Vocabulary

/// A federation of CRB modules with writers and readers, ready to run: what a scenario's `crb` section describes.
///
/// Nodes 0 ..< modules are the modules; the writers follow, then the readers.
final class CRBWorld: WorldObserver {
  let chain: Chain
  let world: World
  private(set) var coverage: CoverageRecorder!
  let traffic: TrafficCounters
  /// Nil when nobody reads.
  let reads: ReadRecorder?
  let window: Range<Instant>

  /// Builds the world of one replication.
  init(_ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, trace: Trace) {
    guard case .crb(let spec) = scenario.system else { preconditionFailure("a scenario of another system") }
    let scenario = scenario.expanded(seed: seed)
    let crypto = Cryptography(
      suite: spec.signature, mode: spec.crypto, seed: seed, remembersVerifications: options.remembersVerifications)
    window = scenario.duration.window
    let simulator = Simulator(ties: scenario.exploration.order.map(TieOrder.init))
    let workload = scenario.workload
    let nodes =
      spec.modules + workload.writers + (workload.readers?.clients ?? 0)
      + (scenario.faults.hasAttacks ? 1 : 0)
    let kit = HostKit(
      scenario, profile: profile, nodes: nodes,
      retainsDisks: options.retainsDisks || !scenario.faults.isEmpty || workload.readers != nil
        || workload.preload != nil, simulator: simulator, seed: seed)
    reads = workload.readers.map { [window] _ in ReadRecorder(window: window, simulator: simulator) }
    traffic = TrafficCounters(kinds: MessageKind.moduleKindNames.count, nodes: nodes, window: window)
    chain = Chain(
      .crb, named: "crb", spec, at: 0..<spec.modules, scenario: scenario, window: window,
      writers: scenario.workload.writers,
      kit: kit, crypto: crypto, options: options)
    var hosts = chain.hosts
    for writer in 0..<scenario.workload.writers {
      let plan = WriterPlan(scenario.workload, writer: writer, modules: spec.modules)
      let source = TransactionSource(writer: writer, scenario.workload, crypto: crypto, streams: kit.streams)
      let machine = Writer(
        plan: plan, source: source, stream: kit.streams.stream("workload/writer/\(writer)/pace"),
        recorder: chain.recorder)
      // Precomputed load stands for tenants that are never the bottleneck.
      hosts.append(
        kit.host(spec.modules + writer, machine, prices: plan.precomputed ? .free : kit.prices(spec.signature)))
    }
    let preload = workload.preload.map { [chain] in LedgerPreload($0, workload, of: chain, streams: kit.streams) }
    if let preload { chain.install(preload) }
    if let reads {
      hosts += chain.readers(workload, ledger: preload?.blocks ?? [], kit: kit, recorder: reads)
    }
    if scenario.faults.hasAttacks { hosts.append(kit.outsider()) }
    world = World(scenario, hosts: hosts, kit: kit, trace: trace)
    world.observer = self
    coverage = CoverageRecorder(kinds: scenario.faults.faults.map(\.kind.name), modules: spec.modules) {
      [unowned chain] in chain.phase($0)
    }
    world.coverage = coverage
    guard !scenario.faults.isEmpty else { return }
    let driver = FaultDriver(
      scenario.faults, world: world, modules: spec.modules, streams: kit.streams,
      casts: [chain.cast].compactMap { $0 }
    ) { [world, chain] in
      Adversary(
        scenario.faults, world: world, targets: [chain.target], outOfReach: 0..<0, crypto: crypto, faults: $0,
        streams: kit.streams)
    }
    world.faults = driver
    chain.oracles.driver = driver
  }

  /// The module at a node, as it is now.
  func module(_ number: Int) -> BlockchainModule { chain.module(number) }

  /// What the oracles found in the whole run.
  func violations() -> [Violation] { chain.violations(at: world.simulator.now) }

  // MARK: WorldObserver

  func noted(_ note: Note, by node: NodeID, startedAt start: Instant, at now: Instant) {
    world.transcript?.add(now, node, Chain.words(note))
    chain.noted(note, by: Int(node.index), startedAt: start, at: now)
    coverage.noted(note, by: node)
    if world.faults?.noted(note, by: node) == true { chain.oracles.progress.interrupted(at: now) }
  }

  func dropped(_ reason: DropReason, by node: NodeID, at now: Instant) {
    chain.dropped(reason, at: now)
    coverage.dropped(reason, by: node)
    world.transcript?.add(now, node, "drops: \(reason.rawValue)")
  }

  func delivered(_ delivery: Delivery, by node: NodeID, at now: Instant) {
    chain.delivered(delivery, by: Int(node.index), at: now)
  }

  func sent(_ payload: Payload, _ kind: MessageKind, receivers: Int, by node: NodeID, at now: Instant) {
    traffic.sent(kind, bytes: payload.count, receivers: receivers, by: node, at: now)
    if chain.nodes.contains(Int(node.index)) { chain.sent(payload, kind, by: Int(node.index), at: now) }
  }

  func refused(_ defect: MembershipDefect, by node: NodeID) { chain.refused(defect, by: Int(node.index)) }

  func lostPower(_ node: NodeID) { chain.lostPower(Int(node.index)) }

  func restarted(_ node: NodeID, at now: Instant) {
    coverage.restarted(node)
    chain.restarted(Int(node.index), at: now)
  }
}
