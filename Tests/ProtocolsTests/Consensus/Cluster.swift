import Testing
import Vocabulary

@testable import Protocols

/// Blockchain modules without a simulated world: messages wait in a bag and disk requests in queues, and a seeded choice
/// says what happens next. Timers that measure time run out when a test says so. Checks of every vote that leaves that it is durable.
final class Cluster {
  struct Envelope {
    var payload: Payload
    var kind: MessageKind
    var from: NodeID
    var to: NodeID
  }

  /// One file of one module; its requests are answered in order.
  struct File {
    enum Request {
      case sync(DiskTicket, size: Int)
      case read(DiskTicket, offset: Int, count: Int64)
    }

    var written: [UInt8] = []
    var durable = 0
    var requests: [Request] = []
  }

  let crypto: Cryptography
  let pairs: [KeyPair]
  let membership: Membership
  let settings: PBFTSettings
  var pendingLimit: Int
  var modules: [BlockchainModule] = []
  /// Under way, in no order.
  var bag: [Envelope] = []
  /// By node, then by file.
  var files: [[File]]
  var timers: [[Int: Instant]]
  /// By node: the votes in its log, and where each ends.
  var records: [[(file: Int, end: Int, bytes: [UInt8])]]
  var now = Instant.start
  var stream: RandomStream
  /// Sees every step.
  var observer: ((_ node: Int, Input, [Effect]) -> Void)?
  /// Nodes without power.
  var down: Set<Int> = []
  /// Whether messages between two nodes are lost.
  var isCut: ((Int, Int) -> Bool)?
  /// Of a hundred messages, how many are lost.
  var loss: UInt64 = 0
  /// Of a hundred steps, in how many a timer runs out though messages are under way: how slow the network is.
  var haste: UInt64 = 0
  /// Changes what a node sends to another: for faulty nodes.
  var corrupt: ((Cluster, Envelope) -> [Envelope])?

  // What happened, by node.
  var blocks: [[Block]]
  var drops: [[DropReason]]
  var notes: [[Note]]
  var answers: [ClientMessage] = []
  /// Signatures that all of them have verified.
  var verifications: Int64 = 0
  /// Messages sent, by kind.
  var sent = [Int](repeating: 0, count: MessageKind.moduleKindNames.count)
  private var built: Int64 = 0

  var count: Int { membership.count }
  var quorum: Int { membership.quorum }
  /// A node that is no member.
  var client: NodeID { NodeID(count) }

  init(
    _ count: Int, seed: UInt64 = 1, suite: SignatureSuite = .ed25519, mode: CryptoMode = .modelled,
    blockBytes: Int = 100_000, pending: Int = 1_000, powered: Bool = true, federation: String = "federation"
  ) {
    crypto = Cryptography(suite: suite, mode: mode, seed: 7)
    pairs = (0..<count).map { [crypto] in crypto.keyPair(named: "module/\($0)") }
    membership = Membership(pairs.map(\.publicKey), of: federation)
    settings = PBFTSettings(
      blockInterval: .milliseconds(200), maximumBlockBytes: blockBytes, viewChangeTimeout: .seconds(5))
    pendingLimit = pending
    files = [[File]](repeating: [File(), File(), File()], count: count)
    timers = [[Int: Instant]](repeating: [:], count: count)
    records = [[(file: Int, end: Int, bytes: [UInt8])]](repeating: [], count: count)
    blocks = [[Block]](repeating: [], count: count)
    drops = [[DropReason]](repeating: [], count: count)
    notes = [[Note]](repeating: [], count: count)
    stream = RandomStream(seed: seed)
    modules = (0..<count).map(machine)
    if powered { for node in 0..<count { power(node) } }
  }

  private func machine(_ number: Int) -> BlockchainModule {
    let rules = BlockRules(
      transactions: .configurationRepository(maximumBytes: settings.maximumBlockBytes / 2),
      maximumBytes: settings.maximumBlockBytes)
    return BlockchainModule(
      replica: Replica(
        number: number, membership: membership, keyPair: pairs[number], crypto: crypto, settings: settings,
        rules: rules, pending: PendingList(maximumCount: pendingLimit, maximumBytes: 10_000_000)))
  }

  // MARK: One thing at a time

  /// Hands the node an input and carries out what it wants done; gives that for a closer look.
  @discardableResult
  func step(_ node: Int, _ input: Input) -> [Effect] {
    var effects = Effects()
    modules[node].step(input, at: now, into: &effects)
    verifications += effects.meter.count(.verify)
    observer?(node, input, effects.list)
    for effect in effects.list { carryOut(effect, by: node) }
    return effects.list
  }

  func hand(_ bytes: [UInt8], to node: Int, from sender: NodeID) { step(node, .message(Payload(bytes), from: sender)) }

  private func carryOut(_ effect: Effect, by node: Int) {
    switch effect {
    case .send(let payload, let kind, let receiver):
      sent[kind.slot] += 1
      post(Envelope(payload: payload, kind: kind, from: NodeID(node), to: receiver))
    case .broadcast(let payload, let kind):
      expectDurable(payload, node)
      for receiver in 0..<count where receiver != node {
        sent[kind.slot] += 1
        post(Envelope(payload: payload, kind: kind, from: NodeID(node), to: NodeID(receiver)))
      }
    case .transmit: preconditionFailure("a node of this test has no ports")
    case .arm(let timer, let span): timers[node][timer.slot] = now + span
    case .cancel(let timer): timers[node][timer.slot] = nil
    case .append(let file, let chunks):
      files[node][file.slot].written += chunks.joined()
      if file != .ledger { records[node].append((file.slot, files[node][file.slot].written.count, chunks[0])) }
    case .sync(let file, let ticket):
      let size = files[node][file.slot].written.count
      files[node][file.slot].requests.append(.sync(ticket, size: size))
    case .truncate(let file, let size):
      files[node][file.slot].written.removeLast(files[node][file.slot].written.count - Int(size))
      files[node][file.slot].durable = min(files[node][file.slot].durable, Int(size))
      records[node].removeAll { $0.file == file.slot && $0.end > Int(size) }
    case .read(let file, let offset, let count, let ticket):
      files[node][file.slot].requests.append(.read(ticket, offset: Int(offset), count: count))
    case .halt(let defect): Issue.record("node \(node) halts: \(defect.rawValue)")
    case .deliver(let delivery):
      #expect(Int(delivery.height) == blocks[node].count + 1, "node \(node): every height is delivered once")
      blocks[node].append(unsafeDowncast(delivery.entry, to: Block.self))
    case .drop(let reason): drops[node].append(reason)
    case .note(let note): notes[node].append(note)
    }
  }

