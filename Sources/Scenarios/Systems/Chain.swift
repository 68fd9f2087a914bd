import Protocols
import SimKernel
import Vocabulary

/// A federation of blockchain modules in a world, and everything that watches it: one of the blockchains of a run.
///
/// To each other, to their oracles and to the recorder the modules are the nodes 0 ..< count; in the world, `nodes`.
final class Chain {
  let spec: CRBSpec
  let system: Federation.System
  /// As keys, kept disks and reports name it.
  let name: String
  /// Its modules, by their numbers in the world.
  let nodes: Range<Int>
  let crypto: Cryptography
  let membership: Membership
  /// What its authority has issued.
  let lists: MembershipFiles
  /// Why modules refused to start, each once.
  private(set) var refusals: [String] = []
  let recorder: Recorder
  let oracles: Oracles
  /// Nil where no module is byzantine at any time.
  let cast: ByzantineCast?
  private(set) var continuity: Continuity
  /// What members sign against themselves; nil where nothing goes wrong.
  let evidence: EvidenceCollector?
  /// The modules' hosts.
  let hosts: [Host]
  let isJudged: Bool

  /// `scenario`: with recurring faults expanded. `writers`: the tenants whose keys a byzantine module may know.
  init(
    _ system: Federation.System, named name: String, _ spec: CRBSpec, at nodes: Range<Int>, scenario: Scenario,
    window: Range<Instant>,
    writers: Int, kit: HostKit, crypto: Cryptography, options: RunOptions
  ) {
    self.spec = spec
    self.system = system
    self.name = name
    self.nodes = nodes
    self.crypto = crypto
    isJudged = options.isJudged
    recorder = Recorder(window: window, simulator: kit.simulator)
    continuity = Continuity(window: window)
    let prefix = system == .crb ? "" : "\(name)/"
    let pairs = (0..<spec.modules).map { crypto.keyPair(named: "\(prefix)module/\($0)") }
    let lists = MembershipFiles(federation: system.rawValue, of: pairs.map(\.publicKey), crypto)
    self.lists = lists
    let federation = Membership(lists.list, pairs.map(\.publicKey))
    membership = federation
    var own = scenario
    own.faults = scenario.faults.concerning(nodes)
    oracles = Oracles(own, spec, membership: federation, crypto: crypto)
    let cast = ByzantineCast(
      own.faults, pairs: pairs, membership: federation, crypto: crypto, spec: spec, writers: writers,
      first: nodes.lowerBound, streams: kit.streams)
    self.cast = cast
    evidence =
      isJudged && !scenario.faults.isEmpty && spec.consensus == .pbft
      ? EvidenceCollector(membership: federation, crypto: crypto) : nil
    let prices = kit.prices(spec.signature)
    let recent = ByteCount(Chain.recentBytes / Int64(spec.modules))
    hosts = pairs.enumerated().map { number, pair in
      let make = Chain.maker(
        number, pair, system, spec, federation, lists.trust, crypto, cast, streams: kit.streams, prefix: prefix)
      let node = nodes.lowerBound + number
      let disk = kit.disk(node, recent: recent)
      // Members of a Raft are as the deployment says.
      let lists = spec.consensus == .pbft ? lists : nil
      if let lists { disk.install(FileID.membership.slot, ByteRope(lists.file)) }
      return Host(
        machine: make(), prices: prices, clock: kit.clock(node), disk: disk,
        addresses: Addresses(group: nodes, nodes: kit.nodes), lists: lists, makeMachine: make)
    }
    oracles.starvation?.pending = { [unowned self] in self.module($0).replica.pending }
  }

  /// What disks keep of each file in a run without faults: enough to help a module that lags.
  private static let recentBytes: Int64 = 8 << 20

  static func module(
    _ number: Int, _ pair: KeyPair, _ system: Federation.System, _ spec: CRBSpec, _ trust: MembershipTrust,
    _ crypto: Cryptography
  ) -> BlockchainModule {
    let maximum = Int(spec.blockMaximum.bytes)
    let settings = PBFTSettings(
      blockInterval: spec.blockInterval, maximumBlockBytes: maximum, viewChangeTimeout: spec.viewChangeTimeout)
    let rules = BlockRules(
      transactions: TransactionRules(
        types: system.transactionTypes, maximumBytes: Chain.largestTransaction(inBlockOf: maximum, crypto)),
      maximumBytes: maximum)
    let pending = PendingList(maximumCount: spec.pendingTransactions, maximumBytes: Int(spec.pendingBytes.bytes))
    return BlockchainModule(
      replica: Replica(
        number: number, keyPair: pair, crypto: crypto, settings: settings, rules: rules, pending: pending),
      trust: trust)
  }

