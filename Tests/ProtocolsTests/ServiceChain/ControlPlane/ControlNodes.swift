import Testing
import Vocabulary

@testable import Protocols

/// The control plane of the paper's network, and the control side of all its elements, in memory.
final class ControlNodes {
  typealias Paper = PaperNetwork
  static let (auc, controller, provisioner, orchestrator) = (900, 901, 902, 903)

  let loop: ControlLoop
  let log = RuleLog()
  /// Functions that run from the start.
  var running: Set<ElementID>
  var keyChange: TimeSpan?
  var lifetime = TimeSpan.seconds(10)
  var method = AssociationGrant.Method.replace
  var operations: [OrchestratorSettings.Planned] = []
  var failOvers: [FailOver] = []
  var detection: OrchestratorSettings.Detection?
  var linksAtOnce = Int.max
  var functionTime = TimeSpan.milliseconds(47_600)
  var encryptionFunctionTime = TimeSpan.milliseconds(79_500)
  /// Whether orchestrator and controller keep to the policy.
  var enforcesPolicy = true
  /// Whether headers are authenticated.
  var integrity: IntegritySettings?
  /// How forwarders watch their neighbours, and report to the orchestrator.
  var liveness: LivenessSettings?
  /// An encryption function that shows another key than the centre knows.
  var impostor: ElementID?

  init(seed: UInt64 = 1, running: [ElementID]) {
    loop = ControlLoop(seed: seed)
    self.running = Set(running)
  }

  static func node(_ element: ElementID) -> Int { Int(element.number) }
  static func key(_ purpose: UInt64, _ element: ElementID) -> PreSharedKey {
    var stream = RandomStream(seed: purpose << 32 | UInt64(element.number))
    return PreSharedKey(&stream)
  }

  private static func peer(_ node: Int, _ role: SecureChannel.Role, purpose: UInt64 = 9, _ element: ElementID)
    -> ControlEndpoint.Peer
  {
    ControlEndpoint.Peer(
      NodeID(node), role: role, identity: element.number, key: key(purpose, element))
  }

  /// The orchestrator and a manager share a key that is named by the manager's number.
  private static func manager(_ node: Int, _ role: SecureChannel.Role) -> ControlEndpoint.Peer {
    peer(role == .initiator ? node : orchestrator, role, ElementID(UInt32(node)))
  }

  /// As the orchestrator knows it.
  static func peer(of manager: Int) -> ControlEndpoint.Peer { Self.manager(manager, .initiator) }

  func start() {
    for site in 0..<3 {
      add(Paper.inner(site, integrity: integrity, liveness: liveness), Paper.element(site, 2))
      add(Paper.outer(site, integrity: integrity, liveness: liveness), Paper.element(site, 3))
      let ports = Ports([
        Neighbour(Paper.element(site, 2), .innerForwarder), Neighbour(Paper.client, .endpoint),
        Neighbour(Paper.server, .endpoint),
      ])
      add(Classifier(Paper.element(site, 1), ports: ports, integrity: integrity), Paper.element(site, 1))
    }
    for place in Paper.places {
      if place.kind == .encryptionFunction {
        add(Paper.encryptionFunction(place.element, site: place.site, integrity: integrity), place.element)
      } else {
        let ports = Ports([Neighbour(Paper.element(place.site, 2), .innerForwarder)])
        add(ServiceFunction(place.element, kind: .firewall, ports: ports, integrity: integrity), place.element)
      }
    }
    addManagers()
    loop.startAll()
  }

  private func add<Element: StateMachine>(_ machine: Element, _ element: ElementID) {
    let place = Paper.places.first { $0.element == element }
    var managers: [ElementSettings.Manager] = [
      .init(.controller, NodeID(Self.controller), key: Self.key(2, element))
    ]
    if place != nil {
      managers.append(.init(.platform, NodeID(Self.provisioner), key: Self.key(3, element)))
      managers.append(.init(.platform, NodeID(Self.orchestrator), key: Self.key(4, element)))
    }
    if place == nil, liveness != nil {
      managers.append(.init(.platform, NodeID(Self.orchestrator), key: Self.key(4, element)))
    }
    if place?.kind == .encryptionFunction || integrity != nil {
      let key = element == impostor ? Self.key(7, element) : Self.key(1, element)
      managers.append(
        .init(.authenticationCentre, NodeID(Self.auc), key: place == nil || running.contains(element) ? key : nil))
    }
    let settings = ElementSettings(
      element, managers: managers, isInstantiated: place == nil || running.contains(element),
      observer: liveness == nil ? nil : NodeID(Self.orchestrator))
    loop.add(Self.node(element)) { ControlledElement(machine, settings: settings, stream: $0) }
  }

