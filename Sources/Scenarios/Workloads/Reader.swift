import Protocols
import SimKernel
import Vocabulary

/// A VNF client that asks modules for transactions (crb-smb 3.3.2), each of its questions anew as soon as the one before is
/// answered: the load of the read experiments. It looks whether an answer is what it asked for; the signatures it leaves
/// to who applies a configuration.
struct Reader: StateMachine {
  let plan: ReaderPlan
  let recorder: ReadRecorder
  private var stream: RandomStream
  private var nextModule = 0
  private var asked = 0
  /// The question that each place of the window waits for.
  private var waiting: [Question?]

  private struct Question {
    let request: ReadRequest
    let since: Instant
    /// On the node's own clock.
    let deadline: Instant
  }

  init(plan: ReaderPlan, stream: RandomStream, recorder: ReadRecorder) {
    self.plan = plan
    self.stream = stream
    self.recorder = recorder
    waiting = [Question?](repeating: nil, count: plan.window)
  }

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      for place in waiting.indices { ask(place, at: now, into: &effects) }
      effects.arm(.patience, after: plan.patience)
    case .timer(.patience):
      giveUp(at: now, into: &effects)
    case .timer(let timer):
      ask(timer.slot - TimerID.next(0).slot, at: now, into: &effects)
    case .message(let payload, _):
      receive(payload, at: now, into: &effects)
    case .packet: break
    case .synced, .read: preconditionFailure("a reader uses no disk")
    }
  }

  private mutating func ask(_ place: Int, at now: Instant, into effects: inout Effects) {
    let query: LedgerQuery =
      switch plan.choice {
      case .anyOf(let transactions): .transaction(transactions[Int(stream.below(UInt64(transactions.count)))])
      case .latest(let recipient): .latest(recipient: recipient, after: 0)
      }
    let request = ReadRequest(number: Int64(asked * plan.window + place), query: query)
    asked += 1
    waiting[place] = Question(request: request, since: recorder.now, deadline: now + plan.patience)
    let payload = Payload(ClientMessage.read(request))
    effects.meter.charge(.codecByte, payload.count)
    effects.send(payload, .read, to: plan.modules[nextModule])
    nextModule = (nextModule + 1) % plan.modules.count
  }

  /// Asks anew, and the next module, what was not answered in time.
  private mutating func giveUp(at now: Instant, into effects: inout Effects) {
    var next = now + plan.patience
    for place in waiting.indices {
      guard let question = waiting[place] else { continue }
      if question.deadline <= now {
        recorder.gaveUp()
        ask(place, at: now, into: &effects)
      } else {
        next = min(next, question.deadline)
      }
    }
    effects.arm(.patience, after: next - now)
  }

  private mutating func receive(_ payload: Payload, at now: Instant, into effects: inout Effects) {
    effects.meter.charge(.codecByte, payload.count)
    switch payload.decoded(ModuleMessage.init(decoding:)).content {
    case .client(.answer(let answer)): take(answer, at: now, into: &effects)
    case .client(.submit), .client(.receipt), .client(.lookup), .client(.found), .client(.urge), .client(.read),
      .client(.attest), .client(.attestation), .client(.readBlock), .client(.block), .consensus, .raft:
      effects.drop(because: .unknownKind)
    case .refused(let reason): effects.drop(because: reason)
    }
  }

  private mutating func take(_ answer: ReadAnswer, at now: Instant, into effects: inout Effects) {
    let place = Int(answer.number.magnitude % UInt64(plan.window))
    // What was given up may be answered late.
    guard let question = waiting[place], question.request.number == answer.number else {
      return effects.drop(because: .askedAgain)
    }
    guard answer.refused != nil || fits(answer, question.request.query, &effects.meter) else {
      return effects.drop(because: .otherDigest)
    }
    waiting[place] = nil
    recorder.answered(answer, since: question.since)
    guard plan.interval > .zero else { return ask(place, at: now, into: &effects) }
    effects.arm(.next(place), after: plan.interval)
  }

  /// Whether the transactions are of those that were asked for.
  private func fits(_ answer: ReadAnswer, _ query: LedgerQuery, _ meter: inout Meter) -> Bool {
    switch query {
    case .transaction(let id):
      meter.charge(.hashByte, answer.transactions.reduce(0) { $0 + $1.bytes.count })
      return answer.transactions.allSatisfy { $0.id == id } && answer.transactions.count <= 1
    case .latest(let recipient, _), .next(let recipient, _):
      return answer.transactions.allSatisfy { transaction in
        transaction.layout.map { transaction.bytes[$0.recipient].elementsEqual(recipient) } ?? false
      }
    }
  }
}

extension TimerID {
  fileprivate static let patience = TimerID(slot: 0)
  fileprivate static func next(_ place: Int) -> TimerID { TimerID(slot: 1 + place) }
}
