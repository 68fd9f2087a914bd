import Protocols
import SimKernel
import Vocabulary

/// Makes the control plane: who knows whom by which key, what is there at the start, and what is to be done when.
struct SFCControl {
  let layout: SFCLayout
  private let streams: RandomStreams
  private let costs: ForwardingCosts
  /// At the start, and after each operation.
  let deployments: [Deployment]
  let failedOver: Deployment?
  /// Everything that there is room for.
  private let elements: [Int]
  /// What runs from the start.
  private let instantiated: Set<ElementID>
  /// Of the controller, over all its lives.
  let log = RuleLog()
  /// Nil where the controller's word is enough for elements.
  private let ledger: SFCLedger?

  init(_ layout: SFCLayout, costs: ForwardingCosts, ledger: SFCLedger? = nil, streams: RandomStreams) {
    self.layout = layout
    self.ledger = ledger
    self.costs = costs
    self.streams = streams
    var maker = SFCDeployments(layout)
    deployments = layout.spec.plans.map { maker.deployment($0) }
    failedOver = layout.spec.failedOver.map { maker.deployment($0) }
    elements = [SFCLayout.Role.classifier, .inner, .outer, .function, .encryption].flatMap { layout.nodes($0) }
    var instantiated = Set(deployments[0].functions.map(\.element))
    if let failedOver, layout.spec.protection != .none { instantiated.formUnion(failedOver.functions.map(\.element)) }
    self.instantiated = instantiated
  }

  private var spec: SFCSpec { layout.spec }

  // MARK: Keys

  /// Between an element and one of its managers; or between the orchestrator and another.
  private func keyBytes(_ node: Int, _ manager: SFCLayout.Role) -> [UInt8] {
    var stream = streams.stream("sfc/pre-shared/\(node)/\(manager.rawValue)")
    return (0..<PreSharedKey.byteCount).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
  }

  private func key(_ node: Int, _ manager: SFCLayout.Role) -> PreSharedKey {
    PreSharedKey(bytes: keyBytes(node, manager))!
  }

  private func stream(_ node: Int, life: Int) -> RandomStream { streams.stream("sfc/control/\(node)/\(life)") }

  private func node(_ role: SFCLayout.Role) -> NodeID { NodeID(layout.node(role, 0)) }

  /// The conversation of the orchestrator with another manager, as either sees it.
  private func peer(_ other: SFCLayout.Role, isOrchestrator: Bool) -> ControlEndpoint.Peer {
    ControlEndpoint.Peer(
      node(isOrchestrator ? other : .orchestrator), role: isOrchestrator ? .initiator : .responder,
      identity: UInt32(layout.node(other, 0) + 1), key: key(layout.node(other, 0), .orchestrator))
  }

  /// Those whom a compromised service function tries, whether they know it or not.
  func managers(of node: Int) -> [ControlEndpoint.Peer] {
    [SFCLayout.Role.provisioner, .orchestrator, .controller].map { manager in
      ControlEndpoint.Peer(
        self.node(manager), role: .initiator, identity: SFCLayout.element(node).number, key: key(node, manager))
    }
  }

  // MARK: Machines

  /// An element with its control side.
  func controlled<Element: StateMachine>(_ element: Element, _ node: Int, life: Int) -> any StateMachine {
    let number = SFCLayout.element(node)
    let role = layout.place(node).role
    let isInstantiated = role != .function && role != .encryption || instantiated.contains(number)
    var managers: [ElementSettings.Manager] = []
    if provisioned.contains(node) {
      managers.append(ElementSettings.Manager(.platform, self.node(.provisioner), key: key(node, .provisioner)))
    }
    if polled.contains(node) || watching.contains(node) {
      managers.append(ElementSettings.Manager(.platform, self.node(.orchestrator), key: key(node, .orchestrator)))
    }
    if knowsCentre(node) {
      managers.append(
        ElementSettings.Manager(.authenticationCentre, self.node(.auc), key: isInstantiated ? key(node, .auc) : nil))
    }
    if role != .encryption {
      managers.append(ElementSettings.Manager(.controller, self.node(.controller), key: key(node, .controller)))
    }
    return ControlledElement(
      element,
      settings: ElementSettings(
        number, managers: managers, isInstantiated: isInstantiated,
        observer: watching.contains(node) ? self.node(.orchestrator) : nil),
      source: role == .encryption ? ControllerRules() : ledger?.rules(of: node) ?? ControllerRules(),
      stream: stream(node, life: life))
  }

  /// Whether it gets keys: of links, or for headers.
  private func knowsCentre(_ node: Int) -> Bool {
    layout.place(node).role == .encryption || spec.integrity == .hmac
  }

  /// The machines that a platform instantiates.
  private var provisioned: [Int] { Array(layout.nodes(.function)) + Array(layout.nodes(.encryption)) }
  /// Those that the orchestrator asks whether they are there.
  private var polled: [Int] { spec.detection?.polls == nil ? [] : provisioned }
  /// Those that report to the orchestrator which of their neighbours are silent.
  private var watching: [Int] {
    spec.detection?.hellos == nil ? [] : Array(layout.nodes(.inner)) + Array(layout.nodes(.outer))
  }

