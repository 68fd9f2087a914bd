import Protocols
import SimKernel
import Vocabulary

/// A tenant that writes configuration transactions at a given rate: the workload generator of the write experiments.
struct Writer: StateMachine {
  let plan: WriterPlan
  let recorder: Recorder
  private var source: TransactionSource
  private var stream: RandomStream
  /// Saturating: transactions that a full pending list turned away, to be sent again.
  private var returned: [Transaction] = []
  /// What was sent and has no receipt yet, by transaction: only for those that may come back.
  private var unanswered: [Digest: Transaction] = [:]
  /// Closed-loop: the transaction that each user waits for.
  private var waiting: [Digest: Int] = [:]
  private var awaited: [Int: Digest] = [:]
  private var nextModule = 0

  init(plan: WriterPlan, source: TransactionSource, stream: RandomStream, recorder: Recorder) {
    self.plan = plan
    self.source = source
    self.stream = stream
    self.recorder = recorder
  }

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: begin(at: now, into: &effects)
    case .timer(let timer): timerFired(timer, at: now, into: &effects)
    case .message(let payload, _): receive(payload, at: now, into: &effects)
    case .packet: break
    case .synced, .read: preconditionFailure("a writer uses no disk")
    }
  }

  private mutating func begin(at now: Instant, into effects: inout Effects) {
    switch plan.rate {
    case .saturating(let window):
      for _ in 0..<window { submit(1, at: now, into: &effects) }
    case .poisson, .constant:
      effects.arm(.next, after: gap())
    case .closedLoop(let users, _, _):
      for user in 0..<users { effects.arm(.user(user), after: think()) }
    case .batch(let transactions, _):
      submit(transactions, at: now, into: &effects)
      effects.arm(.next, after: gap())
    }
  }

  private mutating func timerFired(_ timer: TimerID, at now: Instant, into effects: inout Effects) {
    switch plan.rate {
    case .saturating:
      if !returned.isEmpty { send([returned.removeFirst()], into: &effects) }
    case .poisson, .constant:
      effects.arm(.next, after: gap())
      submit(1, at: now, into: &effects)
    case .batch(let transactions, _):
      effects.arm(.next, after: gap())
      submit(transactions, at: now, into: &effects)
    case .closedLoop:
      userFired(timer.slot - TimerID.user(0).slot, at: now, into: &effects)
    }
  }

  /// A user submits its next transaction, or asks again for the one that it waits for.
  private mutating func userFired(_ user: Int, at now: Instant, into effects: inout Effects) {
    if let id = awaited[user] {
      let lookup = Payload(ClientMessage.lookup(id))
      effects.meter.charge(.codecByte, lookup.count)
      effects.send(lookup, .lookup, to: module())
    } else if let transaction = submit(1, at: now, into: &effects) {
      awaited[user] = transaction.id
      waiting[transaction.id] = user
    }
  }

  private mutating func receive(_ payload: Payload, at now: Instant, into effects: inout Effects) {
    effects.meter.charge(.codecByte, payload.count)
    switch payload.decoded(ModuleMessage.init(decoding:)).content {
    case .client(.receipt(let id, let reason)):
      answered(id, reason, at: now, into: &effects)
    case .client(.found(let id, let height)):
      guard let user = waiting[id] else { return effects.drop(because: .unknownKind) }
      guard height > 0 else { return effects.arm(.user(user), after: plan.pollInterval) }
      waiting[id] = nil
      awaited[user] = nil
      effects.arm(.user(user), after: think())
    case .client(.submit), .client(.lookup), .client(.urge), .client(.read), .client(.answer), .client(.attest),
      .client(.attestation), .client(.readBlock), .client(.block), .consensus, .raft:
      effects.drop(because: .unknownKind)
    case .refused(let reason): effects.drop(because: reason)
    }
  }

  /// A module said what became of a transaction.
  private mutating func answered(
    _ id: Digest, _ reason: DropReason?, at now: Instant, into effects: inout Effects
  ) {
    let transaction = unanswered.removeValue(forKey: id)
    recorder.answered(id, refusedBecause: reason, returns: reason == .pendingListFull && transaction != nil)
    switch plan.rate {
    case .saturating:
      if reason == .pendingListFull, let transaction {
        returned.append(transaction)
        if unanswered.isEmpty { effects.arm(.next, after: plan.retryInterval) }
      } else {
        resume(at: now, into: &effects)
      }
    case .closedLoop:
      guard let user = waiting[id] else { return }
      if reason != nil {
        waiting[id] = nil
        awaited[user] = nil
      }
      effects.arm(.user(user), after: pause(after: reason))
    case .poisson, .constant, .batch:
      break
    }
  }

  /// Closed loop: how long a user waits after a receipt; after a refusal for want of room at least as long as it takes a
  /// saturating writer to try again.
  private mutating func pause(after refusal: DropReason?) -> TimeSpan {
    guard let refusal else { return plan.pollInterval }
    let thinking = think()
    return refusal == .pendingListFull ? max(thinking, plan.retryInterval) : thinking
  }

  /// Saturating: a receipt makes room for a new transaction, and for one of those that were turned away as well, so that
  /// the window opens again quickly once the module takes transactions.
  private mutating func resume(at now: Instant, into effects: inout Effects) {
    if !returned.isEmpty { send([returned.removeFirst()], into: &effects) }
    submit(1, at: now, into: &effects)
  }

  @discardableResult
  private mutating func submit(_ count: Int, at now: Instant, into effects: inout Effects) -> Transaction? {
    var transactions: [Transaction] = []
    for _ in 0..<count {
      let transaction: Transaction
      if plan.precomputed {
        var spare = Meter()
        transaction = source.next(at: source.made, &spare)
      } else {
        transaction = source.next(at: now.nanoseconds / 1_000_000, &effects.meter)
      }
      recorder.sent(transaction.id)
      transactions.append(transaction)
    }
    send(transactions, into: &effects)
    return transactions.first
  }

  private mutating func send(_ transactions: [Transaction], into effects: inout Effects) {
    if plan.rate.mayReturn { for transaction in transactions { unanswered[transaction.id] = transaction } }
    let message = Payload(ClientMessage.submit(transactions))
    if !plan.precomputed { effects.meter.charge(.codecByte, message.count) }
    effects.send(message, .submit, to: module())
  }

  private mutating func module() -> NodeID {
    defer { nextModule = (nextModule + 1) % plan.modules.count }
    return plan.modules[nextModule]
  }

  private mutating func gap() -> TimeSpan {
    switch plan.rate {
    case .poisson(let perSecond):
      Distribution.exponential(mean: 1e9 / perSecond).sampleSpan(&stream)
    case .constant(let perSecond):
      Distribution.constant(1e9 / perSecond).sampleSpan(&stream)
    case .batch(_, let every): every
    case .saturating, .closedLoop: .zero
    }
  }

  private mutating func think() -> TimeSpan {
    guard case .closedLoop(_, let think, _) = plan.rate else { return .zero }
    return Distribution.exponential(mean: Double(think.nanoseconds)).sampleSpan(&stream)
  }
}

extension TimerID {
  fileprivate static let next = TimerID(slot: 0)
  fileprivate static func user(_ number: Int) -> TimerID { TimerID(slot: 1 + number) }
}
