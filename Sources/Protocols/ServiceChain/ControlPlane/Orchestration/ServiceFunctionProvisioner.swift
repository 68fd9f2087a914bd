import Vocabulary

/// What the provisioner is told before it starts.
public struct ProvisionerSettings: Hashable, Sendable {
  /// A place for a function: the node that runs it once it is instantiated.
  public struct Slot: Hashable, Sendable {
    public var element: ElementID
    public var node: NodeID
    public var site: Int
    /// Of the channel to the platform on that node.
    public var key: PreSharedKey
    /// What the function is to show the authentication centre; empty for service functions.
    public var authenticationKey: [UInt8]

    public init(
      _ element: ElementID, at node: NodeID, site: Int, key: PreSharedKey, authenticationKey: [UInt8] = []
    ) {
      self.element = element
      self.node = node
      self.site = site
      self.key = key
      self.authenticationKey = authenticationKey
    }
  }

  public var slots: [Slot]
  public var clients: [ControlEndpoint.Peer]
  /// How long the platform needs for a service function (paper, Table 1, 1.a-1).
  public var functionTime: TimeSpan
  /// And for an encryption function (half of 1.a-2).
  public var encryptionFunctionTime: TimeSpan
  /// Instantiated at the same time on one compute node.
  public var atOnce: Int
  public var patience: ControlEndpoint.Patience

  public init(
    slots: [Slot], clients: [ControlEndpoint.Peer], functionTime: TimeSpan, encryptionFunctionTime: TimeSpan,
    atOnce: Int = 1, patience: ControlEndpoint.Patience = ControlEndpoint.Patience()
  ) {
    self.slots = slots
    self.clients = clients
    self.functionTime = functionTime
    self.encryptionFunctionTime = encryptionFunctionTime
    self.atOnce = atOnce
    self.patience = patience
  }
}

/// The service function provisioner: the virtual infrastructure manager of all compute nodes (paper, 4.5). It instantiates one
/// function after another on each, which takes the platform's time, and takes them away. Orders are in its journal: a new life
/// begins anew what was not done.
public struct ServiceFunctionProvisioner: StateMachine {
  private struct Job {
    var order: FunctionOrder
    var slot: ProvisionerSettings.Slot
    var askers: [ControlEndpoint.Ticket]
    /// Nil while it waits for its turn.
    var done: Instant?
    /// The platform has done its part; the node is being told.
    var request: Int64?
  }

  public let settings: ProvisionerSettings
  private var journal = ControlJournal<ProvisionerState>()
  private var endpoint: ControlEndpoint
  private var requestOrder = RequestOrder()
  private var jobs: [Job] = []
  private var removals: [Int64: (element: ElementID, asker: ControlEndpoint.Ticket)] = [:]
  /// Questions whether functions that were made once still run.
  private var checks: [Int64: Job] = [:]

  static let retryTimer = TimerID(slot: 0)
  static let workTimer = TimerID(slot: 1)

