import Testing
import Vocabulary

@testable import Protocols

/// Nodes of the control plane in memory. Messages may be lost, doubled, and changed by a seed, and any node may restart.
final class ControlLoop {
  private struct Node {
    var machine: any StateMachine
    var life = 0
    /// Generation by slot: a timer of an older one is void.
    var timers: [Int: Int] = [:]
  }

  /// One file of a node's disk.
  private struct File {
    var durable: [UInt8] = []
    var written: [UInt8] = []
  }

  private struct Event {
    var time: Int64
    var number: Int
    var action: () -> Void
  }

  /// A message under way.
  struct Message {
    var time: Int64
    var from: Int
    var to: Int
    var bytes: [UInt8]
  }

  private var nodes: [Int: Node] = [:]
  private var files: [Int: [Int: File]] = [:]
  /// A node that loses its power right behind so many of its effects, and how many there have been.
  var fuse: (node: Int, effects: Int)?
  private(set) var effectCounts: [Int: Int] = [:]
  private var makers: [Int: (RandomStream) -> any StateMachine] = [:]
  private(set) var drops: [(node: Int, reason: DropReason)] = []
  private(set) var notes: [(time: Int64, node: Int, note: Note)] = []
  /// Everything that was sent.
  private(set) var sent: [Message] = []
  /// Packets have no cables here: nobody gets them.
  private(set) var transmitted: [(time: Int64, node: Int, bytes: [UInt8])] = []
  private(set) var charged: [Int: Meter] = [:]
  /// Of 100 messages.
  var lost = 0
  var doubled = 0
  var changed = 0
  /// Nothing gets from the one to the other.
  var cut: (from: Int, to: Int)?
  /// Nodes that are down.
  private(set) var down: Set<Int> = []
  private(set) var now: Int64 = 0
  private var events: [Event] = []
  private var count = 0
  private var random: RandomStream

  init(seed: UInt64 = 1) { random = RandomStream(seed: seed) }

  // MARK: Nodes

  func add(_ node: Int, _ make: @escaping (RandomStream) -> any StateMachine) {
    makers[node] = make
    nodes[node] = Node(machine: make(RandomStream(seed: UInt64(node) << 8)))
  }

  func startAll() {
    for node in nodes.keys.sorted() { step(node, .started) }
  }

  func machine<Machine>(_ node: Int, as type: Machine.Type = Machine.self) -> Machine {
    nodes[node]!.machine as! Machine
  }

  /// The node loses its power: what is not durable is gone, but for the half of it that was being written.
  func stop(_ node: Int, tears: Bool = false) {
    down.insert(node)
    nodes[node]!.life += 1
    for (slot, file) in files[node] ?? [:] {
      var left = File(durable: file.durable, written: file.durable)
      let surplus = file.written.count - file.durable.count
      if tears, surplus > 1 { left.durable += file.written[file.durable.count...].prefix(surplus / 2) }
      left.written = left.durable
      files[node]?[slot] = left
    }
  }

  func restart(_ node: Int) {
    down.remove(node)
    let life = nodes[node]!.life + 1
    nodes[node] = Node(machine: makers[node]!(RandomStream(seed: UInt64(node) << 8 + UInt64(life))), life: life)
    step(node, .started)
  }

  /// Lets a machine do something by itself.
  func ask<Machine: StateMachine>(_ node: Int, _ body: (inout Machine, Instant, inout Effects) -> Void) {
    var machine: Machine = machine(node)
    var effects = Effects()
    body(&machine, Instant(nanoseconds: now), &effects)
    nodes[node]!.machine = machine
    carryOut(effects, of: node)
  }

  /// A message that somebody made up or recorded.
  func hand(_ bytes: [UInt8], to node: Int, from sender: Int) {
    step(node, .message(Payload(bytes), from: NodeID(sender)))
  }

  private func step(_ node: Int, _ input: Input) {
    guard !down.contains(node), var machine = nodes[node]?.machine else { return }
    var effects = Effects()
    machine.step(input, at: Instant(nanoseconds: now), into: &effects)
    nodes[node]!.machine = machine
    carryOut(effects, of: node)
  }

