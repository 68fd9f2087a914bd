import Protocols
import SimKernel
import Vocabulary

/// A Dolev-Yao adversary: it sits on links, sees every packet there, and may drop, change, repeat and make packets; it has a
/// host and key pairs of its own, breaks no cryptography, and knows nobody else's keys. docs/models/attacks.md.
final class Adversary: Attacker {
  /// One attack of the plan.
  struct Entry {
    /// In the plan.
    let index: Int
    let attack: Attack
    let scope: PacketScope
    /// Nodes in the scope, for what it makes itself.
    let nodes: [Bool]
    var stream: RandomStream
    var isOn = false
    /// How often it has acted unasked.
    var turns = 0
    /// The last packets that it saw, to be repeated.
    var packets = PacketMemory()
  }

  unowned let world: World
  let targets: [Target]
  let crypto: Cryptography
  /// The adversary's host.
  let node: Int
  /// Nodes whose links are inside a data center, or a line of its own.
  private let outOfReach: Range<Int>
  /// What goes wrong by itself, which comes first.
  private let faults: PacketFaults?
  private(set) var entries: [Entry]
  /// Indices of the entries that are on, ascending.
  private var active: [Int] = []
  var knowledge: Knowledge
  private(set) var counters = AttackCounters()
  /// Shown what the adversary opens.
  var judge: ((_ contents: [UInt8], _ now: Instant) -> Void)?

  /// The pair that it has of its own, which is in no list.
  let pair: KeyPair
  private var own: Set<Digest> = []
  /// Those that it has stolen: key pairs on the first chain.
  let stolen: [KeyPair]
  /// Whether a key on the first chain is a tenant's own, which a thief can tell by what the tenant's VNFs are told.
  private let isTenant: (PublicKey) -> Bool
  /// What it signed with them, by the digests of the headers: with which, and when. Never iterated.
  var orders: [Digest: (key: Digest, at: Instant)] = [:]
  /// Stolen keys that their tenants have replaced, by fingerprints, and since when. Never iterated.
  private var replaced: [Digest: Instant] = [:]
  /// What its own work costs is nobody's concern.
  var spare = Meter()

  /// By chain: a transaction that is larger than any may be.
  var oversized: [Transaction?]

  /// Where its packets in others' names enter the network.
  private var spoofed: SpoofedLinks

  /// Nil when the plan has no attacks. The world's last host is the adversary's.
  init?(
    _ plan: FaultPlan, world: World, targets: [Target], outOfReach: Range<Int>, crypto: Cryptography,
    stolen: [KeyPair] = [], isTenant: @escaping (PublicKey) -> Bool = { _ in false }, faults: PacketFaults?,
    streams: RandomStreams
  ) {
    let nodes = world.hosts.count
    let entries = plan.faults.enumerated().compactMap { index, fault -> Entry? in
      guard case .attack(let attack) = fault.kind else { return nil }
      let scope = PacketScope(touching: fault.on, nodes: nodes)
      return Entry(
        index: index, attack: attack, scope: scope, nodes: (0..<nodes).map { scope.covers($0) },
        stream: streams.stream("\(plan.stream(of: index))/attack"))
    }
    guard !entries.isEmpty else { return nil }
    self.world = world
    self.targets = targets
    self.outOfReach = outOfReach
    self.crypto = crypto
    self.stolen = stolen
    self.isTenant = isTenant
    self.faults = faults
    self.entries = entries
    node = nodes - 1
    knowledge = Knowledge(chains: targets.count)
    oversized = targets.map { _ in nil }
    pair = crypto.keyPair(named: "adversary")
    spoofed = SpoofedLinks(world)
  }

  // MARK: Attacks that are on

  func begin(_ index: Int) -> TimeSpan? {
    let place = place(of: index)
    entries[place].isOn = true
    active = entries.indices.filter { entries[$0].isOn }
    return entries[place].attack.kind.isTimed ? entries[place].attack.interval : nil
  }

  func end(_ index: Int) {
    entries[place(of: index)].isOn = false
    active = entries.indices.filter { entries[$0].isOn }
  }

  private func place(of index: Int) -> Int { entries.firstIndex { $0.index == index }! }

  func act(_ index: Int) -> TimeSpan? {
    let place = place(of: index)
    guard entries[place].isOn else { return nil }
    withEntry(place) { entry in
      entry.turns += 1
      switch entry.attack.kind {
      case .stolenKey: order(asTenant: &entry)
      case .replay: replay(&entry)
      case .tampering: handInTampered(&entry)
      case .impersonation: impersonate(&entry)
      case .staleConfiguration: handInStale(&entry)
      case .forgedResponse: handInForged(&entry)
      case .requestFlood: flood(&entry)
      case .badTransactions: handInBad(&entry)
      case .eavesdropping: break
      case .packetInjection, .routeInjection, .compromisedFunction, .compromisedController, .forgedHellos:
        Self.isOfChains(entry.attack)
      }
    }
    return entries[place].attack.interval
  }

  /// Takes the entry out while it is worked on, so that nothing is copied.
  private func withEntry<Result>(_ place: Int, _ body: (inout Entry) -> Result) -> Result {
    var entry = entries[place]
    defer { entries[place] = entry }
    return body(&entry)
  }

  // MARK: Packets that pass

