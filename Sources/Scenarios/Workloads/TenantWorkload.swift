import Protocols
import SimKernel
import Vocabulary

/// A tenant who manages VNFs and chains: does one operation after another, as its task says.
struct TenantWorkload: StateMachine {
  let plan: TenantPlan
  let recorder: OperationRecorder
  private var direct: DirectCaller
  /// By management domain; empty where the tenant asks directly.
  private var ledgers: [LedgerCaller]

  /// What it waits for.
  private enum Stage {
    case vnfs, chain, path, chainGone, vnfsGone, idle
  }

  private var stage = Stage.idle
  private var waiting = 0
  private var instances: [String] = []
  private var chain: String?
  /// Where its chain leads.
  private var current = 0
  private var since = Instant.start

  static let next = TimerID(slot: 0)
  static let again = TimerID(slot: 1)
  /// Of the callers through a ledger, three each.
  static let firstOfLedgers = TimerID(slot: 2)

  init(
    _ plan: TenantPlan, ledgers: [LedgerCaller], stream: RandomStream, recorder: OperationRecorder
  ) {
    self.plan = plan
    self.recorder = recorder
    self.ledgers = ledgers
    direct = DirectCaller(plan, stream: stream, again: Self.again)
  }

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    var outcomes: [TenantOutcome] = []
    switch input {
    case .started:
      for place in ledgers.indices { ledgers[place].start(into: &effects) }
      begin(at: now, into: &effects)
    case .timer(Self.next): goOn(at: now, into: &effects)
    case .timer(Self.again): direct.askAgain(into: &effects)
    case .timer(let timer):
      guard let place = ledgers.firstIndex(where: { $0.owns(timer) }) else { return }
      outcomes = ledgers[place].timerFired(timer, into: &effects)
    case .message(let payload, let sender):
      if let place = ledgers.firstIndex(where: { $0.knows(sender) }) {
        outcomes = ledgers[place].receive(payload, from: sender, into: &effects)
      } else {
        outcomes = direct.receive(payload, into: &effects)
      }
    case .synced, .read: preconditionFailure("this tenant uses no disk")
    }
    for outcome in outcomes { take(outcome, at: now, into: &effects) }
  }

  // MARK: What comes next

  private mutating func begin(at now: Instant, into effects: inout Effects) {
    since = recorder.now
    instances = []
    chain = nil
    stage = .vnfs
    ask(Array(repeating: .createVNF(plan.order), count: plan.task.vnfs), at: now, into: &effects)
  }

  private mutating func goOn(at now: Instant, into effects: inout Effects) {
    guard case .requests = plan.task, let chain else { return begin(at: now, into: &effects) }
    stage = .path
    ask(
      [.switchPath(chain: chain, from: instances[current], to: instances[1 - current])], at: now, into: &effects)
  }

  private mutating func ask(
    _ actions: [ManagementOperation.Action], at now: Instant, into effects: inout Effects
  ) {
    waiting = actions.count
    for action in actions {
      let call = TenantCall(
        site: plan.home, operation: ManagementOperation(credential: plan.credential, action: action),
        since: recorder.now)
      switch plan.access {
      case .direct: direct.ask(call, into: &effects)
      case .blockchain:
        let site = plan.sites[plan.home]
        let time = (effects.wallClock ?? now).nanoseconds / 1_000_000
        ledgers[site.domain].ask(call, of: site.service, at: time, into: &effects)
      }
    }
  }

  private mutating func take(_ outcome: TenantOutcome, at now: Instant, into effects: inout Effects) {
    recorder.ended(.request, since: outcome.call.since, error: !outcome.error.isEmpty)
    if case .createVNF = outcome.call.operation.action, outcome.error.isEmpty { instances.append(outcome.result) }
    if case .createChain = outcome.call.operation.action, outcome.error.isEmpty { chain = outcome.result }
    if case .switchPath = outcome.call.operation.action, outcome.error.isEmpty { current = 1 - current }
    waiting -= 1
    guard waiting == 0 else { return }
    switch stage {
    case .vnfs:
      guard instances.count == plan.task.vnfs else {
        recorder.ended(.chain, since: since, error: true)
        return takeDown(at: now, into: &effects)
      }
      stage = .chain
      ask([.createChain(plan.task.path(instances))], at: now, into: &effects)
    case .chain:
      recorder.ended(.chain, since: since, error: chain == nil)
      guard case .requests = plan.task, chain != nil else { return takeDown(at: now, into: &effects) }
      rest(into: &effects)
    case .path: rest(into: &effects)
    case .chainGone:
      chain = nil
      takeDown(at: now, into: &effects)
    case .vnfsGone: rest(into: &effects)
    case .idle: break
    }
  }

  private mutating func takeDown(at now: Instant, into effects: inout Effects) {
    if let chain {
      stage = .chainGone
      return ask([.deleteChain(chain)], at: now, into: &effects)
    }
    guard !instances.isEmpty else { return rest(into: &effects) }
    stage = .vnfsGone
    ask(instances.map { .deleteVNF($0) }, at: now, into: &effects)
    instances = []
  }

  private mutating func rest(into effects: inout Effects) {
    stage = .idle
    effects.arm(Self.next, after: plan.pause)
  }
}

extension NFVSpec.Task {
  /// That it begins with.
  fileprivate var vnfs: Int {
    switch self {
    case .requests: 2
    case .chains(let vnfs), .migrations(let vnfs): vnfs
    }
  }

  /// What its chain leads through.
  fileprivate func path(_ instances: [String]) -> [String] {
    switch self {
    case .requests: [instances[0]]
    case .chains, .migrations: instances
    }
  }
}
