import Vocabulary

/// An element of the data plane together with its control side: secure channels to its managers, whose requests it carries
/// out on the element. Packets go to the element as they are.
///
/// Until its platform has instantiated it, it takes no packets and talks to nobody else.
public struct ControlledElement<Element: StateMachine>: StateMachine {
  public private(set) var element: Element
  public let settings: ElementSettings
  public private(set) var isInstantiated: Bool
  /// What the element is when it is instantiated.
  private let pristine: Element
  /// On whose word it takes rules, and how that begins.
  public private(set) var source: any RuleSource
  private let pristineSource: any RuleSource
  /// Rule sets that are not admitted yet, and who has handed them in.
  private var waiting: [(set: IssuedRules, ticket: ControlEndpoint.Ticket, since: Instant)] = []
  private var endpoint: ControlEndpoint
  /// Of those that make it and take it away. Rule sets have versions.
  private var requestOrder = RequestOrder()
  /// Of those that give it keys and take them away.
  private var keyOrder = RequestOrder(memory: ControlEndpoint.memory)
  /// The last report of each neighbour, and the requests that carry one.
  private var reports: [ElementID: NeighbourReport] = [:]
  private var reportRequests: [Int64: ElementID] = [:]

  /// Rule sets that wait at once; more are refused.
  private static var mostWaiting: Int { 256 }

