import Protocols
import SimKernel
import Vocabulary

/// A federation of CRB modules with writers, ready to run: what a scenario's `crb` section describes.
///
/// Nodes 0 ..< modules are the modules; the writers follow.
final class CRBWorld: WorldObserver {
  let spec: CRBSpec
  let world: World
  let recorder: Recorder
  private(set) var oracles: Oracles!
  private(set) var coverage: CoverageRecorder!
  private let isJudged: Bool
  private(set) var continuity: Continuity
  let traffic: TrafficCounters
  let membership: Membership
  /// What members sign against themselves; nil where nothing goes wrong.
  private(set) var evidence: EvidenceCollector?
  let window: Range<Instant>

  /// Builds the world of one replication. `retainsDisks` keeps what the simulated disks hold.
  init(_ scenario: Scenario, profile: CostProfile, seed: UInt64, options: RunOptions, trace: Trace) {
    guard case .crb(let spec) = scenario.system else { preconditionFailure("a scenario of another system") }
    self.spec = spec
    let streams = RandomStreams(seed: seed)
    let scenario = scenario.expanded(seed: seed)
    let crypto = Cryptography(
      suite: spec.signature, mode: spec.crypto, seed: seed, remembersVerifications: options.remembersVerifications)
    let warm = Instant.start + scenario.duration.warmUp
    window = warm..<(warm + scenario.duration.measure)
    let kinds = MessageKind.moduleKindNames.count
    let simulator = Simulator(ties: scenario.exploration.order.map(TieOrder.init))
    recorder = Recorder(window: window, simulator: simulator)
    continuity = Continuity(window: window)
    traffic = TrafficCounters(kinds: kinds, nodes: spec.modules + scenario.workload.writers, window: window)

    let pairs = (0..<spec.modules).map { crypto.keyPair(named: "module/\($0)") }
    let federation = Membership(pairs.map(\.publicKey))
    membership = federation
    isJudged = options.isJudged
    let nodes = spec.modules + scenario.workload.writers
    let network = Network(simulator: simulator, streams: streams)
    let mesh = network.addMesh(
      nodes: nodes,
      Attachment(
        egress: scenario.network.bandwidth, ingress: scenario.network.bandwidth, buffer: scenario.network.buffer,
        latency: scenario.network.latency))
    network.addJitter(upTo: scenario.exploration.jitter)
    let cores = scenario.hosts.cores ?? profile.cores
    let prices = PriceList(picoseconds: profile.priceList(for: spec.signature))
    let builder = HostBuilder(scenario.hosts, streams: streams)
    let cast = ByzantineCast(
      scenario.faults, pairs: pairs, membership: federation, crypto: crypto, spec: spec,
      writers: scenario.workload.writers, streams: streams)
    var hosts: [Host] = []
    for (number, pair) in pairs.enumerated() {
      let make: () -> any StateMachine = {
        let honest = CRBWorld.module(number, pair, spec, federation, crypto)
        return cast?.machine(honest, at: number) ?? honest
      }
      let disk = Disk(
        node: NodeID(number), model: profile.disk.model,
        retainsContents: options.retainsDisks || !scenario.faults.isEmpty,
        recentBytes: ByteCount(CRBWorld.recentBytes / Int64(spec.modules)),
        simulator: simulator)
      hosts.append(
        Host(machine: make(), prices: prices, clock: builder.clock(number), disk: disk, makeMachine: make))
    }
    for writer in 0..<scenario.workload.writers {
      let plan = WriterPlan(scenario.workload, writer: writer, modules: spec.modules)
      let source = TransactionSource(
        writer: writer, scenario.workload, crypto: crypto, streams: streams)
      let machine = Writer(
        plan: plan, source: source, stream: streams.stream("workload/writer/\(writer)/pace"), recorder: recorder)
      // Precomputed load stands for tenants that are never the bottleneck.
      hosts.append(
        Host(
          machine: machine, prices: plan.precomputed ? .free : prices, clock: builder.clock(spec.modules + writer),
          disk: nil))
    }
    world = World(
      simulator: simulator, network: network, mesh: mesh,
      processors: Processors(cores: hosts.map { _ in cores }, simulator: simulator), hosts: hosts,
      members: spec.modules, wire: WireFormat(maximumTransmissionUnit: Int(scenario.network.mtu.bytes)), trace: trace)
    world.observer = self
    coverage = CoverageRecorder(kinds: scenario.faults.faults.map(\.kind.name), modules: spec.modules) {
      [unowned self] in
      self.world.hosts[$0].condition == .down ? .restarting : self.module($0).phase
    }
    world.coverage = coverage
    oracles = Oracles(scenario, spec, membership: federation, crypto: crypto) { [unowned self] in
      self.module($0).replica.pending
    }
    if isJudged { recorder.oracles = oracles }
    guard !scenario.faults.isEmpty else { return }
    if isJudged { evidence = EvidenceCollector(membership: federation, crypto: crypto) }
    let driver = FaultDriver(
      scenario.faults, world: world, modules: spec.modules, streams: streams, cast: cast)
    world.faults = driver
    oracles.driver = driver
  }

  /// What disks keep of each file in a run without faults: enough to help a module that lags.
  private static let recentBytes: Int64 = 8 << 20

