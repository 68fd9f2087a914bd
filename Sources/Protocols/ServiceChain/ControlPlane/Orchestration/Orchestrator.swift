import Vocabulary

/// The orchestrator (paper, 5 and Fig 8): brings the network from one deployment to the next in steps that are noted one by
/// one, with the help of the provisioner, the authentication centre and the controller; and begins a fail-over when elements
/// that it watches are lost.
///
/// Operations, and what is in force, are in its journal: a new life goes on where the last one ended.
public struct Orchestrator: StateMachine {
  typealias Step = OrchestratorStep

  struct Work {
    var number: Int
    var operation: Operation
    /// The first is being done.
    var steps: [Step]
    var requests: Set<Int64> = []
    /// Whose headers the step that is being done asks for keys for.
    var paths: [AuthenticatedPath] = []
    /// Whether anybody has been asked for anything in the step that is being done.
    var hasAsked = false
  }

  /// What an answer that no step waits for is about.
  enum Aside: Hashable {
    /// What is in force, and who has keys: said again until it is answered.
    case wish(of: NodeID)
    case removal(ElementID)
    case unlinking(EncryptionPathID)
    case abandoning(ServicePathID)
  }

  public let settings: OrchestratorSettings
  var journal: ControlJournal<OrchestratorState>
  var endpoint: ControlEndpoint
  var work: Work?
  var detector: FailureDetector
  /// When elements are to be asked next: evenly, however long the steps take in between.
  var nextPoll = Instant.start
  var silences = SilenceRegister()
  var asides: [Int64: Aside] = [:]
  /// Who may have keys for the headers of a path, as an operation that failed asked for them. Never iterated.
  var attempted: [ServicePathID: AuthenticatedPath] = [:]

  static let retryTimer = TimerID(slot: 0)
  static let operationTimer = TimerID(slot: 1)
  static let detectionTimer = TimerID(slot: 2)
  static let silenceTimer = TimerID(slot: 3)
  static let tidyTimer = TimerID(slot: 4)

  /// - Parameter stream: another one in each life of the node.
  public init(_ settings: OrchestratorSettings, stream: RandomStream) {
    self.settings = settings
    journal = ControlJournal()
    detector = FailureDetector(settings.watched.map(\.element), misses: settings.detection?.misses ?? 1)
    endpoint = ControlEndpoint(
      peers: [settings.provisioner, settings.authenticationCentre, settings.controller]
        + settings.watched.map(\.peer)
        + settings.watchers.filter { !settings.watched.contains($0) }.map(\.peer),
      patience: settings.patience, timer: Self.retryTimer, stream: stream)
  }

