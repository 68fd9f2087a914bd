import Protocols
import SimKernel
import Vocabulary

/// Makes the machines of all nodes, with what they have at the start of a life.
struct SFCElements {
  let layout: SFCLayout
  let ports: [Ports]
  /// Nil where rules and keys are there from the start, for ever.
  private let control: SFCControl?
  private let rules: [ElementID: [RuleSet]]
  private let grants: [ElementID: [AssociationGrant]]
  private let headerGrants: [ElementID: [IntegrityGrant]]
  let flows: SFCFlows

  /// Keys are drawn from the streams.
  init(
    _ layout: SFCLayout, ports: [Ports], control: SFCControl, mtu: ByteCount?, stream: RandomStream,
    headerStream: RandomStream
  ) {
    self.layout = layout
    self.ports = ports
    flows = SFCFlows(layout, mtu: mtu)
    guard layout.spec.control == .static else {
      (self.control, rules, grants, headerGrants) = (control, [:], [:], [:])
      return
    }
    self.control = nil
    var rules: [ElementID: [RuleSet]] = [:]
    let deployment = control.deployments[0]
    for issued in deployment.ruleSets(version: { _ in 1 }) { rules[issued.element, default: []].append(issued.rules) }
    self.rules = rules
    grants = Self.grants(of: deployment.encryptionLinks, stream)
    headerGrants =
      layout.spec.integrity == .hmac ? Self.grants(of: deployment.authenticatedPaths, headerStream) : [:]
  }

  private static func grants(
    of paths: [AuthenticatedPath], _ stream: RandomStream
  ) -> [ElementID: [IntegrityGrant]] {
    var stream = stream
    var grants: [ElementID: [IntegrityGrant]] = [:]
    for path in paths {
      let key = (0..<32).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
      for element in path.elements {
        grants[element, default: []].append(
          IntegrityGrant(
            path: path.path, identifier: 1, use: path.protecting.contains(element) ? .protect : .verify, key: key,
            lifetime: .seconds(1 << 32), method: .replace))
      }
    }
    return grants
  }

  /// Keys for ever, for chains whose keys nobody changes.
  private static func grants(of links: [EncryptionLink], _ stream: RandomStream) -> [ElementID: [AssociationGrant]] {
    var stream = stream
    var grants: [ElementID: [AssociationGrant]] = [:]
    for (number, link) in links.enumerated() {
      let key = (0..<36).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
      func grant(_ role: AssociationGrant.Role, peer: ElementID) -> AssociationGrant {
        AssociationGrant(
          path: link.path, spi: UInt32(256 + number), role: role, peer: peer, key: key, lifetime: .seconds(1 << 32),
          method: .replace)
      }
      grants[link.encrypting, default: []].append(grant(.encrypt, peer: link.decrypting))
      grants[link.decrypting, default: []].append(grant(.decrypt, peer: link.encrypting))
    }
    return grants
  }

  /// The machine of a node. `life`: how often it has had power before. `clock`: that it starts with.
  func machine(_ node: Int, life: Int, clock: NodeClock) -> any StateMachine {
    let (role, number) = layout.place(node)
    let (element, ports) = (SFCLayout.element(node), ports[node])
    switch role {
    case .classifier: return ruled(Classifier(element, ports: ports, integrity: integrity), node, life)
    case .inner:
      return ruled(InnerForwarder(element, ports: ports, integrity: integrity, liveness: liveness), node, life)
    case .outer:
      let peers = layout.spec.sites.indices.filter { $0 != number }.map { layout.node(.outer, $0) }
      let forwarder = OuterForwarder(
        element, ports: ports, peers: peers.map(SFCLayout.element), integrity: integrity, liveness: liveness)
      return ruled(forwarder, node, life)
    case .gateway: return gateway(element, ports, site: number)
    case .function:
      let function = layout.spec.functions[layout.variant(number).function]
      return ruled(ServiceFunction(element, kind: function.kind, ports: ports, integrity: integrity), node, life)
    case .encryption: return encryptionFunction(element, ports, node, life)
    case .client: return flows.client(number, ports, clock: clock)
    case .server: return flows.server(number, ports)
    case .smb: preconditionFailure("modules are made by their chain")
    case .auc, .controller, .orchestrator, .provisioner:
      return control?.manager(role, life: life, clock: clock) ?? Outsider()
    }
  }

  private var integrity: IntegritySettings? {
    switch layout.spec.integrity {
    case .none: nil
    case .hmac: IntegritySettings(layout.spec.crypto, tolerance: layout.spec.timestampTolerance)
    }
  }

  private var liveness: LivenessSettings? { layout.spec.detection?.hellos }

  /// With the header keys that are there from the start.
  private func keyed<Element: IntegrityTarget>(_ element: Element, _ number: ElementID) -> Element {
    var element = element
    var effects = Effects()
    for grant in headerGrants[number] ?? [] {
      do throws(AssociationDefect) {
        try element.install(grant, at: .start, into: &effects)
      } catch {
        preconditionFailure("\(number) refuses a key of the scenario: \(error.rawValue)")
      }
    }
    return element
  }

  private func ruled<Element: RuleTarget & IntegrityTarget & StateMachine & Addressed>(
    _ element: Element, _ node: Int, _ life: Int
  ) -> any StateMachine {
    if let control { return control.controlled(element, node, life: life) }
    var element = keyed(element, element.element)
    for set in rules[element.element] ?? [] {
      do throws(RuleDefect) {
        try element.install(set)
      } catch {
        preconditionFailure("\(element.element) refuses rules of the scenario: \(error.rawValue)")
      }
    }
    return element
  }

  private func encryptionFunction(
    _ element: ElementID, _ ports: Ports, _ node: Int, _ life: Int
  ) -> any StateMachine {
    var function = EncryptionFunction(element, ports: ports, mode: layout.spec.crypto, integrity: integrity)
    if let control { return control.controlled(function, node, life: life) }
    function = keyed(function, element)
    // One key numbers its packets once: what lost its power, and with it the count, gets it no more.
    guard life == 0 else { return function }
    // Keys for ever need no timers.
    var effects = Effects()
    for grant in grants[element] ?? [] {
      do throws(AssociationDefect) {
        try function.install(grant, at: .start, into: &effects)
      } catch {
        preconditionFailure("\(element) refuses a key of the scenario: \(error.rawValue)")
      }
    }
    return function
  }

  /// Forwards to the outer forwarders of all sites, along the line.
  private func gateway(_ element: ElementID, _ ports: Ports, site: Int) -> any StateMachine {
    var gateway = EdgeGateway(element, ports: ports)
    let routes = layout.spec.sites.indices.map { other in
      let outer = SFCLayout.element(layout.node(.outer, other))
      let next = other == site ? outer : SFCLayout.element(layout.node(.gateway, other < site ? site - 1 : site + 1))
      return EdgeGateway.Route(AddressPrefix(outer.networkAddress), via: next)
    }
    do throws(RuleDefect) {
      try gateway.install(routes)
    } catch {
      preconditionFailure("gateway \(site) refuses its routes: \(error.rawValue)")
    }
    return gateway
  }
}

/// An element that knows its own number.
protocol Addressed {
  var element: ElementID { get }
}

extension Classifier: Addressed {}
extension InnerForwarder: Addressed {}
extension OuterForwarder: Addressed {}
extension ServiceFunction: Addressed {}
