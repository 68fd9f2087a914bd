import Testing
import Vocabulary

@testable import Protocols

/// A tenant, two data centers of two domains with their service clients and VNFs, and three ledgers, in memory. Messages
/// may be lost and doubled by a seed, and any node may lose power.
final class ClientLoop {
  static let (crb, smbs, managements, services) = ([0, 1], [[2, 3], [4, 5]], [6, 7], [8, 9])
  static let tenant = 10
  static let firstVNF = 20
  static let chains = [crb] + smbs

  struct Node {
    var machine: any StateMachine
    var life = 0
    /// Generation by slot: a timer of an older one is void.
    var timers: [Int: Int] = [:]
    /// By file.
    var durableFiles: [Int: [UInt8]] = [:]
    var written: [Int: [UInt8]] = [:]
    var syncs = 0
    var effects = 0
    var durable: [UInt8] { durableFiles[0] ?? [] }
  }

  private struct Event {
    var time: Int64
    var number: Int
    var action: () -> Void
  }

  let cryptography = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
  var ledgers: [FakeLedger]
  var managements = [FakeManagement(number: 0), FakeManagement(number: 1)]
  var nodes: [Int: Node] = [:]
  /// Node of each instance.
  var hosts: [String: Int] = [:]
  var drops: [(node: Int, reason: DropReason)] = []
  var notes: [(node: Int, note: Note)] = []
  /// What must never be, and was.
  var violations: [String] = []
  var makeMachine: [Int: () -> any StateMachine] = [:]
  /// Called before the node's sync number is carried out; true: the node loses power, with what was written durable or not.
  var crash: (_ node: Int, _ sync: Int) -> (durable: Bool, now: Bool) = { _, _ in (false, false) }
  /// Called before the node's effect number is carried out; true: the node loses power, and its writes with it, or not.
  var crashAt: (_ node: Int, _ effect: Int) -> Bool = { _, _ in false }
  var keepsWrites = false
  /// Of 100 messages.
  var lost = 0
  var doubled = 0
  var silent: Set<Int> = []
  /// How far a node's wall clock is ahead.
  var ahead: (_ node: Int) -> TimeSpan = { _ in .zero }
  private(set) var now: Int64 = 1_000_000_000
  private var events: [Event] = []
  private var count = 0
  private var random: RandomStream

  init(seed: UInt64 = 1, patience: TimeSpan = .seconds(5), migrationAttempts: Int = 3, journalTurn: Int = 1 << 20) {
    random = RandomStream(seed: seed)
    let crypto = cryptography
    ledgers = [FakeLedger(.configurationRepository(maximumBytes: 100_000), crypto, at: Self.crb)]
    for nodes in Self.smbs { ledgers.append(FakeLedger(.serviceManagement(maximumBytes: 100_000), crypto, at: nodes)) }
    let ledgers = ledgers
    func access(_ chain: Int) -> ModuleAccess.Settings {
      ModuleAccess.Settings(
        modules: Self.chains[chain].map { NodeID($0) }, keys: ledgers[chain].writing.keys,
        pollInterval: .milliseconds(100), timeout: .milliseconds(200))
    }
    for (index, node) in Self.services.enumerated() {
      let settings = ServiceClientSettings(
        pair: crypto.keyPair(named: "service/\(index)"), management: NodeID(Self.managements[index]),
        access: access(1 + index), managementTimeout: .milliseconds(500))
      makeMachine[node] = { ServiceClient(settings, cryptography: crypto) }
    }
    let settings = TenantClientSettings(
      pair: crypto.keyPair(named: "tenant/crb"), repository: access(0),
      domains: (0..<2).map {
        ManagementDomain(pair: crypto.keyPair(named: "tenant/smb/\($0)"), access: access(1 + $0))
      },
      dataCenters: (0..<2).map {
        DataCenter(
          domain: $0, service: crypto.keyPair(named: "service/\($0)").publicKey,
          management: NodeID(Self.managements[$0]))
      },
      credential: [1, 2, 3], vnfModules: Self.crb.map { NodeID($0) }, vnfPollInterval: .milliseconds(100),
      patience: patience, migrationAttempts: migrationAttempts, managementTimeout: .milliseconds(500),
      journalTurn: journalTurn)
    makeMachine[Self.tenant] = {
      TenantClient(settings, cryptography: crypto, stream: RandomStream(seed: 7))
    }
    for node in Self.services + [Self.tenant] { start(node) }
  }

  // MARK: Nodes

  /// What a crash leaves of the tenant's two files.
  var tenantJournal: [[UInt8]] { (0..<2).map { nodes[Self.tenant]!.durableFiles[$0] ?? [] } }
  var tenant: TenantClient { nodes[Self.tenant]!.machine as! TenantClient }
  func vnf(_ name: String) -> VNFClient? { hosts[name].flatMap { nodes[$0]?.machine as? VNFClient } }

  func begin(_ operation: TenantOperation, directly: Bool = false) -> Int64 {
    var tenant = tenant
    var effects = Effects()
    let number = tenant.begin(operation, directly: directly, at: Instant(nanoseconds: now), into: &effects)
    nodes[Self.tenant]!.machine = tenant
    carryOut(effects, of: Self.tenant)
    return number
  }

  /// A message that somebody made up.
  func hand(_ bytes: [UInt8], to node: Int, from sender: Int) {
    step(node, .message(Payload(bytes), from: NodeID(sender)))
  }

  private func start(_ node: Int) {
    var new = Node(machine: makeMachine[node]!())
    if let old = nodes[node] {
      new.life = old.life + 1
      new.durableFiles = old.durableFiles
      new.written = old.durableFiles
      new.syncs = old.syncs
      new.effects = old.effects
    }
    nodes[node] = new
    step(node, .started)
  }

