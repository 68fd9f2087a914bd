import Vocabulary

@testable import Protocols

/// Runs one client against the modules of a test: messages take no time, timers go off when they are due, a sync is
/// reported when the test lets it.
struct ClientDriver<Client: StateMachine> {
  var client: Client
  let modules: FakeModules
  var now: Instant
  /// What the client's wall clock is ahead of the test's.
  var clockError = TimeSpan.zero
  private(set) var drops: [DropReason] = []
  private(set) var notes: [Int] = []
  /// What was sent to nodes that are no modules.
  private(set) var sentElsewhere: [(bytes: [UInt8], to: NodeID)] = []
  /// Of each file, by slot, what was written; and what a crash leaves at least.
  private(set) var files: [[UInt8]]
  private(set) var durableFiles: [[UInt8]]
  /// Whether syncs are reported at once.
  var syncsAtOnce = true
  /// What nodes that are no modules say to what they are sent.
  var answersElsewhere: ([UInt8], NodeID) -> [[UInt8]] = { _, _ in [] }
  /// Effects that are carried out before the client loses power; nil: it does not.
  var effectsLeft: Int?
  private var unsynced: [(FileID, DiskTicket, contents: [UInt8])] = []
  private var timers: [(timer: TimerID, due: Instant)] = []
  private var work = Meter()
  /// What comes of a step's effects, which waits until all of them are carried out.
  private var inputs: [Input] = []
  private var isStepping = false

  /// Milliseconds since 1970 at which tests begin.
  static var epoch: Int64 { 1_500_000_000_000 }

  init(_ client: Client, _ modules: FakeModules, files: [[UInt8]] = [[], []], at now: Instant? = nil) {
    self.client = client
    self.modules = modules
    self.files = files
    durableFiles = files
    self.now = now ?? Instant(nanoseconds: Self.epoch * 1_000_000)
  }

  var milliseconds: Int64 { now.nanoseconds / 1_000_000 }

  func count(_ reason: DropReason) -> Int { drops.count { $0 == reason } }
  func count(_ note: ClientNote) -> Int { notes.count { $0 == note.rawValue } }

  mutating func start() { step(.started) }

  mutating func hand(_ bytes: [UInt8], from node: NodeID) { step(.message(Payload(bytes), from: node)) }

  /// Lets time pass, and what is due happen.
  mutating func run(for span: TimeSpan) {
    let end = now + span
    while let next = timers.enumerated().min(by: { $0.element.due < $1.element.due }), next.element.due <= end {
      now = max(now, next.element.due)
      timers.remove(at: next.offset)
      step(.timer(next.element.timer))
    }
    now = end
  }

  /// Reports the oldest sync.
  mutating func sync() {
    guard !unsynced.isEmpty else { return }
    let (file, ticket, contents) = unsynced.removeFirst()
    durableFiles[file.slot] = contents
    step(.synced(file, ticket))
  }

  /// The first file, and what a crash leaves of it.
  var file: [UInt8] { files[0] }
  var durable: [UInt8] { durableFiles[0] }

  mutating func step(_ input: Input) {
    inputs.append(input)
    guard !isStepping else { return }
    isStepping = true
    while !inputs.isEmpty { take(inputs.removeFirst()) }
    isStepping = false
  }

  private mutating func take(_ input: Input) {
    guard effectsLeft != 0 else { return }
    var effects = Effects()
    effects.wallClock = now + clockError
    client.step(input, at: now, into: &effects)
    for effect in effects.list where effectsLeft != 0 {
      effectsLeft = effectsLeft.map { $0 - 1 }
      carryOut(effect)
    }
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .send(let payload, _, let node):
      guard modules.nodes.contains(node) else {
        sentElsewhere.append((payload.bytes, node))
        for answer in answersElsewhere(payload.bytes, node) { hand(answer, from: node) }
        return
      }
      for answer in modules.answers(of: node, to: payload.bytes) { hand(answer.bytes, from: node) }
    case .transmit: preconditionFailure("a node of this test has no ports")
    case .arm(let timer, let span):
      timers.removeAll { $0.timer == timer }
      timers.append((timer, now + span))
    case .cancel(let timer): timers.removeAll { $0.timer == timer }
    case .append(let name, let chunks): files[name.slot] += chunks.joined()
    case .sync(let name, let ticket):
      unsynced.append((name, ticket, files[name.slot]))
      if syncsAtOnce { sync() }
    case .truncate(let name, let count): files[name.slot] = Array(files[name.slot].prefix(Int(count)))
    case .read(let name, _, _, let ticket): step(.read(name, ticket, ByteRope(files[name.slot])))
    case .drop(let reason): drops.append(reason)
    case .note(let note): notes.append(note.kind)
    case .broadcast, .deliver, .halt: preconditionFailure("no client does that")
    }
  }
}