  /// Encoded bytes of the largest transaction that a block of this size can hold alone.
  static func largestTransaction(inBlockOf maximum: Int, _ crypto: Cryptography) -> Int {
    let rest = BlockContent.size(
      signer: crypto.publicKeyLength, previous: crypto.signatureLength,
      transactionElements: BSONSize.element(.index(0), 0))
    return max(0, maximum - rest)
  }

  /// A module as it is now, where PBFT orders the blocks.
  func module(_ number: Int) -> BlockchainModule {
    let machine = hosts[number].machine
    return (machine as? ByzantineMachine)?.honest ?? machine as! BlockchainModule
  }

  // MARK: What its modules do

  func noted(_ note: Note, by module: Int, startedAt start: Instant, at now: Instant) {
    recorder.noted(note, by: NodeID(module), startedAt: start, at: now)
    continuity.noted(note, at: now)
  }

  func delivered(_ delivery: Delivery, by module: Int, at now: Instant) {
    let block = unsafeDowncast(delivery.entry, to: Block.self)
    if isJudged, isNew(block, height: delivery.height, at: module, now: now) {
      continuity.decided(at: now)
      evidence?.decided(delivery.height)
    }
    recorder.delivered(block, height: delivery.height, at: NodeID(module), now: now)
  }

  /// Lets oracles look at a block that a module has appended; true when nobody appended one at this height before.
  private func isNew(_ block: Block, height: Int64, at number: Int, now: Instant) -> Bool {
    // One that lost power at this very milestone has a new machine, which has read nothing yet.
    let isDown = hosts[number].condition == .down
    let index = isDown ? nil : ledger(of: number)
    return oracles.delivered(block, height: height, at: NodeID(number), index: index, now: now)
  }

  func dropped(_ reason: DropReason, at now: Instant) {
    recorder.dropped(reason, at: now)
    if reason == .pendingListFull { oracles.starvation?.turnedAway(at: now) }
  }

  func sent(_ payload: Payload, _ kind: MessageKind, by module: Int, at now: Instant) {
    evidence?.saw(payload, kind)
    guard kind == .found || kind == .receipt || kind == .answer, isJudged else { return }
    // As it leaves the module: what the network does to it is no promise of the module's.
    switch payload.decoded(ModuleMessage.init(decoding:)).content {
    case .client(.found(let id, let height)): oracles.told(id, height: height, by: module, now: now)
    case .client(.receipt(let id, refused: nil)): oracles.filed(id, by: module, now: now)
    case .client(.answer(let answer)): oracles.answered(answer, by: module, now: now)
    case .client, .consensus, .raft, .refused: break
    }
  }

  func refused(_ defect: MembershipDefect, by module: Int) {
    let line = "\(Chain.names([module])) refused to start: \(defect.rawValue)"
    if !refusals.contains(line) { refusals.append(line) }
  }

  func lostPower(_ module: Int) { recorder.lostPower(NodeID(module)) }

  func restarted(_ module: Int, at now: Instant) {
    guard isJudged else { return }
    oracles.restarted(
      NodeID(module), ledger: hosts[module].disk!.durableContents(of: FileID.ledger.slot), now: now)
  }

  /// A module's note, for a transcript.
  static func words(_ note: Note) -> String {
    "\(PBFTNote(rawValue: note.kind).map { "\($0)" } ?? "note \(note.kind)") \(note.subject), value \(note.value)"
  }

  // MARK: The end

  /// What the oracles found in the whole run.
  func violations(at end: Instant) -> [Violation] {
    guard isJudged else { return [] }
    let ledgers = hosts.indices.compactMap { number -> (file: ByteRope, index: Ledger?)? in
      let disk = hosts[number].disk!
      guard disk.retainsContents else { return nil }
      let isUp = phase(number) != .restarting
      return (disk.durableContents(of: FileID.ledger.slot), isUp ? ledger(of: number) : nil)
    }
    return oracles.finish(at: end, ledgers: ledgers) + accountabilityViolations
  }

  /// Blocks that the module furthest behind lacks; those that are down or byzantine do not count.
  var lag: Int64 {
    let heights = oracles.agreement.heights.enumerated().filter {
      hosts[$0.offset].condition != .down && !oracles.byzantine[$0.offset]
    }
    return Int64(oracles.agreement.chain.count) - (heights.map(\.element).min() ?? 0)
  }
}