  /// What is in force.
  public var deployment: Deployment? { journal.state.deployment }
  public var isIdle: Bool { journal.state.jobs.isEmpty }
  /// Whether elements are asked, again and again, whether they are there.
  var polls: Bool { settings.detection != nil && !settings.watched.isEmpty }
  /// Elements that do not answer.
  public var lostElements: [ElementID] { Set(detector.lost + silences.lost).sorted() }

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
    case .timer(Self.operationTimer): beginPlanned(at: now, into: &effects)
    case .timer(Self.detectionTimer): watch(at: now, into: &effects)
    case .timer(Self.silenceTimer): judgeSilence(at: now, into: &effects)
    case .timer(Self.tidyTimer):
      if !polls { leadAround(at: now, into: &effects) }
      takeAway(at: now, into: &effects)
    case .packet, .timer: break
    }
    journal.finishStep(into: &effects)
  }

  private mutating func beginLife(at now: Instant, into effects: inout Effects) {
    for peer in [settings.provisioner, settings.authenticationCentre, settings.controller]
    where peer.role == .initiator {
      endpoint.connect(to: peer.node, into: &effects)
    }
    // After a crash: they are to say again who is silent.
    for watcher in settings.watchers { endpoint.connect(to: watcher.peer.node, into: &effects) }
    if !journal.state.isInstalled { journal.write(.installed(settings.instantiated)) }
    takeNext(at: now, into: &effects)
    takeAway(at: now, into: &effects)
    armOperation(at: now, into: &effects)
    if let detection = settings.detection, polls {
      nextPoll = now
      armPoll(detection, at: now, into: &effects)
    }
  }

  private mutating func handle(_ events: [ControlEndpoint.Event], at now: Instant, into effects: inout Effects) {
    var silent: [NodeID] = []
    for event in events {
      switch event {
      case .connected(let node, _): repeatWishes(to: node, at: now, into: &effects)
      case .asked(let request, let ticket): serve(request, ticket, at: now, into: &effects)
      case .answered(let id, let answer, _): answered(id, answer, at: now, into: &effects)
      case .unanswered(let id, let node):
        // Who does not answer whether it is there is judged with all others.
        guard !detector.waits(for: id) else { continue }
        if asides.removeValue(forKey: id) == nil {
          answered(id, ControlAnswer(.timeout), at: now, into: &effects)
        } else if !silent.contains(node) {
          silent.append(node)
        }
      }
    }
    for node in silent { repeatWishes(to: node, at: now, into: &effects) }
  }

  mutating func ask(
    _ request: ControlRequest, _ peer: ControlEndpoint.Peer, limit: TimeSpan? = nil, at now: Instant,
    into effects: inout Effects
  ) -> Int64 {
    endpoint.ask(request, of: peer.node, limit: limit, at: now, into: &effects)
  }

  private mutating func answered(
    _ id: Int64, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    if let aside = asides.removeValue(forKey: id) { return close(aside, answer, into: &effects) }
    if let element = detector.answered(id) {
      if detector.returned(element) { effects.note(ControlNote.elementReturned.about(element.number)) }
      return
    }
    guard work?.requests.remove(id) != nil else { return }
    advance(answer, at: now, into: &effects)
  }

  // MARK: Wishes

  /// A peer that begins a session may have forgotten what it was asked; one that did not answer may not know it.
  private mutating func repeatWishes(to node: NodeID, at now: Instant, into effects: inout Effects) {
    withdrawAsides { $0 == .wish(of: node) }
    if node == settings.controller.node, work?.steps.first != .rules, work?.steps.first != .withdrawal {
      restore(at: now, into: &effects)
    }
    if node == settings.authenticationCentre.node {
      for link in journal.state.links {
        wish(.putLink(link), of: settings.authenticationCentre, at: now, into: &effects)
      }
      let asked = askedPaths
      for path in journal.state.paths where !asked.contains(path.path) {
        attempted[path.path] = nil
        wish(.putAuthenticatedPath(path), of: settings.authenticationCentre, at: now, into: &effects)
      }
    }
    takeAway(at: now, into: &effects)
  }

  mutating func wish(
    _ request: ControlRequest, of peer: ControlEndpoint.Peer, at now: Instant, into effects: inout Effects
  ) {
    asides[ask(request, peer, at: now, into: &effects)] = .wish(of: peer.node)
  }

  /// The controller is to see to what is in force, whatever it was asked meanwhile.
  mutating func restore(at now: Instant, into effects: inout Effects) {
    guard let deployment else { return }
    wish(.putDeployment(deployment), of: settings.controller, at: now, into: &effects)
  }

  /// Takes away what nothing needs any more.
  mutating func takeAway(at now: Instant, into effects: inout Effects) {
    // Asked for already, or needed again.
    let spared = journal.state.jobs.reduce(into: Set(asides.values)) { $0.formUnion($1.operation.target.removals) }
    for path in journal.state.surplusLinks where !spared.contains(.unlinking(path)) {
      let id = ask(.deleteLink(path), settings.authenticationCentre, at: now, into: &effects)
      asides[id] = .unlinking(path)
    }
    tidyPaths(at: now, into: &effects)
    for path in journal.state.surplusPaths where !spared.contains(.abandoning(path)) {
      let id = ask(.deleteAuthenticatedPath(path), settings.authenticationCentre, at: now, into: &effects)
      asides[id] = .abandoning(path)
    }
    for element in journal.state.surplusFunctions where !spared.contains(.removal(element)) {
      asides[ask(.deleteFunction(element), settings.provisioner, at: now, into: &effects)] =
        .removal(element)
    }
  }

  /// What a deployment needs is not taken away any more, and answers about that count for nothing.
  mutating func keep(_ target: Deployment) {
    let needed = target.removals
    withdrawAsides(where: needed.contains)
  }

  private mutating func withdrawAsides(where isVoid: (Aside) -> Bool) {
    for id in asides.filter({ isVoid($0.value) }).keys.sorted() {
      asides[id] = nil
      endpoint.withdraw(id)
    }
  }

  private mutating func close(_ aside: Aside, _ answer: ControlAnswer, into effects: inout Effects) {
    guard answer.status != .timeout else {
      // The manager waited in vain. What is to be taken away it is asked again, but never at once.
      if case .wish = aside { return }
      return effects.arm(Self.tidyTimer, after: max(settings.drain, settings.patience.retry))
    }
    switch aside {
    case .wish: break
    case .removal(let element): journal.write(.removed(element))
    case .unlinking(let path): journal.write(.unlinked(path))
    case .abandoning(let path): journal.write(.unauthenticated(path))
    }
  }
}

extension Deployment {
  /// What would take away what it needs.
  fileprivate var removals: Set<Orchestrator.Aside> {
    Set(functions.map { .removal($0.element) } + encryptionLinks.map { .unlinking($0.path) })
      .union(chains.map { .abandoning($0.path) })
  }
}