  func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict {
    var verdict = faults?.verdict(on: packet, over: link, at: now) ?? .pass
    guard !active.isEmpty else { return verdict }
    let sender = Int(world.network.sender(of: link).index)
    let receiver = Int(world.network.receiver(of: link).index)
    guard isReachable(sender), isReachable(receiver) else { return verdict }
    let payload = world.payloads.payload(at: packet.payload)
    let seen = Knowledge.Seen(payload: payload, sender: sender, receiver: receiver)
    for place in active where entries[place].scope.covers(sender, receiver) {
      counters.sees(isReadable: entries[place].attack.channel == .open)
      // What is lost or spoiled anyway is left alone.
      guard verdict.drop == nil, verdict.payload == nil else { continue }
      withEntry(place) { entry in
        switch entry.attack.kind {
        case .stolenKey: break
        case .replay: entry.packets.keep(seen)
        case .tampering: tamper(seen, &entry, &verdict)
        case .staleConfiguration: answerStale(seen, &entry, &verdict)
        case .forgedResponse: answerForged(seen, &entry, &verdict)
        case .eavesdropping: listen(to: seen, entry, at: now)
        case .impersonation, .requestFlood, .badTransactions: break
        case .packetInjection, .routeInjection, .compromisedFunction, .compromisedController, .forgedHellos:
          Self.isOfChains(entry.attack)
        }
      }
    }
    return verdict
  }

  private static func isOfChains(_ attack: Attack) {
    preconditionFailure("\(attack.name) is an attack on service function chains")
  }

  private func isReachable(_ node: Int) -> Bool { node != self.node && !outOfReach.contains(node) }

  /// A block that a module has appended: anybody may ask for it.
  func read(_ delivery: Delivery, by module: NodeID) {
    guard let chain = targets.firstIndex(where: { $0.nodes.contains(Int(module.index)) }) else { return }
    let block = unsafeDowncast(delivery.entry, to: Block.self)
    guard knowledge.read(block, height: delivery.height, of: chain) else { return }
    for transaction in block.content.transactions where own.contains(transaction.id) { counters.stored += 1 }
  }

  // MARK: What it sends

  /// A message from its own host, over a connection of its own.
  func send(_ message: ClientMessage, to receiver: Int, _ entry: Entry) {
    if case .submit(let transactions) = message { for transaction in transactions { own.insert(transaction.id) } }
    send(Payload(message.bytes), from: node, to: receiver, entry)
  }

  /// Bytes with any node as their source. In the name of another than itself TLS lets nothing pass.
  func send(_ payload: Payload, from sender: Int, to receiver: Int, _ entry: Entry) {
    guard sender != receiver, isReachable(receiver) else { return }
    let isRefused = entry.attack.channel == .tls && sender != node
    counters.tries(entry.attack.kind)
    world.coverage?.struck(fault: entry.index, module: receiver)
    let forgery = Forgery(attack: entry.index, isRefusedByChannel: isRefused)
    world.inject(payload, forgery, over: link(from: sender, to: receiver))
  }

  /// What goes in the place of a packet that passes.
  func replacement(for seen: Knowledge.Seen, bytes: [UInt8], _ entry: Entry) -> Int32 {
    counters.tries(entry.attack.kind)
    world.coverage?.struck(fault: entry.index, packetFrom: seen.sender, to: seen.receiver)
    let forgery = Forgery(attack: entry.index, isRefusedByChannel: entry.attack.channel == .tls)
    return world.insert(Payload(bytes), forgery)
  }

  private func link(from sender: Int, to receiver: Int) -> LinkID {
    guard sender != node else { return world.mesh.link(from: NodeID(sender), to: NodeID(receiver)) }
    return spoofed.link(from: sender, to: receiver)
  }

  func received(drops: [DropReason]) { counters.received(drops: drops) }

  // MARK: What it knows

  /// Milliseconds since 1970, as its own clock has them: the right time.
  var timestamp: Int64 { world.simulator.now.nanoseconds / 1_000_000 }

  func builder(_ entry: inout Entry, naming sender: PublicKey? = nil) -> TransactionBuilder {
    TransactionBuilder(
      cryptography: crypto, sender: pair, naming: sender, stream: RandomStream(seed: entry.stream.next()))
  }

  /// One of the chain's modules, of those that the attack is on, if it is on any.
  func module(of chain: Int, _ entry: inout Entry) -> Int {
    let concerned = targets[chain].nodes.filter { entry.nodes[$0] }
    return (concerned.isEmpty ? Array(targets[chain].nodes) : concerned).drawn(&entry.stream)
  }

  func chain(_ entry: inout Entry) -> Int { Int(entry.stream.below(UInt64(targets.count))) }
  func chain(of module: Int) -> Int? { targets.firstIndex { $0.nodes.contains(module) } }

  /// A public key that transactions of the chain are for; one of its own while it knows none.
  func recipient(of chain: Int, _ entry: inout Entry) -> PublicKey {
    guard !knowledge.recipients[chain].isEmpty else { return pair.publicKey }
    return crypto.publicKey(encoded: knowledge.recipients[chain].drawn(&entry.stream)) ?? pair.publicKey
  }

  /// A VNF has applied a configuration. True if it is one of the adversary's.
  func applied(_ header: Digest) -> Bool {
    guard let order = orders[header] else { return false }
    counters.obeyed += 1
    if let since = replaced[order.key], since < order.at { counters.obeyedLate += 1 }
    return true
  }

  /// A tenant has replaced a key pair.
  func replaced(_ key: PublicKey, at now: Instant) { replaced[key.fingerprint] = now }

  /// A VNF that the adversary knows of, by what is in the first chain; nil if it knows none.
  func vnf(_ entry: inout Entry) -> PublicKey? {
    let known = knowledge.recipients[0].compactMap { crypto.publicKey(encoded: $0) }.filter { !isTenant($0) }
    return known.isEmpty ? nil : known.drawn(&entry.stream)
  }

  func opened(_ contents: [UInt8], at now: Instant) {
    counters.opened += 1
    judge?(contents, now)
  }
}

extension Array {
  /// One of them. There must be one.
  func drawn(_ stream: inout RandomStream) -> Element { self[Int(stream.below(UInt64(count)))] }
}
