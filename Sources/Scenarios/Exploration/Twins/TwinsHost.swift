import Protocols
import Vocabulary

/// A small world for the instances of a Twins scenario. A value: a copy goes its own way, so that scenarios that begin
/// alike share their beginning. Hosts, disks and processors take no time; messages take a constant time, or are lost.
///
/// A view has two parts. In the first everything passes between instances of one group. When that has come to rest the
/// second begins, in which commits reach only one instance of each group: blocks are prepared by many and decided by
/// one, as when timers run out in the middle of a round. Timers then end the view, as nobody else decides.
/// View changes and new views pass between groups, after those of the own group: they are what moves all instances to the
/// next view, which the partitions of a scenario are counted by.
struct TwinsHost {
  let parts: TwinsParts
  private(set) var instances: [TwinsInstance]
  private(set) var now = Instant.start
  /// A digest of everything that happened.
  private(set) var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325
  private(set) var marks: TwinsMarks = []
  /// Views that began so far, less one; the network is whole after the last.
  private(set) var view = -1
  private var leaders = LeaderSchedule()
  private var queue = TwinsQueue()
  private var partition: TwinsPartition
  private var isCutting = false
  private var isWhole = false
  private var batches = 0
  /// By identity: the proposal that left in the current view.
  private var proposals: [UInt64]
  private var effects = Effects()
  /// What disks answer at once, in order.
  private var answers: [(instance: Int, input: Input)] = []
  /// Sees every step, where somebody wants to know.
  var transcript: TwinsTranscript?
  private let defect: TwinsDefect?

  init(_ parts: TwinsParts) {
    self.parts = parts
    defect = parts.defect
    instances = (0..<parts.federation.instances).map { TwinsInstance(module: parts.module(of: $0)) }
    partition = .whole(parts.federation.instances)
    proposals = [UInt64](repeating: 0, count: parts.federation.instances)
  }

  var federation: TwinsFederation { parts.federation }
  /// Transactions that every instance was handed.
  var handedIn: Int { batches * TwinsParts.batchSize }

  /// Every honest instance has decided all that was handed in.
  var isDone: Bool { federation.honest.allSatisfy { instances[$0].decided >= handedIn } }

  // MARK: A view

  /// Plays the next view up to where an instance is about to leave it. False if it does not come to an end.
  mutating func play(_ choice: TwinsChoice) -> Bool {
    view += 1
    transcript?.began(view, choice, federation)
    leaders.first.append(choice.leader)
    for instance in instances.indices { instances[instance].module.follow(leaders) }
    partition = choice.partition
    isCutting = false
    for instance in proposals.indices { proposals[instance] = 0 }
    if view == 0 { for instance in instances.indices { step(instance, .started) } }
    handIn()
    let first = run(to: .rest)
    guard first != .exhausted else { return false }
    if first != .leaving {
      isCutting = true
      transcript?.cut()
      handIn()
      guard run(to: .end) == .leaving else { return false }
    }
    noteView()
    return true
  }

  /// Makes the network whole, and goes on until all is decided. False if that takes more than `bound`.
  mutating func heal(within bound: TimeSpan) -> Bool {
    view += 1
    if instances[federation.honest].allSatisfy(\.blocks.isEmpty) { marks.insert(.nothingBefore) }
    transcript?.healed()
    partition = .whole(federation.instances)
    isCutting = false
    isWhole = true
    handIn()
    let end = run(to: .decision(by: now + bound))
    if instances[federation.honest].contains(where: { $0.module.replica.view > Int64(view) }) {
      marks.insert(.viewChangeAfter)
    }
    return end == .reached && isDone
  }

  /// Hands the same new transactions to every instance, as another member would forward them.
  private mutating func handIn() {
    for instance in instances.indices {
      let sender = (federation.identity(of: instance) + 1) % federation.replicas
      step(instance, .message(parts.batch(batches, for: instance), from: NodeID(sender)))
    }
    batches += 1
  }