  /// - Parameter stream: another one in each life of the node.
  public init(_ settings: ProvisionerSettings, stream: RandomStream) {
    self.settings = settings
    endpoint = ControlEndpoint(
      peers: settings.slots.map {
        ControlEndpoint.Peer($0.node, role: .responder, identity: $0.element.number, key: $0.key)
      } + settings.clients, patience: settings.patience, timer: Self.retryTimer, stream: stream)
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: journal.begin(into: &effects)
    case .read(_, _, let contents):
      if journal.take(contents.joined, into: &effects) { beginLife(at: now, into: &effects) }
    case .synced(_, let ticket): journal.synced(ticket, into: &effects)
    case .message where !journal.isReady: effects.drop(because: .starting)
    case .message(let payload, let sender):
      handle(endpoint.receive(payload, from: sender, at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.retryTimer): handle(endpoint.tick(at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.workTimer): work(at: now, into: &effects)
    case .packet, .timer: break
    }
    journal.finishStep(into: &effects)
  }

  private mutating func beginLife(at now: Instant, into effects: inout Effects) {
    for order in journal.state.orders {
      guard let slot = settings.slots.first(where: { $0.element == order.element }) else { continue }
      jobs.append(Job(order: FunctionOrder(order.element, order.kind), slot: slot, askers: []))
      jobs[jobs.count - 1].order.authenticationKey = slot.authenticationKey
    }
    takeTurns(at: now, into: &effects)
    for made in journal.state.made {
      check(FunctionOrder(made.element, made.kind), at: now, into: &effects)
    }
  }

  /// What was made once may have lost its power since: then it is made again.
  private mutating func check(_ made: FunctionOrder, at now: Instant, into effects: inout Effects) {
    let isAsked = checks.values.contains { $0.askers.isEmpty && $0.order.element == made.element }
    guard !isAsked, let slot = settings.slots.first(where: { $0.element == made.element }) else { return }
    var order = made
    order.authenticationKey = slot.authenticationKey
    let id = endpoint.ask(.getFunction(made.element), of: slot.node, at: now, into: &effects)
    checks[id] = Job(order: order, slot: slot, askers: [])
  }

  private mutating func handle(_ events: [ControlEndpoint.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .connected(let node, _):
        let here = settings.slots.filter { $0.node == node }.map(\.element)
        for made in journal.state.made where here.contains(made.element) {
          check(FunctionOrder(made.element, made.kind), at: now, into: &effects)
        }
      case .asked(let request, let ticket): serve(request, ticket, at: now, into: &effects)
      case .answered(let id, let answer, _): close(id, answer, at: now, into: &effects)
      case .unanswered(let id, _): close(id, ControlAnswer(.timeout), at: now, into: &effects)
      }
    }
  }

  private mutating func serve(
    _ request: ControlRequest, _ ticket: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) {
    func refuse(_ status: ControlAnswer.Status, _ defect: String) {
      endpoint.answer(ticket, ControlAnswer(status, defect: defect), into: &effects)
    }
    guard settings.clients.contains(where: { $0.node == ticket.node }) else {
      return refuse(.forbidden, "unauthorized")
    }
    if let answer = requestOrder.overtaken(request, ticket, into: &effects) {
      return endpoint.answer(ticket, answer, into: &effects)
    }
    switch request {
    case .putFunction(var order):
      guard let slot = settings.slots.first(where: { $0.element == order.element }) else {
        return refuse(.forbidden, "unknown-element")
      }
      order.authenticationKey = slot.authenticationKey
      if let place = jobs.firstIndex(where: { $0.order.element == order.element }) {
        return jobs[place].askers.append(ticket)
      }
      let job = Job(order: order, slot: slot, askers: [ticket])
      keep(order.element, into: &effects)
      guard journal.state.hasMade(order.element) else { return accept(job, at: now, into: &effects) }
      checks[endpoint.ask(.getFunction(order.element), of: slot.node, at: now, into: &effects)] = job
    case .deleteFunction(let element):
      guard let slot = settings.slots.first(where: { $0.element == element }) else {
        return refuse(.forbidden, "unknown-element")
      }
      forget(element, at: now, into: &effects)
      let id = endpoint.ask(.deleteFunction(element), of: slot.node, at: now, into: &effects)
      removals[id] = (element, ticket)
    case .getFunction, .getRules, .putRules, .putAssociation, .deleteAssociation, .putIntegrityKey, .deleteIntegrityKey,
      .putLink, .deleteLink, .putAuthenticatedPath, .deleteAuthenticatedPath, .putDeployment, .putNeighbour:
      refuse(.notFound, "unknown-resource")
    }
  }