  private func carryOut(_ effects: Effects, of node: Int) {
    let life = nodes[node]!.life
    guard !down.contains(node) else { return }
    for operation in Meter.Operation.allCases {
      charged[node, default: Meter()].charge(operation, Int(effects.meter.count(operation)))
    }
    for effect in effects.list {
      effectCounts[node, default: 0] += 1
      if let fuse, fuse.node == node, effectCounts[node]! > fuse.effects {
        self.fuse = nil
        stop(node, tears: fuse.effects.isMultiple(of: 2))
        after(2_000_000_000) { [unowned self] in restart(node) }
        return
      }
      switch effect {
      case .send(let payload, _, let to): send(payload.bytes, from: node, to: Int(to.index))
      case .arm(let timer, let span):
        let generation = (nodes[node]!.timers[timer.slot] ?? 0) + 1
        nodes[node]!.timers[timer.slot] = generation
        after(span.nanoseconds) { [unowned self] in
          guard nodes[node]?.life == life, nodes[node]?.timers[timer.slot] == generation else { return }
          step(node, .timer(timer))
        }
      case .cancel(let timer): nodes[node]!.timers[timer.slot, default: 0] += 1
      case .drop(let reason): drops.append((node, reason))
      case .note(let note): notes.append((now, node, note))
      case .append(let file, let chunks):
        files[node, default: [:]][file.slot, default: File()].written += chunks.flatMap { $0 }
      case .sync(let file, let ticket):
        let count = files[node]?[file.slot]?.written.count ?? 0
        after(8_000_000) { [unowned self] in
          guard nodes[node]?.life == life, var now = files[node]?[file.slot] else { return }
          now.durable = Array(now.written.prefix(max(count, now.durable.count)))
          files[node]![file.slot] = now
          step(node, .synced(file, ticket))
        }
      case .truncate(let file, let size):
        files[node, default: [:]][file.slot, default: File()].written.removeSubrange(Int(size)...)
        files[node]![file.slot]!.durable = files[node]![file.slot]!.written
      case .read(let file, _, _, let ticket):
        let bytes = files[node]?[file.slot]?.durable ?? []
        after(1_000_000) { [unowned self] in
          if nodes[node]?.life == life { step(node, .read(file, ticket, ByteRope(bytes))) }
        }
      case .transmit(let packet, on: _): transmitted.append((now, node, packet.bytes))
      case .broadcast, .deliver, .halt:
        Issue.record("the control plane does no such thing")
      }
    }
  }

  // MARK: Network

  private func send(_ bytes: [UInt8], from: Int, to: Int) {
    sent.append(Message(time: now, from: from, to: to, bytes: bytes))
    if let cut, cut == (from, to) { return }
    let copies = Int(random.below(100)) < lost ? 0 : Int(random.below(100)) < doubled ? 2 : 1
    for _ in 0..<copies {
      var bytes = bytes
      if Int(random.below(100)) < changed {
        bytes[Int(random.below(UInt64(bytes.count)))] ^= 1 << UInt8(random.below(8))
      }
      after(1_000_000 + Int64(random.below(3_000_000))) { [unowned self] in hand(bytes, to: to, from: from) }
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

  func run(seconds: Double) { run(seconds: seconds, until: { false }) }

  /// Runs until the condition holds; false if it does not within the time.
  @discardableResult
  func run(seconds: Double = 600, until condition: () -> Bool) -> Bool {
    let end = now + Int64(seconds * 1e9)
    while !condition() {
      guard let event = events.last, event.time <= end else {
        now = end
        return condition()
      }
      events.removeLast()
      now = event.time
      event.action()
    }
    return true
  }

  /// Takes a node's place and talks to another: what the answers to the requests of the body are.
  func converse(
    as node: Int, with other: Int, _ endpoint: inout ControlEndpoint,
    _ body: (inout ControlEndpoint, Instant, inout Effects) -> Int64
  ) -> [ControlAnswer] {
    let first = sent.count
    down.insert(node)
    var effects = Effects()
    _ = body(&endpoint, Instant(nanoseconds: now), &effects)
    var answers: [ControlAnswer] = []
    var read = first
    for _ in 0..<100 {
      for case .send(let payload, _, let to) in effects.list { hand(payload.bytes, to: Int(to.index), from: node) }
      effects.clear()
      while read < sent.count {
        let message = sent[read]
        read += 1
        guard message.from == other, message.to == node else { continue }
        let events = endpoint.receive(
          Payload(message.bytes), from: NodeID(other), at: Instant(nanoseconds: now), into: &effects)
        for case .answered(_, let answer, _) in events { answers.append(answer) }
      }
      if !answers.isEmpty { return answers }
      if effects.isEmpty { run(seconds: 0.1) }
    }
    return answers
  }

  // MARK: What was noted

  /// When, and with which value, a kind was noted.
  func times(of kind: ControlNote, subject: Int64? = nil) -> [(seconds: Double, value: Int64)] {
    notes.filter { $0.note.kind == kind.rawValue && (subject == nil || $0.note.subject == subject) }
      .map { (Double($0.time) / 1e9, $0.note.value) }
  }

  func reasons(at node: Int) -> Set<DropReason> { Set(drops.filter { $0.node == node }.map(\.reason)) }
}