  private func isAtRest(before next: TwinsEvent?) -> Bool {
    guard let next else { return true }
    guard next.time - now >= TwinsSettings.quiet else { return false }
    return instances.contains { $0.module.replica.view == Int64(view) && !$0.module.replica.isChangingView }
  }

  private mutating func noteView() {
    let replicas = instances.map(\.module.replica)
    if !replicas.contains(where: { $0.view == Int64(view) && !$0.isChangingView }) { marks.insert(.viewNotInstalled) }
    let heights = federation.honest.map { replicas[$0].concluded }
    if heights.min() != heights.max() { marks.insert(.unevenHeights) }
  }

  // MARK: Events

  private enum Goal {
    /// An installed view in which nothing more is under way.
    case rest
    /// Of the view.
    case end
    /// Of all that was handed in; views may change.
    case decision(by: Instant)
  }

  private enum Stop {
    /// An instance is about to leave the view.
    case leaving
    case reached
    /// Nothing will ever happen again, or too much did.
    case exhausted
  }

  /// Lets things happen until the goal is reached, or until an instance leaves the view.
  private mutating func run(to goal: Goal) -> Stop {
    for _ in 0..<TwinsSettings.mostEvents {
      let next = queue.first
      if let next, case .timer(let timer) = next.kind, instances[next.instance].armed[timer.slot] != next.order {
        queue.removeFirst()
        continue
      }
      var mayLeave = false
      switch goal {
      case .rest: if isAtRest(before: next) { return .reached }
      case .end: break
      case .decision(let deadline):
        if isDone || next.map({ $0.time > deadline }) ?? true { return .reached }
        mayLeave = true
      }
      guard let next else { return .exhausted }
      switch next.kind {
      case .message(let payload, let kind, let sender):
        queue.removeFirst()
        now = next.time
        transcript?.received(kind, from: sender, by: next.instance, at: now, federation)
        step(next.instance, .message(payload, from: NodeID(federation.identity(of: sender))))
      case .timer(let timer):
        if timer == .viewChange, !mayLeave, leaves(next.instance, at: next.time) {
          now = next.time
          return .leaving
        }
        queue.removeFirst()
        now = next.time
        instances[next.instance].armed[timer.slot] = 0
        step(next.instance, .timer(timer))
      }
    }
    return .exhausted
  }

  /// Whether the instance would go on to the next view if its view-change timer ran out: found out with a copy.
  private func leaves(_ instance: Int, at time: Instant) -> Bool {
    var trial = instances[instance].module
    var effects = Effects()
    trial.step(.timer(.viewChange), at: time, into: &effects)
    return trial.replica.view > Int64(view)
  }

  private mutating func step(_ instance: Int, _ input: Input) {
    handle(instance, input)
    guard !answers.isEmpty else { return }
    var next = 0
    while next < answers.count {
      let answer = answers[next]
      next += 1
      handle(answer.instance, answer.input)
    }
    answers.removeAll(keepingCapacity: true)
  }

  private mutating func handle(_ instance: Int, _ input: Input) {
    absorb(UInt64(bitPattern: now.nanoseconds) ^ UInt64(instance) << 56 ^ input.tag << 48)
    if let defect, federation.honest.contains(instance) { defect.tamper(&instances[instance].module) }
    instances[instance].module.step(input, at: now, into: &effects)
    for effect in effects.list { carryOut(effect, by: instance) }
    effects.clear()
  }

  private mutating func absorb(_ word: UInt64) {
    fingerprint = (fingerprint ^ word) &* 0x9E37_79B9_7F4A_7C15
    fingerprint ^= fingerprint >> 29
  }

  // MARK: Effects

