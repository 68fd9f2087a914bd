import Testing
import Vocabulary

@testable import Protocols

/// Modules that Raft orders, without a simulated world: messages wait in a bag, disk requests in queues, timers for their
/// time, and a seeded choice says what happens next. After every step the properties of figure 3 are checked.
final class RaftCluster {
  struct Envelope {
    var payload: Payload
    var kind: MessageKind
    var from: Int
    var to: NodeID
  }

  let crypto = Cryptography(suite: .ed25519, mode: .modelled, seed: 7)
  let pairs: [KeyPair]
  let membership: Membership
  var settings = RaftSettings(
    blockInterval: .milliseconds(200), maximumBlockBytes: 100_000, electionTimeout: .seconds(5))
  var modules: [RaftModule] = []
  var bag: [Envelope] = []
  /// By node, then by file.
  var files: [[Cluster.File]]
  var timers: [[Int: Instant]]
  var now = Instant.start
  var stream: RandomStream
  var down: Set<Int> = []
  var isCut: ((Int, Int) -> Bool)?
  /// Of a hundred messages, how many are lost, and how many arrive twice.
  var loss: UInt64 = 0
  var doubling: UInt64 = 0
  /// Of a hundred steps, in how many a timer runs out though messages are under way.
  var haste: UInt64 = 0
  /// By node.
  var blocks: [[Block]]
  var drops: [[DropReason]]
  var answers: [ClientMessage] = []
  var check = RaftProperties()
  private var lives: [UInt64]
  private var built: Int64 = 0

  var count: Int { membership.count }
  var client: NodeID { NodeID(count) }

  init(_ count: Int, seed: UInt64 = 1, powered: Bool = true) {
    pairs = (0..<count).map { [crypto] in crypto.keyPair(named: "module/\($0)") }
    membership = Membership(pairs.map(\.publicKey))
    files = Array(repeating: Array(repeating: Cluster.File(), count: 3), count: count)
    timers = Array(repeating: [:], count: count)
    blocks = Array(repeating: [], count: count)
    drops = Array(repeating: [], count: count)
    lives = (0..<count).map { seed &* 1_000 &+ UInt64($0) }
    stream = RandomStream(seed: seed)
    modules = (0..<count).map(machine)
    if powered { for node in 0..<count { power(node) } }
  }

  private func machine(_ number: Int) -> RaftModule {
    lives[number] &+= 100
    return RaftModule(
      replica: RaftReplica(
        number: number, membership: membership, keyPair: pairs[number], crypto: crypto, settings: settings,
        transactionRules: .configurationRepository(maximumBytes: settings.maximumBlockBytes / 2),
        pending: PendingList(maximumCount: 1_000, maximumBytes: 10_000_000), stream: RandomStream(seed: lives[number])))
  }

  func replica(_ node: Int) -> RaftReplica { modules[node].replica }
  var leaders: [Int] { (0..<count).filter { !down.contains($0) && replica($0).role == .leader } }
  /// The one of the latest term.
  var leader: Int? { leaders.max { replica($0).term < replica($1).term } }

  // MARK: One thing at a time

  @discardableResult
  func step(_ node: Int, _ input: Input) -> [Effect] {
    var effects = Effects()
    modules[node].step(input, at: now, into: &effects)
    for effect in effects.list { carryOut(effect, by: node) }
    check.look(at: self, node)
    return effects.list
  }

  @discardableResult
  func hand(_ message: RaftMessage, to node: Int, from sender: Int) -> [Effect] {
    step(node, .message(Payload(message.bytes), from: NodeID(sender)))
  }

  private func carryOut(_ effect: Effect, by node: Int) {
    switch effect {
    case .send(let payload, let kind, let receiver): post(payload, kind, from: node, to: receiver)
    case .broadcast(let payload, let kind):
      for receiver in 0..<count where receiver != node { post(payload, kind, from: node, to: NodeID(receiver)) }
    case .transmit: preconditionFailure("a node of this test has no ports")
    case .arm(let timer, let span): timers[node][timer.slot] = now + span
    case .cancel(let timer): timers[node][timer.slot] = nil
    case .append(let file, let chunks): files[node][file.slot].written += chunks.joined()
    case .sync(let file, let ticket):
      files[node][file.slot].requests.append(.sync(ticket, size: files[node][file.slot].written.count))
    case .truncate(let file, let size):
      files[node][file.slot].written.removeLast(files[node][file.slot].written.count - Int(size))
      files[node][file.slot].durable = min(files[node][file.slot].durable, Int(size))
    case .read(let file, let offset, let count, let ticket):
      files[node][file.slot].requests.append(.read(ticket, offset: Int(offset), count: count))
    case .deliver(let delivery):
      #expect(Int(delivery.height) == blocks[node].count + 1, "node \(node): every height is delivered once")
      blocks[node].append(unsafeDowncast(delivery.entry, to: Block.self))
    case .drop(let reason): drops[node].append(reason)
    case .note: break
    case .halt(let reason): Issue.record("node \(node) halts because of \(reason)")
    }
  }

  private func post(_ payload: Payload, _ kind: MessageKind, from node: Int, to receiver: NodeID) {
    let content = ModuleMessage(decoding: payload.bytes).content
    if case .raft(let message) = content { check.leaves(message, from: node, to: Int(receiver.index), in: self) }
    if case .client(let message) = content, receiver.index >= count { return answers.append(message) }
    bag.append(Envelope(payload: payload, kind: kind, from: node, to: receiver))
  }

