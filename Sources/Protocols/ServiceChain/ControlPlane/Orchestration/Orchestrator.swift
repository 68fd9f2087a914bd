import Vocabulary

/// The orchestrator (paper, 5 and Fig 8): brings the network from one deployment to the next in steps that are noted one by
/// one, with the help of the provisioner, the authentication centre and the controller; and begins a fail-over when elements
/// that it watches are lost.
public struct Orchestrator: StateMachine {
  enum Step: Int, CaseIterable {
    case withdrawal, functions, encryptionFunctions, keys, rules
  }

  private struct Work {
    var number: Int
    var operation: Operation
    /// The first is being done.
    var steps: [Step]
    /// Functions that the deployment before had, and the target has not.
    var leaving: [ElementID]
    var requests: Set<Int64> = []
    var failed = false
  }

  public let settings: OrchestratorSettings
  /// What is in force.
  public private(set) var deployment: Deployment?
  private var endpoint: ControlEndpoint
  private var instantiated: Set<ElementID>
  private var links: Set<EncryptionLink> = []
  /// Who has keys for the headers of each path.
  private var paths: [ServicePathID: AuthenticatedPath] = [:]
  private var queue: [(number: Int, operation: Operation)] = []
  private var count = 0
  private var next = 0
  private var work: Work?
  private var detector: FailureDetector
  private var silences = SilenceRegister()
  /// Requests that no step waits for.
  private var asides: Set<Int64> = []

  static let retryTimer = TimerID(slot: 0)
  static let operationTimer = TimerID(slot: 1)
  static let detectionTimer = TimerID(slot: 2)
  static let silenceTimer = TimerID(slot: 3)

  /// - Parameter stream: another one in each life of the node.
  public init(_ settings: OrchestratorSettings, stream: RandomStream) {
    self.settings = settings
    instantiated = Set(settings.instantiated)
    detector = FailureDetector(settings.watched.map(\.element), misses: settings.detection?.misses ?? 1)
    endpoint = ControlEndpoint(
      peers: [settings.provisioner, settings.authenticationCentre, settings.controller]
        + settings.watched.map(\.peer)
        + settings.watchers.filter { !settings.watched.contains($0) }.map(\.peer),
      patience: settings.patience, timer: Self.retryTimer, stream: stream)
  }

  public var isIdle: Bool { work == nil && queue.isEmpty }
  /// Elements that do not answer.
  public var lostElements: [ElementID] { Set(detector.lost + silences.lost).sorted() }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      for peer in [settings.provisioner, settings.authenticationCentre, settings.controller]
      where peer.role == .initiator {
        endpoint.connect(to: peer.node, into: &effects)
      }
      resumePlan(at: now, into: &effects)
      if let detection = settings.detection, !settings.watched.isEmpty {
        effects.arm(Self.detectionTimer, after: detection.interval)
      }
    case .message(let payload, let sender):
      handle(endpoint.receive(payload, from: sender, at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.retryTimer): handle(endpoint.tick(at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.operationTimer): beginPlanned(at: now, into: &effects)
    case .timer(Self.detectionTimer): watch(at: now, into: &effects)
    case .timer(Self.silenceTimer): judgeSilence(at: now, into: &effects)
    case .packet, .timer, .synced, .read: break
    }
  }