  private mutating func carryOut(_ effect: Effect, by instance: Int) {
    switch effect {
    case .send(let payload, let kind, let receiver):
      for other in instances.indices where federation.identity(of: other) == Int(receiver.index) {
        post(payload, kind, from: instance, to: other)
      }
    case .broadcast(let payload, let kind):
      if kind == .prePrepare { noteProposal(payload, by: instance) }
      let identity = federation.identity(of: instance)
      for other in instances.indices where federation.identity(of: other) != identity {
        post(payload, kind, from: instance, to: other)
      }
    case .transmit:
      preconditionFailure("an instance has no ports")
    case .arm(let timer, let span):
      instances[instance].armed[timer.slot] = queue.schedule(.timer(timer), for: instance, at: now + span)
    case .cancel(let timer):
      instances[instance].armed[timer.slot] = 0
    case .append(let file, let chunks):
      if file == .ledger { instances[instance].ledger += chunks }
    case .sync(let file, let ticket):
      answers.append((instance, .synced(file, ticket)))
    case .truncate:
      break
    case .read(let file, let offset, let count, let ticket):
      let contents = ByteRope(instances[instance].read(file, offset: offset, count: count))
      answers.append((instance, .read(file, ticket, contents)))
    case .halt(let defect):
      preconditionFailure("an instance that reads no membership list halts: \(defect.rawValue)")
    case .deliver(let delivery):
      let block = unsafeDowncast(delivery.entry, to: Block.self)
      instances[instance].blocks.append(block)
      instances[instance].decided += block.content.transactions.count
      absorb(block.digest.prefix)
      transcript?.decided(block, height: delivery.height, by: instance, at: now, federation)
    case .drop(let reason):
      if reason == .duplicateVote || reason == .conflictingPrePrepare { marks.insert(.doubleVote) }
      transcript?.dropped(reason, by: instance, at: now, federation)
    case .note(let note):
      if let kind = PBFTNote(rawValue: note.kind) { marks.formUnion(TwinsMarks(of: kind)) }
      transcript?.noted(note, by: instance, at: now, federation)
    }
  }

  private mutating func post(_ payload: Payload, _ kind: MessageKind, from sender: Int, to receiver: Int) {
    var delay = TwinsSettings.near
    if kind.isOfRound, instances[sender].module.replica.view < Int64(view), !isWhole { return }
    if partition.joins(sender, receiver) {
      if isCutting, kind == .commit, !isSpared(receiver) { return }
    } else {
      guard kind == .viewChange || kind == .newView else { return }
      delay = TwinsSettings.far
    }
    _ = queue.schedule(.message(payload, kind, from: sender), for: receiver, at: now + delay)
  }

  /// The one instance of its group that still gets commits: another from view to view.
  private func isSpared(_ receiver: Int) -> Bool {
    let count = instances.count
    for turn in 0..<count {
      let candidate = (view + turn) % count
      if partition.joins(candidate, receiver) { return candidate == receiver }
    }
    return false
  }

  private mutating func noteProposal(_ payload: Payload, by instance: Int) {
    guard case .consensus(.prePrepare(let proposal)) = payload.decoded(ModuleMessage.init(decoding:)).content else {
      return
    }
    proposals[instance] = proposal.vote.digest.prefix
    let identity = federation.identity(of: instance)
    for other in instances.indices where other != instance && federation.identity(of: other) == identity {
      guard proposals[other] != 0, proposals[other] != proposals[instance] else { continue }
      marks.insert(.equivocation)
    }
  }
}

extension MessageKind {
  /// Proposals and votes.
  fileprivate var isOfRound: Bool { self == .prePrepare || self == .prepare || self == .commit }
}

extension Input {
  /// Tells kinds of input apart in a fingerprint.
  fileprivate var tag: UInt64 {
    switch self {
    case .started: 1
    case .message(let payload, let sender): 2 ^ UInt64(payload.count) << 3 ^ UInt64(sender.index) << 16
    case .packet(let packet, let port): 6 ^ packet.digest << 3 ^ UInt64(port.slot) << 16
    case .timer(let timer): 3 ^ UInt64(timer.slot) << 3
    case .synced(let file, let ticket): 4 ^ UInt64(file.slot) << 3 ^ UInt64(bitPattern: ticket.number) << 5
    case .read(_, _, let bytes): 5 ^ UInt64(bytes.count) << 3
    }
  }
}