  private static func module(
    _ number: Int, _ pair: KeyPair, _ spec: CRBSpec, _ membership: Membership, _ crypto: Cryptography
  ) -> BlockchainModule {
    let maximum = Int(spec.blockMaximum.bytes)
    let settings = PBFTSettings(
      blockInterval: spec.blockInterval, maximumBlockBytes: maximum, viewChangeTimeout: spec.viewChangeTimeout)
    let rules = BlockRules(
      transactions: .configurationRepository(maximumBytes: CRBWorld.largestTransaction(inBlockOf: maximum, crypto)),
      maximumBytes: maximum)
    let pending = PendingList(maximumCount: spec.pendingTransactions, maximumBytes: Int(spec.pendingBytes.bytes))
    return BlockchainModule(
      replica: Replica(
        number: number, membership: membership, keyPair: pair, crypto: crypto, settings: settings, rules: rules,
        pending: pending))
  }

  /// Encoded bytes of the largest transaction that a block of this size can hold alone.
  private static func largestTransaction(inBlockOf maximum: Int, _ crypto: Cryptography) -> Int {
    let rest = BlockContent.size(
      signer: crypto.publicKeyLength, previous: crypto.signatureLength,
      transactionElements: BSONSize.element(.index(0), 0))
    return max(0, maximum - rest)
  }

  /// The module at a node, as it is now.
  func module(_ number: Int) -> BlockchainModule {
    let machine = world.hosts[number].machine
    return (machine as? ByzantineMachine)?.honest ?? machine as! BlockchainModule
  }

  // MARK: WorldObserver

  func noted(_ note: Note, by node: NodeID, startedAt start: Instant, at now: Instant) {
    world.transcript?.add(now, node, CRBWorld.words(note))
    recorder.noted(note, by: node, startedAt: start, at: now)
    continuity.noted(note, at: now)
    coverage.noted(note, by: node)
    if world.faults?.noted(note, by: node) == true { oracles.progress.interrupted(at: now) }
  }

  func dropped(_ reason: DropReason, by node: NodeID, at now: Instant) {
    recorder.dropped(reason, at: now)
    if reason == .pendingListFull { oracles.starvation?.turnedAway(at: now) }
    coverage.dropped(reason, by: node)
    world.transcript?.add(now, node, "drops: \(reason.rawValue)")
  }

  func delivered(_ delivery: Delivery, by node: NodeID, at now: Instant) {
    let block = unsafeDowncast(delivery.entry, to: Block.self)
    if isJudged, isNew(block, height: delivery.height, at: node, now: now) {
      continuity.decided(at: now)
      evidence?.decided(delivery.height)
    }
    recorder.delivered(block, height: delivery.height, at: node, now: now)
  }

  /// Lets oracles look at a block that a module has appended; true when nobody appended one at this height before.
  private func isNew(_ block: Block, height: Int64, at node: NodeID, now: Instant) -> Bool {
    // One that lost power at this very milestone has a new machine, which has read nothing yet.
    let isDown = world.hosts[Int(node.index)].condition == .down
    let index = isDown ? nil : module(Int(node.index)).replica.ledger
    return oracles.delivered(block, height: height, at: node, index: index, now: now)
  }

  func sent(_ payload: Payload, _ kind: MessageKind, receivers: Int, by node: NodeID, at now: Instant) {
    traffic.sent(kind, bytes: payload.count, receivers: receivers, by: node, at: now)
    evidence?.saw(payload, kind)
    guard kind == .found || kind == .receipt, isJudged, Int(node.index) < spec.modules else { return }
    // As it leaves the module: what the network does to it is no promise of the module's.
    switch payload.decoded(ModuleMessage.init(decoding:)).content {
    case .client(.found(let id, let height)): oracles.told(id, height: height, by: Int(node.index), now: now)
    case .client(.receipt(let id, refused: nil)): oracles.filed(id, by: Int(node.index))
    case .client, .consensus, .refused: break
    }
  }

  func restarted(_ node: NodeID, at now: Instant) {
    coverage.restarted(node)
    guard isJudged else { return }
    let disk = world.hosts[Int(node.index)].disk!
    oracles.restarted(node, ledger: disk.durableContents(of: FileID.ledger.slot), now: now)
  }

  /// A note, for a transcript.
  private static func words(_ note: Note) -> String {
    "\(PBFTNote(rawValue: note.kind).map { "\($0)" } ?? "note \(note.kind)") \(note.subject), value \(note.value)"
  }

  // MARK: The end

  /// What the oracles found in the whole run.
  func violations() -> [Violation] {
    guard isJudged else { return [] }
    let ledgers = (0..<spec.modules).compactMap { number -> (file: ByteRope, index: Ledger?)? in
      let host = world.hosts[number]
      guard host.disk!.retainsContents else { return nil }
      let machine = module(number)
      let isUp = host.condition != .down && machine.phase != .restarting
      return (host.disk!.durableContents(of: FileID.ledger.slot), isUp ? machine.replica.ledger : nil)
    }
    return oracles.finish(at: world.simulator.now, ledgers: ledgers) + accountabilityViolations
  }

  /// Blocks that the module furthest behind lacks; those that are down or byzantine do not count.
  var lag: Int64 {
    let heights = oracles.agreement.heights.enumerated().filter {
      world.hosts[$0.offset].condition != .down && !oracles.byzantine[$0.offset]
    }
    return Int64(oracles.agreement.chain.count) - (heights.map(\.element).min() ?? 0)
  }
}