  private mutating func handle(_ events: [ControlEndpoint.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .connected(let node): repeatWishes(to: node, at: now, into: &effects)
      case .asked(let request, let ticket): serve(request, ticket, at: now, into: &effects)
      case .answered(let id, let answer, _): answered(id, answer, at: now, into: &effects)
      case .unanswered(let id, _): answered(id, ControlAnswer(.timeout), at: now, into: &effects)
      }
    }
  }

  // MARK: Operations

  /// Carries the operation out as soon as those before it are done. Gives its number in notes.
  @discardableResult
  public mutating func begin(_ operation: Operation, at now: Instant, into effects: inout Effects) -> Int {
    count += 1
    queue.append((count, operation))
    takeNext(at: now, into: &effects)
    return count
  }

  /// An earlier life has begun what was planned before now: the last deployment of these is to be in force.
  private mutating func resumePlan(at now: Instant, into effects: inout Effects) {
    let past = settings.operations.prefix { Instant.start + $0.at < now }
    next = past.count
    if let last = past.last(where: { $0.operation.kind != .protection }) {
      begin(Operation(.softProvisioning, to: last.operation.target), at: now, into: &effects)
    }
    armOperation(at: now, into: &effects)
  }

  private mutating func armOperation(at now: Instant, into effects: inout Effects) {
    guard settings.operations.indices.contains(next) else { return }
    effects.arm(Self.operationTimer, after: max(Instant.start + settings.operations[next].at - now, .zero))
  }

  private mutating func beginPlanned(at now: Instant, into effects: inout Effects) {
    guard settings.operations.indices.contains(next) else { return }
    begin(settings.operations[next].operation, at: now, into: &effects)
    next += 1
    armOperation(at: now, into: &effects)
  }

  private mutating func takeNext(at now: Instant, into effects: inout Effects) {
    guard work == nil, !queue.isEmpty else { return }
    let (number, operation) = queue.removeFirst()
    effects.note(ControlNote.operationBegan.about(number, value: operation.kind.rawValue))
    let steps: [Step] =
      switch operation.kind {
      case .fullProvisioning: [.withdrawal, .functions, .encryptionFunctions, .keys, .rules]
      case .softProvisioning, .alteration, .migration, .failOver: [.functions, .encryptionFunctions, .keys, .rules]
      case .protection: [.functions, .encryptionFunctions, .keys]
      }
    let staying = Set(operation.target.functions.map(\.element))
    let leaving = (deployment?.functions ?? []).map(\.element).filter { !staying.contains($0) }
    work = Work(number: number, operation: operation, steps: steps, leaving: leaving)
    if let violation = operation.target.violations.first {
      // Nothing is begun that the controller would refuse in the end.
      effects.note(ControlNote.refusedByPolicy.about(operation.target.violations.count))
      return finish(
        ControlAnswer(.forbidden, defect: "policy", message: violation.description), at: now, into: &effects)
    }
    beginStep(at: now, into: &effects)
  }

  private mutating func beginStep(at now: Instant, into effects: inout Effects) {
    guard let work, let step = work.steps.first else { return finish(ControlAnswer(.ok), at: now, into: &effects) }
    let target = work.operation.target
    var requests: Set<Int64> = []
    switch step {
    case .withdrawal:
      guard let reduced = withdrawn(for: target) else { return skip(at: now, into: &effects) }
      requests.insert(ask(.putDeployment(reduced), settings.controller, at: now, into: &effects))
    case .functions, .encryptionFunctions:
      let kind: ElementKind = step == .functions ? .serviceFunction : .encryptionFunction
      for function in target.functions where function.kind == kind && !instantiated.contains(function.element) {
        requests.insert(
          ask(
            .putFunction(FunctionOrder(function.element, kind)), settings.provisioner,
            limit: settings.platformPatience, at: now, into: &effects))
      }
    case .keys:
      for link in target.encryptionLinks where !links.contains(link) {
        requests.insert(ask(.putLink(link), settings.authenticationCentre, at: now, into: &effects))
      }
      for path in wantedPaths(for: target) {
        requests.insert(ask(.putAuthenticatedPath(path), settings.authenticationCentre, at: now, into: &effects))
      }
    case .rules: requests.insert(ask(.putDeployment(target), settings.controller, at: now, into: &effects))
    }
    guard !requests.isEmpty else { return skip(at: now, into: &effects) }
    self.work?.requests = requests
    effects.note(step.began.about(work.number, value: requests.count))
  }

  private mutating func skip(at now: Instant, into effects: inout Effects) {
    work?.steps.removeFirst()
    beginStep(at: now, into: &effects)
  }

  private mutating func ask(
    _ request: ControlRequest, _ peer: ControlEndpoint.Peer, limit: TimeSpan? = nil, at now: Instant,
    into effects: inout Effects
  ) -> Int64 {
    endpoint.ask(request, of: peer.node, limit: limit, at: now, into: &effects)
  }

  /// What is in force without the chains that the target changes; nil if there is nothing to withdraw.
  private func withdrawn(for target: Deployment) -> Deployment? {
    guard var reduced = deployment else { return nil }
    let count = reduced.chains.count
    reduced.chains.removeAll { !target.chains.contains($0) }
    return reduced.chains.count < count ? reduced : nil
  }

  private mutating func answered(
    _ id: Int64, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    if asides.remove(id) != nil { return }
    if let element = detector.answered(id) {
      if detector.returned(element) { effects.note(ControlNote.elementReturned.about(element.number)) }
      return
    }
    guard var doing = work, doing.requests.remove(id) != nil, let step = doing.steps.first else { return }
    if !answer.isSuccess { doing.failed = true }
    work = doing
    if doing.failed {
      if answer.defect == "policy" { effects.note(ControlNote.refusedByPolicy.about(1)) }
      effects.note(step.ended.about(doing.number, value: 0))
      return finish(answer, at: now, into: &effects)
    }
    guard doing.requests.isEmpty else { return }
    effects.note(step.ended.about(doing.number, value: 1))
    remember(step, of: doing.operation.target)
    skip(at: now, into: &effects)
  }

  private mutating func remember(_ step: Step, of target: Deployment) {
    switch step {
    case .withdrawal: deployment = withdrawn(for: target)
    case .functions, .encryptionFunctions:
      let kind: ElementKind = step == .functions ? .serviceFunction : .encryptionFunction
      for function in target.functions where function.kind == kind { instantiated.insert(function.element) }
    case .keys:
      for link in target.encryptionLinks {
        links = links.filter { $0.path != link.path }
        links.insert(link)
      }
      for path in wantedPaths(for: target) { paths[path.path] = path }
    case .rules: deployment = target
    }
  }

  /// Paths whose elements, those of the way before too, do not all have keys for their headers yet.
  private func wantedPaths(for target: Deployment) -> [AuthenticatedPath] {
    guard settings.authenticatesHeaders else { return [] }
    return target.authenticatedPaths.map { paths[$0.path]?.joined(with: $0) ?? $0 }.filter { paths[$0.path] != $0 }
  }

  private mutating func finish(_ answer: ControlAnswer, at now: Instant, into effects: inout Effects) {
    guard let done = work else { return }
    effects.note(ControlNote.operationEnded.about(done.number, value: answer.isSuccess ? 1 : 0))
    work = nil
    if answer.isSuccess, done.operation.kind != .protection { tidy(at: now, into: &effects) }
    if answer.isSuccess, done.operation.kind == .migration {
      remove(done.leaving, at: now, into: &effects)
    }
    takeNext(at: now, into: &effects)
  }

  /// Where functions have moved away, nothing stays behind.
  private mutating func remove(_ functions: [ElementID], at now: Instant, into effects: inout Effects) {
    for element in functions {
      instantiated.remove(element)
      asides.insert(ask(.deleteFunction(element), settings.provisioner, at: now, into: &effects))
    }
  }

  /// Gives up links that the deployment has no use for, but those kept for a fail-over.
  private mutating func tidy(at now: Instant, into effects: inout Effects) {
    var used = Set(deployment?.encryptionLinks ?? [])
    for failOver in settings.failOvers { used.formUnion(failOver.target.encryptionLinks) }
    for link in links.subtracting(used).sorted(by: { $0.path < $1.path }) {
      links.remove(link)
      asides.insert(ask(.deleteLink(link.path), settings.authenticationCentre, at: now, into: &effects))
    }
    tidyPaths(at: now, into: &effects)
  }

  /// Elements that are on no way of a path any more lose its keys.
  private mutating func tidyPaths(at now: Instant, into effects: inout Effects) {
    var used: [ServicePathID: AuthenticatedPath] = [:]
    for path in ([deployment] + settings.failOvers.map(\.target)).compactMap({ $0?.authenticatedPaths }).joined() {
      used[path.path] = used[path.path]?.joined(with: path) ?? path
    }
    for path in paths.values.sorted(by: { $0.path < $1.path }) {
      let kept = used[path.path].map { path.limited(to: $0) }
      guard kept != path else { continue }
      paths[path.path] = kept
      let request = kept.map { ControlRequest.putAuthenticatedPath($0) } ?? .deleteAuthenticatedPath(path.path)
      asides.insert(ask(request, settings.authenticationCentre, at: now, into: &effects))
    }
  }

  /// A peer that begins a session may have forgotten what it was asked.
  private mutating func repeatWishes(to node: NodeID, at now: Instant, into effects: inout Effects) {
    if node == settings.controller.node, let deployment, work?.steps.first != .rules {
      asides.insert(ask(.putDeployment(deployment), settings.controller, at: now, into: &effects))
    }
    if node == settings.authenticationCentre.node {
      for link in links.sorted(by: { $0.path < $1.path }) {
        asides.insert(ask(.putLink(link), settings.authenticationCentre, at: now, into: &effects))
      }
      for path in paths.values.sorted(by: { $0.path < $1.path }) {
        asides.insert(ask(.putAuthenticatedPath(path), settings.authenticationCentre, at: now, into: &effects))
      }
    }
  }

  // MARK: Watching

  private mutating func watch(at now: Instant, into effects: inout Effects) {
    guard let detection = settings.detection else { return }
    judgeSilence(at: now, into: &effects)
    effects.arm(Self.silenceTimer, after: detection.timeout)
    effects.arm(Self.detectionTimer, after: detection.interval)
    for watched in settings.watched where instantiated.contains(watched.element) {
      let id = endpoint.ask(
        .getFunction(watched.element), of: watched.peer.node, limit: detection.timeout, at: now, into: &effects)
      detector.asked(watched.element, id)
    }
  }

  private mutating func judgeSilence(at now: Instant, into effects: inout Effects) {
    for element in detector.takeSilent() { missed(element, at: now, into: &effects) }
  }

  private mutating func missed(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    guard detector.missed(element) else { return }
    lost(element, at: now, into: &effects)
  }

  /// A forwarder reports a neighbour.
  private mutating func serve(
    _ request: ControlRequest, _ ticket: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) {
    guard case .putNeighbour(let report, of: let watcher) = request else {
      return endpoint.answer(ticket, ControlAnswer(.notFound), into: &effects)
    }
    guard settings.watchers.contains(where: { $0.element == watcher && $0.peer.node == ticket.node }) else {
      return endpoint.answer(ticket, ControlAnswer(.forbidden, defect: "unauthorized"), into: &effects)
    }
    endpoint.answer(ticket, ControlAnswer(.noContent), into: &effects)
    switch silences.take(report, of: watcher) {
    case .lost: lost(report.neighbour, at: now, into: &effects)
    case .returned: effects.note(ControlNote.elementReturned.about(report.neighbour.number))
    case .nothing: break
    }
  }

  private mutating func lost(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    effects.note(ControlNote.elementLost.about(element.number))
    for failOver in settings.failOvers where failOver.elements.contains(element) {
      // Once for each.
      guard !queue.contains(where: { $0.operation == Operation(.failOver, to: failOver.target) }) else { return }
      guard work?.operation != Operation(.failOver, to: failOver.target) else { return }
      guard deployment != failOver.target else { return }
      begin(Operation(.failOver, to: failOver.target), at: now, into: &effects)
      return
    }
  }
}

extension Orchestrator.Step {
  fileprivate var began: ControlNote {
    switch self {
    case .withdrawal: .withdrawalBegan
    case .functions: .functionsBegan
    case .encryptionFunctions: .encryptionFunctionsBegan
    case .keys: .keysBegan
    case .rules: .rulesBegan
    }
  }

  fileprivate var ended: ControlNote {
    switch self {
    case .withdrawal: .withdrawalEnded
    case .functions: .functionsEnded
    case .encryptionFunctions: .encryptionFunctionsEnded
    case .keys: .keysEnded
    case .rules: .rulesEnded
    }
  }
}
