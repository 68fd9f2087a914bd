import Vocabulary

/// The controller of the forwarders (paper, 4.3): computes every element's rules from a deployment, refuses what the policy
/// forbids, and tells those that are concerned, in an order in which packets never meet an element that does not know yet.
/// While it is down, elements forward by what they have. Versions, what is in force and what was to be are in its journal: a new
/// life asks the elements what they have, and goes on.
public struct ForwarderController: StateMachine {
  enum Stage {
    case adding, withdrawing, draining, cleaning
  }

  struct Work {
    var target: Deployment
    /// Who waits, until the new rules are in force.
    var asker: ControlEndpoint.Ticket?
    /// Whether it goes back to what was in force before: an element that is gone does not end that.
    var restores = false
    var stage: Stage
    /// Of this stage.
    var waves: [[Distribution.Change]]
    var distribution: Distribution
  }

  typealias Place = ControllerState.Place

  public let settings: ControllerSettings
  /// Whose rules are in force, or on their way.
  public private(set) var deployment: Deployment?
  public let log: RuleLog
  /// Nil where the controller's word is enough.
  private var publisher: RulePublisher?
  /// Rule sets that are to be in the ledger before their elements are told.
  var held: [IssuedRules] = []
  var journal = ControlJournal<ControllerState>()
  /// Elements that a new life waits for, to hear what they have.
  var unheard: Set<ElementID> = []
  var endpoint: ControlEndpoint
  private var requestOrder = RequestOrder()
  let nodes: [ElementID: NodeID]
  private let elements: [NodeID: ElementID]
  /// What the elements have confirmed.
  var confirmed: [ElementID: [ServicePathID: RuleSet]] = [:]
  /// The last version of each path.
  var versions: [ServicePathID: Int] = [:]
  var work: Work?
  var waiting: [(deployment: Deployment, asker: ControlEndpoint.Ticket)] = []
  var requests: [Int64: IssuedRules] = [:]
  /// Questions what an element has: asked once of each in a life, and again of who did not answer.
  var inventories: [Int64: ElementID] = [:]
  var seen: Set<ElementID> = []
  /// An element has rules that nobody here knew of.
  var mustReview = false
  /// Requests that say again, to those that begin a session, what they had.
  var reminders: Set<Int64> = []

  static let retryTimer = TimerID(slot: 0)
  static let drainTimer = TimerID(slot: 1)
  public static let publicationTimer = TimerID(slot: 2)
  /// The first of those of the publisher's reader.
  public static let ledgerTimer = TimerID(slot: 3)

  /// - Parameters:
  ///   - log: kept by whoever wants to know over all lives of the node.
  ///   - publisher: where elements take their rules from the ledger.
  ///   - stream: another one in each life.
  public init(
    _ settings: ControllerSettings, log: RuleLog = RuleLog(), publisher: RulePublisher? = nil, stream: RandomStream
  ) {
    self.settings = settings
    self.log = log
    self.publisher = publisher
    endpoint = ControlEndpoint(
      peers: settings.elements.map {
        ControlEndpoint.Peer($0.node, role: .responder, identity: $0.element.number, key: $0.key)
      } + settings.clients, patience: settings.patience, timer: Self.retryTimer, stream: stream)
    nodes = Dictionary(settings.elements.map { ($0.element, $0.node) }) { first, _ in first }
    elements = Dictionary(settings.elements.map { ($0.node, $0.element) }) { first, _ in first }
  }

  /// Whether every element concerned has confirmed what is in force.
  public var isIdle: Bool { work == nil }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: journal.begin(into: &effects)
    case .read(_, _, let contents):
      if journal.take(contents.joined, into: &effects) { beginLife(at: now, into: &effects) }
    case .synced(_, let ticket): journal.synced(ticket, into: &effects)
    case .message where !journal.isReady: effects.drop(because: .starting)
    case let input where publisher?.takes(input) == true:
      let events = publisher?.step(input, at: now, into: &effects) ?? []
      act(on: events, at: now, into: &effects)
    case .message(let payload, let sender):
      handle(endpoint.receive(payload, from: sender, at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.retryTimer): handle(endpoint.tick(at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.drainTimer):
      if case .draining = work?.stage { enter(.cleaning, at: now, into: &effects) }
    case .packet, .timer: break
    }
    journal.finishStep(into: &effects)
  }