  /// Answers the oldest request about the node's file.
  @discardableResult
  func answer(_ node: Int, _ file: FileID) -> [Effect] {
    switch files[node][file.slot].requests.removeFirst() {
    case .sync(let ticket, let size):
      // The file may have been emptied since: the other one holds what was in it.
      let written = files[node][file.slot].written.count
      files[node][file.slot].durable = max(files[node][file.slot].durable, min(size, written))
      return step(node, .synced(file, ticket))
    case .read(let ticket, let offset, let count):
      let rest = files[node][file.slot].written.dropFirst(offset)
      return step(node, .read(file, ticket, ByteRope(Array(rest.prefix(Int(min(count, Int64(rest.count))))))))
    }
  }

  /// Lets the node's timer run out: time goes on to its deadline.
  @discardableResult
  func fire(_ timer: TimerID, on node: Int) -> [Effect] {
    guard let deadline = timers[node].removeValue(forKey: timer.slot) else {
      Issue.record("timer \(timer.slot) of node \(node) does not run")
      return []
    }
    now = max(now, deadline)
    return step(node, .timer(timer))
  }

  // MARK: Many things, in a seeded order

  /// Delivers one message or answers one disk request; with neither, or in haste, lets the next timer run out.
  @discardableResult
  func advance(timers mayFire: Bool = true) -> Bool {
    var waiting: [(node: Int, file: Int)] = []
    for node in 0..<count {
      for file in files[node].indices where !files[node][file].requests.isEmpty { waiting.append((node, file)) }
    }
    let choices = bag.count + waiting.count
    if choices == 0 || mayFire && stream.below(100) < haste { return mayFire && fireNext() }
    now = now + .microseconds(100)
    let choice = Int(stream.below(UInt64(choices)))
    guard choice < bag.count else {
      answer(waiting[choice - bag.count].node, FileID(slot: waiting[choice - bag.count].file))
      return true
    }
    bag.swapAt(choice, bag.count - 1)
    let envelope = bag.removeLast()
    let receiver = Int(envelope.to.index)
    guard !down.contains(receiver), isCut?(envelope.from, receiver) != true else { return true }
    guard stream.below(100) >= loss else { return true }
    if stream.below(100) < doubling { bag.append(envelope) }
    step(receiver, .message(envelope.payload, from: NodeID(envelope.from)))
    return true
  }

  private func fireNext() -> Bool {
    var next: (node: Int, slot: Int, at: Instant)?
    for node in 0..<count {
      for slot in timers[node].keys.sorted() {
        let deadline = timers[node][slot]!
        if next == nil || deadline < next!.at { next = (node, slot, deadline) }
      }
    }
    guard let next else { return false }
    fire(TimerID(slot: next.slot), on: next.node)
    return true
  }

  /// Goes on until nothing is under way; no timer runs out.
  func settle() {
    while advance(timers: false) {}
  }

  /// Goes on until the condition holds; false if that takes more steps.
  @discardableResult
  func run(_ steps: Int, until condition: () -> Bool) -> Bool {
    for _ in 0..<steps {
      if condition() { return true }
      advance()
    }
    return condition()
  }

  // MARK: Life and death

  func power(_ node: Int) {
    down.remove(node)
    step(node, .started)
  }

  /// The node loses power. Its files hold what was durable and `torn` bytes of what was not.
  func crash(_ node: Int, torn: Int = 0) {
    for file in files[node].indices {
      let kept = min(files[node][file].written.count, files[node][file].durable + torn)
      files[node][file] = Cluster.File(written: Array(files[node][file].written[..<kept]), durable: kept)
    }
    timers[node] = [:]
    modules[node] = machine(node)
    down.insert(node)
    var scanner = LedgerScanner(ByteRope(files[node][FileID.ledger.slot].written))
    var stored: [Block] = []
    while case .record(let record) = scanner.next() { stored.append(record.block) }
    #expect(stored.count >= blocks[node].count, "node \(node) lost a durable block")
    blocks[node] = stored
    check.restarted(node)
  }

  func restart(_ node: Int, torn: Int = 0) {
    crash(node, torn: torn)
    power(node)
  }

  /// All trouble is over, and everybody has power.
  func heal() {
    (loss, doubling, haste, isCut) = (0, 0, 0, nil)
    for node in down.sorted() { power(node) }
  }

  // MARK: Load

  func transaction(bytes: Int = 20) -> Transaction {
    built += 1
    var meter = Meter()
    var builder = TransactionBuilder(
      cryptography: crypto, sender: crypto.keyPair(named: "tenant/0"), stream: RandomStream(seed: UInt64(built)))
    let configuration = Configuration(
      cid: "c\(built)", vid: "1", description: "", configuration: [UInt8](repeating: 7, count: bytes))
    return configuration.transaction(to: nil, at: built, with: &builder, &meter)
  }

  @discardableResult
  func submit(_ transactions: [Transaction], to node: Int = 0) -> [Effect] {
    step(node, .message(Payload(ClientMessage.submit(transactions).bytes), from: client))
  }

  /// Lets the first leader be elected.
  static func led(_ count: Int, seed: UInt64 = 1) -> RaftCluster {
    let cluster = RaftCluster(count, seed: seed)
    cluster.run(10_000) { cluster.leader != nil }
    cluster.settle()
    return cluster
  }

  /// Whether every node of these has decided these transactions, each once.
  func hold(_ transactions: [Transaction], _ nodes: [Int]) -> Bool {
    nodes.allSatisfy { node in
      let ledger = replica(node).ledger
      return transactions.allSatisfy { ledger.height(of: $0.id).map { $0 <= replica(node).concluded } ?? false }
    }
  }
}