  private func post(_ envelope: Envelope) {
    guard envelope.to.index < count else {
      if case .client(let message) = ModuleMessage(decoding: envelope.payload.bytes).content { answers.append(message) }
      return
    }
    bag += corrupt?(self, envelope) ?? [envelope]
  }

  /// The durable part of the node's vote log must hold the vote that leaves.
  private func expectDurable(_ payload: Payload, _ node: Int) {
    guard case .consensus(let message) = ModuleMessage(decoding: payload.bytes).content else { return }
    let vote: Vote
    switch message {
    case .prePrepare(let proposal): vote = proposal.vote
    case .vote(let single): vote = single
    case .viewChange, .newView, .fetch, .blocks, .held: return
    }
    let found = records[node].reversed().contains { record in
      guard record.end <= files[node][record.file].durable else { return false }
      let last = min(record.bytes.count, 1_000) - vote.signature.count
      return (0...max(0, last)).contains { record.bytes[$0...].starts(with: vote.signature) }
    }
    #expect(found, "the \(vote.phase) of replica \(node) at \(vote.sequence) leaves before it is durable")
  }

  /// Answers the oldest request about the node's file.
  @discardableResult
  func answer(_ node: Int, _ file: FileID) -> [Effect] {
    switch files[node][file.slot].requests.removeFirst() {
    case .sync(let ticket, let size):
      files[node][file.slot].durable = max(files[node][file.slot].durable, size)
      return step(node, .synced(file, ticket))
    case .read(let ticket, let offset, let count):
      let rest = files[node][file.slot].written.dropFirst(offset)
      return step(node, .read(file, ticket, ByteRope(Array(rest.prefix(Int(min(count, Int64(rest.count))))))))
    }
  }

  func isArmed(_ timer: TimerID, on node: Int) -> Bool { timers[node][timer.slot] != nil }

  /// Lets the node's timer run out: time goes on to its deadline.
  func fire(_ timer: TimerID, on node: Int) {
    guard let deadline = timers[node].removeValue(forKey: timer.slot) else {
      Issue.record("timer \(timer.slot) of node \(node) does not run")
      return
    }
    now = max(now, deadline)
    step(node, .timer(timer))
  }

  // MARK: Many things, in a seeded order

  /// Delivers one message, answers one disk request or lets a due proposal be made; false when nothing is under way.
  func advance() -> Bool {
    var waiting: [(node: Int, file: Int)] = []
    for node in 0..<count {
      for file in files[node].indices where !files[node][file].requests.isEmpty { waiting.append((node, file)) }
    }
    let proposer = (0..<count).first { timers[$0][TimerID.proposal.slot] != nil }
    let due = proposer != nil
    let choices = bag.count + waiting.count + (due ? 1 : 0)
    guard choices > 0 else { return false }
    let choice = Int(stream.below(UInt64(choices)))
    now = now + .microseconds(10)
    if choice < bag.count {
      bag.swapAt(choice, bag.count - 1)
      let envelope = bag.removeLast()
      guard arrives(envelope) else { return true }
      step(Int(envelope.to.index), .message(envelope.payload, from: envelope.from))
    } else if choice - bag.count == waiting.count {
      fire(.proposal, on: proposer!)
    } else {
      answer(waiting[choice - bag.count].node, FileID(slot: waiting[choice - bag.count].file))
    }
    return true
  }

  /// Goes on until nothing is under way.
  func settle() {
    while advance() {}
  }

  /// Lets the primary propose what it has, and everything that follows happen.
  func decide() {
    settle()
    fire(.block, on: 0)
    settle()
  }

  // MARK: Life and death

  func power(_ node: Int) {
    down.remove(node)
    step(node, .started)
  }

  /// The node loses power. Its files hold what was durable and `torn` bytes of what was not.
  func crash(_ node: Int, torn: Int = 0) {
    records[node].removeAll { $0.end > files[node][$0.file].durable }
    for file in files[node].indices {
      let kept = min(files[node][file].written.count, files[node][file].durable + torn)
      files[node][file] = File(written: Array(files[node][file].written[..<kept]), durable: kept)
    }
    timers[node] = [:]
    modules[node] = machine(node)
    down.insert(node)
    let lost = blocks[node]
    blocks[node] = storedBlocks(node)
    #expect(blocks[node].count >= lost.count, "node \(node) lost a durable block")
  }

  private func storedBlocks(_ node: Int) -> [Block] {
    var scanner = LedgerScanner(ByteRope(files[node][FileID.ledger.slot].written))
    var found: [Block] = []
    while case .record(let record) = scanner.next() { found.append(record.block) }
    return found
  }

  func restart(_ node: Int, torn: Int = 0) {
    crash(node, torn: torn)
    power(node)
  }

  // MARK: Load

  /// Another transaction; `sender` signs it.
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
}