  /// What was to be made, or was asked whether it is there, is not wanted any more.
  private mutating func forget(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    for id in checks.filter({ $0.value.order.element == element }).keys.sorted() {
      guard let job = checks.removeValue(forKey: id) else { continue }
      endpoint.withdraw(id)
      answerAll(job, ControlAnswer(.conflict, defect: "removed"), into: &effects)
    }
    guard let place = jobs.firstIndex(where: { $0.order.element == element }) else { return }
    let job = jobs.remove(at: place)
    if let request = job.request { endpoint.withdraw(request) }
    journal.write(.failed(element))
    answerAll(job, ControlAnswer(.conflict, defect: "removed"), into: &effects)
    takeTurns(at: now, into: &effects)
  }

  /// What is being taken away is wanted again. Nobody knows whether it still runs, so it counts as gone.
  private mutating func keep(_ element: ElementID, into effects: inout Effects) {
    for id in removals.filter({ $0.value.element == element }).keys.sorted() {
      guard let removal = removals.removeValue(forKey: id) else { continue }
      endpoint.withdraw(id)
      journal.write(.removed(element))
      endpoint.answer(removal.asker, ControlAnswer(.noContent), into: &effects)
    }
  }

  // MARK: The platform's work

  private mutating func accept(_ job: Job, at now: Instant, into effects: inout Effects) {
    if let place = jobs.firstIndex(where: { $0.order.element == job.order.element }) {
      jobs[place].askers += job.askers
      return
    }
    journal.write(.ordered(ProvisionerState.Order(element: job.order.element, kind: job.order.kind)))
    jobs.append(job)
    takeTurns(at: now, into: &effects)
  }

  private mutating func takeTurns(at now: Instant, into effects: inout Effects) {
    var busy: [Int: Int] = [:]
    for job in jobs where job.done != nil { busy[job.slot.site, default: 0] += 1 }
    for place in jobs.indices where jobs[place].done == nil {
      guard busy[jobs[place].slot.site, default: 0] < settings.atOnce else { continue }
      busy[jobs[place].slot.site, default: 0] += 1
      jobs[place].done = now + time(of: jobs[place].order.kind)
    }
    armWork(at: now, into: &effects)
  }

  private func time(of kind: ElementKind) -> TimeSpan {
    kind == .encryptionFunction ? settings.encryptionFunctionTime : settings.functionTime
  }

  private func armWork(at now: Instant, into effects: inout Effects) {
    guard let next = jobs.filter({ $0.request == nil }).compactMap(\.done).min() else { return }
    effects.arm(Self.workTimer, after: max(next - now, .zero))
  }

  private mutating func work(at now: Instant, into effects: inout Effects) {
    for place in jobs.indices {
      let job = jobs[place]
      guard let done = job.done, done <= now, job.request == nil else { continue }
      jobs[place].request = endpoint.ask(.putFunction(job.order), of: job.slot.node, at: now, into: &effects)
    }
    armWork(at: now, into: &effects)
  }

  private mutating func close(_ id: Int64, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects) {
    if let removal = removals.removeValue(forKey: id) {
      if answer.isSuccess { journal.write(.removed(removal.element)) }
      return endpoint.answer(removal.asker, answer, into: &effects)
    }
    if let job = checks.removeValue(forKey: id) {
      guard !answer.isSuccess else { return answerAll(job, ControlAnswer(.noContent), into: &effects) }
      guard job.askers.isEmpty else { return accept(job, at: now, into: &effects) }
      let isLeaving = removals.values.contains { $0.element == job.order.element }
      guard journal.state.hasMade(job.order.element), !isLeaving else { return }
      // Asked until it answers.
      return answer.status == .timeout
        ? check(job.order, at: now, into: &effects) : accept(job, at: now, into: &effects)
    }
    guard let place = jobs.firstIndex(where: { $0.request == id }) else { return }
    let job = jobs.remove(at: place)
    journal.write(answer.isSuccess ? .made(job.order.element) : .failed(job.order.element))
    answerAll(job, answer, into: &effects)
    takeTurns(at: now, into: &effects)
  }

  private mutating func answerAll(_ job: Job, _ answer: ControlAnswer, into effects: inout Effects) {
    for asker in job.askers { endpoint.answer(asker, answer, into: &effects) }
  }
}