  private func addManagers() {
    let elements = (0..<3).flatMap { site in (1...3).map { Paper.element(site, $0) } } + Paper.places.map(\.element)
    let known =
      integrity == nil ? Paper.places.filter { $0.kind == .encryptionFunction }.map(\.element) : elements
    let authentication = AuthenticationSettings(
      functions: known.map {
        .init($0, at: NodeID(Self.node($0)), key: Self.key(1, $0))
      }, clients: [Self.manager(Self.auc, .responder)], keyChange: keyChange, lifetime: lifetime, method: method,
      linksAtOnce: linksAtOnce)
    loop.add(Self.auc) { AuthenticationCentre(authentication, stream: $0) }
    let rules = ControllerSettings(
      elements: elements.map { .init($0, at: NodeID(Self.node($0)), key: Self.key(2, $0)) },
      clients: [Self.manager(Self.controller, .responder)], enforcesPolicy: enforcesPolicy)
    loop.add(Self.controller) { [log] in ForwarderController(rules, log: log, stream: $0) }
    let platform = ProvisionerSettings(
      slots: Paper.places.map { place in
        ProvisionerSettings.Slot(
          place.element, at: NodeID(Self.node(place.element)), site: place.site, key: Self.key(3, place.element),
          authenticationKey: known.contains(place.element) ? Self.key(1, place.element).bytes : [])
      }, clients: [Self.manager(Self.provisioner, .responder)], functionTime: functionTime,
      encryptionFunctionTime: encryptionFunctionTime)
    loop.add(Self.provisioner) { ServiceFunctionProvisioner(platform, stream: $0) }
    let orchestration = OrchestratorSettings(
      provisioner: Self.manager(Self.provisioner, .initiator),
      authenticationCentre: Self.manager(Self.auc, .initiator),
      controller: Self.manager(Self.controller, .initiator),
      instantiated: running.sorted(), operations: operations, failOvers: failOvers,
      watched: Paper.places.map {
        .init($0.element, Self.peer(Self.node($0.element), .responder, purpose: 4, $0.element))
      }, detection: detection, watchers: liveness == nil ? [] : Self.watchers,
      authenticatesHeaders: integrity != nil, enforcesPolicy: enforcesPolicy)
    loop.add(Self.orchestrator) { Orchestrator(orchestration, stream: $0) }
  }

  private static var watchers: [OrchestratorSettings.Watched] {
    (0..<3).flatMap { site in [2, 3].map { Paper.element(site, $0) } }.map {
      .init($0, peer(node($0), .responder, purpose: 4, $0))
    }
  }

  // MARK: What there is

  var authenticationCentre: AuthenticationCentre { loop.machine(Self.auc) }
  var orchestrator: Orchestrator { loop.machine(Self.orchestrator) }
  var forwarderController: ForwarderController { loop.machine(Self.controller) }

  func associations(_ element: ElementID) -> [SecurityAssociation] {
    loop.machine(Self.node(element), as: ControlledElement<EncryptionFunction>.self).element.securityAssociations
  }

  /// The keys for the headers of a path that an element has, and the one that it protects with.
  func headerKeys(_ element: ElementID, _ path: ServicePathID) -> (known: [UInt32], protecting: UInt32?) {
    let machine: any StateMachine = loop.machine(Self.node(element), as: (any StateMachine).self)
    return (machine as! any KeyHolder).headerKeys(of: path)
  }

  func ruleSets(_ element: ElementID) -> [RuleSet] {
    let node = Self.node(element)
    switch element.number % 10 {
    case 1 where element.number < 40: return loop.machine(node, as: ControlledElement<Classifier>.self).element.ruleSets
    case 2 where element.number < 40:
      return loop.machine(node, as: ControlledElement<InnerForwarder>.self).element.ruleSets
    case 3 where element.number < 40:
      return loop.machine(node, as: ControlledElement<OuterForwarder>.self).element.ruleSets
    default: return []
    }
  }

  /// Every forwarder's and classifier's rules, without versions.
  var forwardingState: [ElementID: [ServicePathID: Set<FlowRule>]] {
    var state: [ElementID: [ServicePathID: Set<FlowRule>]] = [:]
    for element in (0..<3).flatMap({ site in (1...3).map { Paper.element(site, $0) } }) {
      for set in ruleSets(element) { state[element, default: [:]][set.path] = Set(set.rules) }
    }
    return state
  }

  static func forwardingState(of deployment: Deployment) -> [ElementID: [ServicePathID: Set<FlowRule>]] {
    var state: [ElementID: [ServicePathID: Set<FlowRule>]] = [:]
    for set in deployment.ruleSets(version: { _ in 1 }) where set.element.number < 40 {
      state[set.element, default: [:]][set.rules.path] = Set(set.rules.rules)
    }
    return state
  }

  /// Both ends of a link hold associations with one SPI.
  func share(_ link: EncryptionLink) -> Bool {
    let sending = associations(link.encrypting).filter { $0.path == link.path }.map(\.spi)
    let receiving = associations(link.decrypting).filter { $0.path == link.path }.map(\.spi)
    return !sending.isEmpty && Set(sending).isSubset(of: receiving)
  }

  func begin(_ kind: Operation.Kind, _ target: Deployment) {
    loop.ask(Self.orchestrator) { (machine: inout Orchestrator, now, effects) in
      machine.begin(Operation(kind, to: target), at: now, into: &effects)
    }
  }
}

private protocol KeyHolder {
  func headerKeys(of path: ServicePathID) -> (known: [UInt32], protecting: UInt32?)
}

extension ControlledElement: KeyHolder {
  fileprivate func headerKeys(of path: ServicePathID) -> (known: [UInt32], protecting: UInt32?) {
    (element as! any IntegrityTarget).integrity.keys(of: path)
  }
}