  func manager(_ role: SFCLayout.Role, life: Int, clock: NodeClock) -> any StateMachine {
    let stream = stream(layout.node(role, 0), life: life)
    switch role {
    case .auc: return AuthenticationCentre(authentication, stream: stream)
    case .controller:
      let publisher = ledger?.publisher(for: elements.filter { layout.place($0).role != .encryption }, life: life)
      return ForwarderController(controller, log: log, publisher: publisher, stream: stream)
    case .orchestrator: return Orchestrator(orchestrator(clock), stream: stream)
    case .provisioner: return ServiceFunctionProvisioner(provisioner, stream: stream)
    case .smb, .classifier, .inner, .outer, .gateway, .function, .encryption, .client, .server:
      preconditionFailure("\(role.rawValue) is no part of the control plane")
    }
  }

  private var authentication: AuthenticationSettings {
    AuthenticationSettings(
      functions: elements.filter(knowsCentre).map {
        KeyedElement(SFCLayout.element($0), at: NodeID($0), key: key($0, .auc))
      }, clients: [peer(.auc, isOrchestrator: false)], keyChange: spec.keys.change,
      lifetime: spec.keys.expire ?? SFCControl.forEver, method: spec.keys.method)
  }

  /// Longer than any run.
  private static let forEver = TimeSpan.seconds(1 << 32)

  /// Those that take rules, with the keys of their channels to the controller.
  var ruledElements: [KeyedElement] {
    elements.filter { layout.place($0).role != .encryption }.map {
      KeyedElement(SFCLayout.element($0), at: NodeID($0), key: key($0, .controller))
    }
  }

  private var controller: ControllerSettings {
    ControllerSettings(
      elements: ruledElements, clients: [peer(.controller, isOrchestrator: false)],
      enforcesPolicy: spec.policy == .enforced)
  }

  private var provisioner: ProvisionerSettings {
    ProvisionerSettings(
      slots: provisioned.map { node in
        ProvisionerSettings.Slot(
          SFCLayout.element(node), at: NodeID(node), site: layout.site(node), key: key(node, .provisioner),
          authenticationKey: knowsCentre(node) ? keyBytes(node, .auc) : [])
      }, clients: [peer(.provisioner, isOrchestrator: false)], functionTime: costs.instantiateFunction,
      encryptionFunctionTime: costs.instantiateEncryption)
  }

  /// Operations are at times of its clock.
  private func orchestrator(_ clock: NodeClock) -> OrchestratorSettings {
    func planned(at time: TimeSpan, _ kind: Operation.Kind, to target: Deployment) -> OrchestratorSettings.Planned {
      OrchestratorSettings.Planned(at: clock.monotonic(.start + time) - .start, Operation(kind, to: target))
    }
    var operations = [planned(at: .zero, .softProvisioning, to: deployments[0])]
    if let failedOver, spec.protection == .duplicate {
      operations.append(planned(at: .zero, .protection, to: failedOver))
    }
    for (operation, target) in zip(spec.operations, deployments.dropFirst()) {
      let kind: Operation.Kind =
        switch operation.kind {
        case .provision(.full, _, _): .fullProvisioning
        case .provision(.soft, _, _): .softProvisioning
        case .provision(.rePeering, _, _): .rePeering
        case .migrate: .migration
        }
      operations.append(planned(at: operation.at, kind, to: target))
    }
    return OrchestratorSettings(
      provisioner: peer(.provisioner, isOrchestrator: true),
      authenticationCentre: peer(.auc, isOrchestrator: true), controller: peer(.controller, isOrchestrator: true),
      instantiated: instantiated.sorted(), operations: operations, failOvers: failOvers, watched: polled.map(peer),
      detection: spec.detection?.polls.map {
        OrchestratorSettings.Detection(interval: $0.interval, timeout: $0.timeout, misses: $0.misses)
      }, watchers: watching.map(peer), authenticatesHeaders: spec.integrity == .hmac,
      enforcesPolicy: spec.policy == .enforced)
  }

  /// The functions that have a duplicate, the encryption functions at their sites, and the forwarders of sites that nothing
  /// leads through any more.
  private var failOvers: [FailOver] {
    guard let failedOver, let last = deployments.last(where: \.violations.isEmpty) else { return [] }
    let gone = last.functions.map(\.element).filter { !failedOver.functions.map(\.element).contains($0) }
    let (before, after) = (last.forwarders, failedOver.forwarders)
    return [FailOver(after: gone + before.subtracting(after).sorted(), to: failedOver)]
  }

  /// An element as the orchestrator sees it.
  private func peer(_ node: Int) -> OrchestratorSettings.Watched {
    let element = SFCLayout.element(node)
    return OrchestratorSettings.Watched(
      element,
      ControlEndpoint.Peer(NodeID(node), role: .responder, identity: element.number, key: key(node, .orchestrator)))
  }
}

extension Deployment {
  /// The forwarders on the way of any chain.
  fileprivate var forwarders: Set<ElementID> {
    let all = sites.flatMap { [$0.inner, $0.outer] }
    return Set(authenticatedPaths.flatMap(\.elements)).intersection(all)
  }
}