  private mutating func beginLife(at now: Instant, into effects: inout Effects) {
    // After a crash: clients are to say again what they want.
    for client in settings.clients { endpoint.connect(to: client.node, into: &effects) }
    for element in settings.elements { endpoint.connect(to: element.node, into: &effects) }
    for used in journal.state.versions { versions[used.path] = used.version }
    deployment = journal.state.target ?? journal.state.inForce
    for sets in [journal.state.inForce, journal.state.target].compactMap({ $0?.ruleSets { _ in 0 } }) {
      for set in sets where seen.insert(set.element).inserted {
        guard nodes[set.element] != nil else { continue }
        unheard.insert(set.element)
        inquire(set.element, at: now, into: &effects)
      }
    }
    guard let deployment else { return repair(at: now, into: &effects) }
    // Others may have rules of what was in force before; an invitation may be lost, a question is asked again.
    for element in settings.elements where seen.insert(element.element).inserted {
      inquire(element.element, at: now, into: &effects)
    }
    effects.note(ControlNote.deploymentResumed.about(deployment.chains.count))
    if unheard.isEmpty { begin(deployment, asker: nil, at: now, into: &effects) }
  }

  private mutating func handle(_ events: [ControlEndpoint.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .connected(let node, _):
        if let element = elements[node] { remind(element, at: now, into: &effects) }
      case .asked(let request, let ticket): serve(request, ticket, at: now, into: &effects)
      case .answered(let id, let answer, _): answered(id, answer, at: now, into: &effects)
      case .unanswered(let id, _): answered(id, ControlAnswer(.timeout), at: now, into: &effects)
      }
    }
  }

  private mutating func serve(
    _ request: ControlRequest, _ ticket: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) {
    guard settings.clients.contains(where: { $0.node == ticket.node }) else {
      return endpoint.answer(ticket, ControlAnswer(.forbidden, defect: "unauthorized"), into: &effects)
    }
    guard case .putDeployment(let deployment) = request else {
      return endpoint.answer(ticket, ControlAnswer(.notFound), into: &effects)
    }
    if let answer = requestOrder.overtaken(request, ticket, into: &effects) {
      return endpoint.answer(ticket, answer, into: &effects)
    }
    if settings.enforcesPolicy, let violation = violations(of: deployment).first {
      effects.note(ControlNote.refusedByPolicy.about(violations(of: deployment).count))
      let answer = ControlAnswer(.forbidden, defect: "policy", message: violation.description)
      return endpoint.answer(ticket, answer, into: &effects)
    }
    switch work?.stage {
    case .adding, .withdrawing: waiting.append((deployment, ticket))
    case .draining, .cleaning, nil:
      // A new life listens first.
      guard unheard.isEmpty else { return waiting.append((deployment, ticket)) }
      begin(deployment, asker: ticket, at: now, into: &effects)
    }
  }

  /// What the policy forbids about the deployment and the rules that would follow from it.
  private func violations(of deployment: Deployment) -> [PolicyViolation] {
    var found = deployment.violations
    guard found.isEmpty else { return found }
    let sets = deployment.ruleSets { _ in 0 }
    found = FlowPolicy(deployment).violations(of: sets)
    for set in sets where nodes[set.element] == nil { found.append(.unknownElement(set.element)) }
    return found
  }

  // MARK: Distribution

  mutating func begin(
    _ target: Deployment, asker: ControlEndpoint.Ticket?, restores: Bool = false, at now: Instant,
    into effects: inout Effects
  ) {
    // What an interrupted cleaning has sent may arrive or not.
    giveUpRequests()
    effects.cancel(Self.drainTimer)
    let known = confirmed.mapValues { $0.mapValues(\.rules) }
    let uncertain = Set(journal.state.uncertain)
    let distribution = Distribution(from: known, to: target) { element, path in
      !uncertain.contains(Place(element: element, path: path))
    }
    deployment = target
    if target != journal.state.target ?? journal.state.inForce { journal.write(.began(target)) }
    work = Work(
      target: target, asker: asker, restores: restores, stage: .adding, waves: [], distribution: distribution)
    enter(.adding, at: now, into: &effects)
  }

  private mutating func enter(_ stage: Stage, at now: Instant, into effects: inout Effects) {
    guard let distribution = work?.distribution else { return }
    work?.stage = stage
    switch stage {
    case .adding: work?.waves = distribution.additions
    case .withdrawing: work?.waves = distribution.withdrawals
    case .draining:
      if journal.state.target != nil { journal.write(.tookEffect) }
      settle(ControlAnswer(.noContent), into: &effects)
      if let next = takeWaiting() { return begin(next.deployment, asker: next.asker, at: now, into: &effects) }
      guard !distribution.cleaning.isEmpty else { return rest(at: now, into: &effects) }
      return effects.arm(Self.drainTimer, after: settings.drain)
    case .cleaning: work?.waves = distribution.cleaning
    }
    // Each change of a path has a version of its own.
    var paths: Set<ServicePathID> = []
    var used: [ControllerState.Version] = []
    for change in (work?.waves ?? []).flatMap({ $0 }) where paths.insert(change.path).inserted {
      versions[change.path, default: 0] += 1
      used.append(ControllerState.Version(path: change.path, version: versions[change.path] ?? 1))
    }
    if !used.isEmpty { journal.write(.used(used)) }
    publish((work?.waves ?? []).flatMap { $0 }.map { rules(of: $0) }, at: now, into: &effects)
    proceed(at: now, into: &effects)
  }

  /// Sends the next wave, or goes on to the next stage.
  private mutating func proceed(at now: Instant, into effects: inout Effects) {
    guard let stage = work?.stage, held.isEmpty, requests.allSatisfy({ reminders.contains($0.key) }) else { return }
    guard let wave = work?.waves.first else {
      switch stage {
      case .adding: return enter(.withdrawing, at: now, into: &effects)
      case .withdrawing: return enter(.draining, at: now, into: &effects)
      case .draining: return
      case .cleaning: return rest(at: now, into: &effects)
      }
    }
    work?.waves.removeFirst()
    for change in wave {
      issue(rules(of: change), at: now, into: &effects)
    }
    // A wave may hold nothing for an element that exists.
    proceed(at: now, into: &effects)
  }

  private func rules(of change: Distribution.Change) -> IssuedRules {
    let set = RuleSet(path: change.path, version: versions[change.path] ?? 1, rules: change.rules)
    return IssuedRules(set, for: change.element)
  }

  /// All is done; what has turned up meanwhile comes next.
  mutating func rest(at now: Instant, into effects: inout Effects) {
    work = nil
    guard mustReview, let deployment else { return repair(at: now, into: &effects) }
    mustReview = false
    begin(deployment, asker: nil, at: now, into: &effects)
  }

  mutating func issue(_ set: IssuedRules, at now: Instant, into effects: inout Effects) {
    guard let node = nodes[set.element] else { return }
    if let publisher, !publisher.isCommitted(set) {
      held.append(set)
      return publish([set], at: now, into: &effects)
    }
    log.append(set)
    requests[endpoint.ask(.putRules(set), of: node, at: now, into: &effects)] = set
  }

  private mutating func answered(
    _ id: Int64, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    if let element = inventories.removeValue(forKey: id) {
      if answer.status == .timeout { missed(element, at: now, into: &effects) }
      learn(answer.ruleSets ?? [], of: element, at: now, into: &effects)
      return heard(element, at: now, into: &effects)
    }
    guard let set = requests.removeValue(forKey: id) else { return }
    let place = set.place
    if reminders.remove(id) != nil { return reminded(set, answer, at: now, into: &effects) }
    if answer.isSuccess {
      if journal.state.uncertain.contains(place) { journal.write(.sure(place)) }
      confirmed[place.element, default: [:]][place.path] = set.rules.rules.isEmpty ? nil : set.rules
      return proceed(at: now, into: &effects)
    }
    if answer.defect == RuleDefect.outdated.rawValue, let version = newVersion(of: place.path, above: answer.version) {
      // It has rules of an earlier life of this controller.
      let again = RuleSet(path: place.path, version: version, rules: set.rules.rules)
      return issue(IssuedRules(again, for: place.element), at: now, into: &effects)
    }
    failed(set, answer, at: now, into: &effects)
  }

  private mutating func failed(
    _ set: IssuedRules, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    let place = set.place
    unsure([place])
    switch work?.stage {
    case .adding where work?.restores == false: abandon(answer, at: now, into: &effects)
    // Nobody waits for an element that is gone; what it should have it is told when all others know.
    case .adding, .withdrawing, .draining, .cleaning:
      confirmed[place.element]?[place.path] = nil
      proceed(at: now, into: &effects)
    case nil:
      confirmed[place.element]?[place.path] = nil
      if answer.mayYetSucceed { issue(set, at: now, into: &effects) }
    }
  }

  // MARK: The ledger

  private mutating func publish(_ sets: [IssuedRules], at now: Instant, into effects: inout Effects) {
    guard publisher != nil else { return }
    let known = sets.filter { nodes[$0.element] != nil }
    act(on: publisher?.publish(known, at: now, into: &effects) ?? [], at: now, into: &effects)
  }

  /// What is in the ledger goes to its element; what cannot get there has failed.
  private mutating func act(on events: [RulePublisher.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .committed(let set):
        guard let place = held.firstIndex(of: set) else { continue }
        held.remove(at: place)
        issue(set, at: now, into: &effects)
      case .failed(let set, let defect):
        guard let place = held.firstIndex(of: set) else { continue }
        held.remove(at: place)
        failed(set, ControlAnswer(.unavailable, defect: defect), at: now, into: &effects)
      }
    }
  }

  /// An element that has lost its rules may know newer ones from the ledger, of a change that was given up: then those in
  /// force are said once more.
  private mutating func reminded(
    _ set: IssuedRules, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    if answer.status == .timeout {
      unsure([set.place])
      return repair(at: now, into: &effects)
    }
    let isOpen =
      held.contains { $0.place == set.place } || requests.values.contains { $0.place == set.place }
    guard publisher != nil, !isOpen, confirmed[set.element]?[set.rules.path] == set.rules else { return }
    guard answer.defect == RuleDefect.outdated.rawValue else { return }
    guard let version = newVersion(of: set.rules.path, above: answer.version) else { return }
    let again = RuleSet(path: set.rules.path, version: version, rules: set.rules.rules)
    issue(IssuedRules(again, for: set.element), at: now, into: &effects)
  }

  private mutating func newVersion(of path: ServicePathID, above version: Int?) -> Int? {
    guard let version, version >= 0, version < Int.max / 2 else { return nil }
    let next = max(version, versions[path] ?? 0) + 1
    versions[path] = next
    journal.write(.used([ControllerState.Version(path: path, version: next)]))
    return next
  }

  /// An element does not take its rules: back to what was in force. Packets stay on their old way where they can.
  private mutating func abandon(_ answer: ControlAnswer, at now: Instant, into effects: inout Effects) {
    giveUpRequests()
    settle(answer, into: &effects)
    work = nil
    journal.write(.gaveUp)
    if let next = takeWaiting() { return begin(next.deployment, asker: next.asker, at: now, into: &effects) }
    guard let old = journal.state.inForce else {
      // Nothing was: what has come in so far goes again.
      deployment = nil
      unsure(confirmed.flatMap { element, sets in sets.keys.map { Place(element: element, path: $0) } })
      confirmed = [:]
      return repair(at: now, into: &effects)
    }
    effects.note(ControlNote.deploymentRestored.about(old.chains.count))
    begin(old, asker: nil, restores: true, at: now, into: &effects)
  }

  /// Nobody waits any more for what elements were asked, but for those that came back; it may have arrived or not.
  private mutating func giveUpRequests() {
    let open = requests.filter { !reminders.contains($0.key) }
    for id in open.keys.sorted() {
      endpoint.withdraw(id)
      requests[id] = nil
    }
    unsure(open.values.map(\.place))
    held.removeAll()
  }

  private mutating func settle(_ answer: ControlAnswer, into effects: inout Effects) {
    if let asker = work?.asker { endpoint.answer(asker, answer, into: &effects) }
    work?.asker = nil
  }
}