  /// - Parameter stream: another one in each life of the node.
  public init(
    _ element: Element, settings: ElementSettings, source: any RuleSource = ControllerRules(), stream: RandomStream
  ) {
    self.element = element
    self.settings = settings
    self.source = source
    pristineSource = source
    pristine = element
    isInstantiated = settings.isInstantiated
    endpoint = ControlEndpoint(
      peers: settings.managers.compactMap { $0.peer(of: settings.element) }, patience: settings.patience,
      timer: ElementSettings.timer, stream: stream)
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .packet:
      guard isInstantiated else { return effects.drop(because: .starting) }
      element.step(input, at: now, into: &effects)
    case .started:
      element.step(input, at: now, into: &effects)
      for manager in settings.managers where isInstantiated || manager.kind == .platform {
        endpoint.connect(to: manager.node, into: &effects)
      }
      if isInstantiated { source.start(into: &effects) }
    case .message(let payload, let sender):
      guard let manager = settings.managers.first(where: { $0.node == sender }) else {
        return pass(input, at: now, into: &effects)
      }
      guard isInstantiated || manager.kind == .platform else { return effects.drop(because: .starting) }
      handle(endpoint.receive(payload, from: sender, at: now, into: &effects), at: now, into: &effects)
    case .timer(ElementSettings.timer): handle(endpoint.tick(at: now, into: &effects), at: now, into: &effects)
    case .timer(ElementSettings.admissionTimer): reconsider(at: now, into: &effects)
    case .timer, .synced, .read: pass(input, at: now, into: &effects)
    }
  }

  /// For the source of rules, or else for the element.
  private mutating func pass(_ input: Input, at now: Instant, into effects: inout Effects) {
    guard source.takes(input) else {
      element.step(input, at: now, into: &effects)
      if case .message = input { return }
      return reportNeighbours(at: now, into: &effects)
    }
    guard isInstantiated else { return }
    source.step(input, into: &effects)
    reconsider(at: now, into: &effects)
  }

  private mutating func handle(_ events: [ControlEndpoint.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .asked(let request, let ticket):
        guard let answer = carryOut(request, ticket, at: now, into: &effects) else { continue }
        endpoint.answer(ticket, answer, into: &effects)
      case .connected(let node, _): if node == settings.observer { repeatReports(at: now, into: &effects) }
      case .answered(let id, _, _): reportRequests[id] = nil
      case .unanswered(let id, _):
        if let neighbour = reportRequests.removeValue(forKey: id) { report(neighbour, at: now, into: &effects) }
      }
    }
  }

  /// Nil if that is not known yet.
  private mutating func carryOut(
    _ request: ControlRequest, _ ticket: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) -> ControlAnswer? {
    let asker = ticket.node
    let kinds = settings.managers.filter { $0.node == asker }.map(\.kind)
    guard let manager = request.manager, kinds.contains(manager) else {
      return ControlAnswer(.forbidden, defect: "unauthorized")
    }
    guard request.element == settings.element else { return ControlAnswer(.notFound, defect: "unknown-element") }
    if let answer = overtaken(request, of: manager, ticket, into: &effects) { return answer }
    switch request {
    case .putFunction(let order): return instantiate(order, into: &effects)
    case .deleteFunction:
      if isInstantiated { effects.note(ControlNote.removed.about(settings.element.number)) }
      isInstantiated = false
      element = pristine
      source = pristineSource
      waiting = []
      effects.cancel(EncryptionFunction.expiryTimer)
      return ControlAnswer(.noContent)
    case .getRules: return ControlAnswer(.ok, ruleSets: (element as? any RuleTarget)?.ruleSets ?? [])
    case .getFunction: return ControlAnswer(isInstantiated ? .ok : .notFound)
    case .putRules(let set):
      guard isInstantiated else { return ControlAnswer(.unavailable, defect: "not-instantiated") }
      return take(set, ticket, at: now, into: &effects)
    case .putAssociation(let grant, _):
      guard isInstantiated else { return ControlAnswer(.unavailable, defect: "not-instantiated") }
      return install(grant, at: now, into: &effects)
    case .deleteAssociation(let path, let spi, _): return remove(path, spi)
    case .putIntegrityKey(let grant, _):
      guard isInstantiated else { return ControlAnswer(.unavailable, defect: "not-instantiated") }
      return install(grant, at: now, into: &effects)
    case .deleteIntegrityKey(let path, let identifier, _): return remove(path, identifier: identifier)
    case .putLink, .deleteLink, .putAuthenticatedPath, .deleteAuthenticatedPath, .putDeployment, .putNeighbour:
      return ControlAnswer(.notFound)
    }
  }

  /// What to answer to a request that comes after a younger one.
  private mutating func overtaken(
    _ request: ControlRequest, of manager: ElementSettings.Manager.Kind, _ ticket: ControlEndpoint.Ticket,
    into effects: inout Effects
  ) -> ControlAnswer? {
    switch manager {
    case .platform: requestOrder.overtaken(request, ticket, into: &effects)
    case .authenticationCentre: keyOrder.overtaken(request, ticket, into: &effects)
    case .controller: nil
    }
  }

  private mutating func instantiate(_ order: FunctionOrder, into effects: inout Effects) -> ControlAnswer {
    guard !isInstantiated else { return ControlAnswer(.noContent) }
    if !order.authenticationKey.isEmpty {
      guard let key = PreSharedKey(bytes: order.authenticationKey) else {
        return ControlAnswer(.badRequest, defect: AssociationDefect.keyLength.rawValue)
      }
      for manager in settings.managers where manager.kind == .authenticationCentre {
        endpoint.add(
          ControlEndpoint.Peer(manager.node, role: .initiator, identity: settings.element.number, key: key))
      }
    }
    isInstantiated = true
    effects.note(ControlNote.instantiated.about(settings.element.number))
    for manager in settings.managers where manager.kind != .platform {
      endpoint.connect(to: manager.node, into: &effects)
    }
    source.start(into: &effects)
    return ControlAnswer(.created)
  }

  // MARK: Neighbours

  /// Watches whomever the rules name, and nobody else.
  private mutating func watchNeighbours() {
    guard settings.observer != nil else { return }
    guard var watcher = element as? any NeighbourWatcher else { return }
    let watched = watcher.neighboursInUse
    watcher.watch(watched)
    if let changed = watcher as? Element { element = changed }
    reports = reports.filter { watched.contains($0.key) }
  }

  private mutating func reportNeighbours(at now: Instant, into effects: inout Effects) {
    guard settings.observer != nil else { return }
    guard var watcher = element as? any NeighbourWatcher else { return }
    let changes = watcher.takeReports()
    guard !changes.isEmpty else { return }
    if let changed = watcher as? Element { element = changed }
    for change in changes {
      reports[change.neighbour] = change
      report(change.neighbour, at: now, into: &effects)
    }
  }

  /// An observer that begins a session may have forgotten who is silent.
  private mutating func repeatReports(at now: Instant, into effects: inout Effects) {
    for report in reports.values.sorted(by: { $0.neighbour < $1.neighbour }) where !report.isAlive {
      self.report(report.neighbour, at: now, into: &effects)
    }
  }

  private mutating func report(_ neighbour: ElementID, at now: Instant, into effects: inout Effects) {
    guard let observer = settings.observer, let report = reports[neighbour] else { return }
    let id = endpoint.ask(.putNeighbour(report, of: settings.element), of: observer, at: now, into: &effects)
    reportRequests[id] = neighbour
  }

  // MARK: Rules and associations

  /// Installs a rule set that the source admits, as a request of the controller does.
  public mutating func install(_ set: IssuedRules, into effects: inout Effects) -> ControlAnswer {
    guard var target = element as? any RuleTarget else { return ControlAnswer(.notFound, defect: "takes-no-rules") }
    switch source.admission(of: set) {
    case .admitted: break
    case .outdated(let version): return refuse(set, .conflict, RuleDefect.outdated.rawValue, version, into: &effects)
    case .unknown: return refuse(set, .forbidden, ControlAnswer.notAdmitted, into: &effects)
    }
    do {
      try target.install(set.rules)
    } catch {
      effects.note(ControlNote.refusedByElement.about(set.rules.path.number))
      let version = target.ruleSets.first { $0.path == set.rules.path }?.version
      return ControlAnswer(.conflict, defect: error.rawValue, version: version)
    }
    if let changed = target as? Element { element = changed }
    effects.note(ControlNote.rulesInstalled.about(set.rules.path.number, value: set.rules.version))
    watchNeighbours()
    return ControlAnswer(.noContent)
  }

  /// What is not admitted yet waits for a while.
  private mutating func take(
    _ set: IssuedRules, _ ticket: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) -> ControlAnswer? {
    let isTarget = element is any RuleTarget
    guard isTarget, source.admission(of: set) == .unknown, waiting.count < Self.mostWaiting else {
      return install(set, into: &effects)
    }
    if waiting.isEmpty { effects.arm(ElementSettings.admissionTimer, after: settings.admission) }
    waiting.append((set, ticket, now))
    source.isAwaited(true, into: &effects)
    return nil
  }

  /// What waits and is admitted now, or has a newer one before it, or has waited for too long.
  private mutating func reconsider(at now: Instant, into effects: inout Effects) {
    guard !waiting.isEmpty else { return }
    let before = waiting
    waiting = []
    for entry in before {
      if source.admission(of: entry.set) == .unknown, now - entry.since < settings.admission {
        waiting.append(entry)
      } else {
        endpoint.answer(entry.ticket, install(entry.set, into: &effects), into: &effects)
      }
    }
    if let oldest = waiting.first {
      effects.arm(ElementSettings.admissionTimer, after: oldest.since + settings.admission - now)
    } else {
      effects.cancel(ElementSettings.admissionTimer)
      source.isAwaited(false, into: &effects)
    }
  }

  private func refuse(
    _ set: IssuedRules, _ status: ControlAnswer.Status, _ defect: String, _ version: Int? = nil,
    into effects: inout Effects
  ) -> ControlAnswer {
    effects.note(ControlNote.refusedByElement.about(set.rules.path.number))
    return ControlAnswer(status, defect: defect, version: version)
  }

  private mutating func install(
    _ grant: AssociationGrant, at now: Instant, into effects: inout Effects
  ) -> ControlAnswer {
    guard var target = element as? any AssociationTarget else {
      return ControlAnswer(.notFound, defect: "takes-no-associations")
    }
    do {
      try target.install(grant, at: now, into: &effects)
    } catch {
      effects.note(ControlNote.refusedByElement.about(grant.path.number))
      return ControlAnswer(.conflict, defect: error.rawValue)
    }
    if let changed = target as? Element { element = changed }
    return ControlAnswer(.created)
  }

  private mutating func install(
    _ grant: IntegrityGrant, at now: Instant, into effects: inout Effects
  ) -> ControlAnswer {
    guard var target = element as? any IntegrityTarget else {
      return ControlAnswer(.notFound, defect: "takes-no-integrity-keys")
    }
    do {
      try target.install(grant, at: now, into: &effects)
    } catch {
      effects.note(ControlNote.refusedByElement.about(grant.path.number))
      return ControlAnswer(.conflict, defect: error.rawValue)
    }
    if let changed = target as? Element { element = changed }
    return ControlAnswer(.created)
  }

  private mutating func remove(_ path: ServicePathID, identifier: UInt32) -> ControlAnswer {
    guard var target = element as? any IntegrityTarget else {
      return ControlAnswer(.notFound, defect: "takes-no-integrity-keys")
    }
    do {
      try target.remove(integrityKey: identifier, of: path)
    } catch {
      return ControlAnswer(.notFound, defect: error.rawValue)
    }
    if let changed = target as? Element { element = changed }
    return ControlAnswer(.noContent)
  }

  private mutating func remove(_ path: EncryptionPathID, _ spi: UInt32) -> ControlAnswer {
    guard var target = element as? any AssociationTarget else {
      return ControlAnswer(.notFound, defect: "takes-no-associations")
    }
    do {
      try target.remove(path, spi: spi)
    } catch {
      return ControlAnswer(.notFound, defect: error.rawValue)
    }
    if let changed = target as? Element { element = changed }
    return ControlAnswer(.noContent)
  }
}

extension ControlRequest {
  /// Who may ask it of an element; nil: nobody.
  fileprivate var manager: ElementSettings.Manager.Kind? {
    switch self {
    case .putRules, .getRules: .controller
    case .putAssociation, .deleteAssociation: .authenticationCentre
    case .putFunction, .deleteFunction, .getFunction: .platform
    case .putIntegrityKey, .deleteIntegrityKey: .authenticationCentre
    case .putLink, .deleteLink, .putAuthenticatedPath, .deleteAuthenticatedPath, .putDeployment, .putNeighbour: nil
    }
  }

  /// The element that it is about.
  fileprivate var element: ElementID? {
    switch self {
    case .putRules(let set): set.element
    case .putAssociation(_, let element), .deleteAssociation(_, _, let element), .putIntegrityKey(_, let element),
      .deleteIntegrityKey(_, _, let element), .deleteFunction(let element), .getFunction(let element),
      .getRules(let element):
      element
    case .putFunction(let order): order.element
    case .putLink, .deleteLink, .putAuthenticatedPath, .deleteAuthenticatedPath, .putDeployment, .putNeighbour: nil
    }
  }
}