  func powerOff(_ node: Int) {
    nodes[node]!.life += 1
    after(50_000_000) { [unowned self] in start(node) }
  }

  private func step(_ node: Int, _ input: Input) {
    guard var machine = nodes[node]?.machine else { return }
    var effects = Effects()
    effects.wallClock = Instant(nanoseconds: now) + ahead(node)
    machine.step(input, at: Instant(nanoseconds: now), into: &effects)
    nodes[node]!.machine = machine
    carryOut(effects, of: node)
  }

  private func carryOut(_ effects: Effects, of node: Int) {
    let life = nodes[node]!.life
    for effect in effects.list where nodes[node]?.life == life {
      nodes[node]!.effects += 1
      guard !crashAt(node, nodes[node]!.effects) else {
        if keepsWrites { nodes[node]!.durableFiles = nodes[node]!.written }
        return powerOff(node)
      }
      switch effect {
      case .send(let payload, _, let to): send(payload.bytes, from: node, to: Int(to.index))
      case .transmit: preconditionFailure("a node of this test has no ports")
      case .arm(let timer, let span):
        let generation = (nodes[node]!.timers[timer.slot] ?? 0) + 1
        nodes[node]!.timers[timer.slot] = generation
        after(span.nanoseconds) { [unowned self] in
          guard nodes[node]?.life == life, nodes[node]?.timers[timer.slot] == generation else { return }
          step(node, .timer(timer))
        }
      case .cancel(let timer): nodes[node]!.timers[timer.slot, default: 0] += 1
      case .append(let file, let chunks): nodes[node]!.written[file.slot, default: []] += chunks.flatMap { $0 }
      case .sync(let file, let ticket): sync(file, ticket, of: node)
      case .truncate(let file, let offset):
        nodes[node]!.written[file.slot] = Array(nodes[node]!.written[file.slot, default: []].prefix(Int(offset)))
      case .read(let file, _, _, let ticket):
        let bytes = ByteRope(nodes[node]!.durableFiles[file.slot] ?? [])
        after(1_000) { [unowned self] in if nodes[node]?.life == life { step(node, .read(file, ticket, bytes)) } }
      case .drop(let reason): drops.append((node, reason))
      case .note(let note): notes.append((node, note))
      case .broadcast, .deliver, .halt: Issue.record("a client does no such thing")
      }
    }
  }

  private func sync(_ file: FileID, _ ticket: DiskTicket, of node: Int) {
    nodes[node]!.syncs += 1
    let (durable, now) = crash(node, nodes[node]!.syncs)
    let bytes = nodes[node]!.written
    if now {
      if durable { nodes[node]!.durableFiles = bytes }
      return powerOff(node)
    }
    let life = nodes[node]!.life
    after(1_000_000) { [unowned self] in
      guard nodes[node]?.life == life else { return }
      nodes[node]!.durableFiles = bytes
      step(node, .synced(file, ticket))
    }
  }

  // MARK: Network

  private func send(_ bytes: [UInt8], from: Int, to: Int) {
    guard !silent.contains(to), !silent.contains(from) else { return }
    let copies = Int(random.below(100)) < lost ? 0 : Int(random.below(100)) < doubled ? 2 : 1
    for _ in 0..<copies {
      after(1_000_000 + Int64(random.below(3_000_000))) { [unowned self] in arrive(bytes, from: from, at: to) }
    }
  }

  private func arrive(_ bytes: [UInt8], from: Int, at node: Int) {
    if let chain = Self.chains.firstIndex(where: { $0.contains(node) }) {
      for answer in (try? ledgers[chain].answer(bytes, at: node)) ?? [] { send(answer.bytes, from: node, to: from) }
    } else if let site = Self.managements.firstIndex(of: node) {
      guard case .request(let id, _, let operation)? = try? ManagementMessage.decode(bytes) else { return }
      guard let (answer, change) = try? managements[site].handle(id, operation, at: now / 1_000_000) else { return }
      if let change { follow(change) }
      send(answer.bytes, from: node, to: from)
    } else {
      step(node, .message(Payload(bytes), from: NodeID(from)))
    }
  }

  private func follow(_ change: FakeManagement.Change) {
    switch change {
    case .boot(let name, let order):
      let node = Self.firstVNF + hosts.count
      hosts[name] = node
      let settings = VNFClientSettings(
        order, instance: name, keyName: "vnf/\(name)", modules: ledgers[0].writing.keys, cryptography)!
      makeMachine[node] = { [cryptography] in
        VNFClient(settings, cryptography: cryptography, stream: RandomStream(seed: UInt64(node)))
      }
      start(node)
    case .destroy(let name):
      if managements.contains(where: { $0.chains.values.contains { $0.contains(name) } }) {
        violations.append("\(name) is destroyed, and a chain leads through it")
      }
      nodes[hosts[name]!] = nil
    case .switched(let from, let to):
      guard let new = vnf(to), new.configuration == vnf(from)?.configuration else {
        violations.append("the path leads through \(to), which has not the configuration of \(from)")
        return
      }
    }
  }

  // MARK: Time

  func after(_ span: Int64, _ action: @escaping () -> Void) {
    count += 1
    let event = Event(time: now + span, number: count, action: action)
    var place = events.count
    while place > 0, (events[place - 1].time, events[place - 1].number) < (event.time, event.number) { place -= 1 }
    events.insert(event, at: place)
  }

  /// Runs until the condition holds; false if it does not within the time.
  @discardableResult
  func run(seconds: Int64 = 600, until condition: () -> Bool) -> Bool {
    let end = now + seconds * 1_000_000_000
    while !condition() {
      guard let event = events.last, event.time <= end else {
        now = end
        return false
      }
      events.removeLast()
      now = event.time
      event.action()
    }
    return true
  }
}
