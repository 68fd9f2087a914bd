import Protocols
import Vocabulary

/// Makes the machines of all nodes, with what they have at the start of a life.
struct SFCElements {
  let layout: SFCLayout
  let ports: [Ports]
  /// Nil where rules and keys are there from the start, for ever.
  private let control: SFCControl?
  private let rules: [ElementID: [RuleSet]]
  private let grants: [ElementID: [AssociationGrant]]
  let flows: SFCFlows

  /// Keys are drawn from the stream.
  init(_ layout: SFCLayout, ports: [Ports], control: SFCControl, stream: RandomStream) {
    self.layout = layout
    self.ports = ports
    flows = SFCFlows(layout)
    guard layout.spec.control == .static else {
      (self.control, rules, grants) = (control, [:], [:])
      return
    }
    self.control = nil
    var rules: [ElementID: [RuleSet]] = [:]
    let deployment = control.deployments[0]
    for issued in deployment.ruleSets(version: { _ in 1 }) { rules[issued.element, default: []].append(issued.rules) }
    self.rules = rules
    grants = Self.grants(of: deployment.encryptionLinks, stream)
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

  /// The machine of a node. `life`: how often it has had power before.
  func machine(_ node: Int, life: Int) -> any StateMachine {
    let (role, number) = layout.place(node)
    let (element, ports) = (SFCLayout.element(node), ports[node])
    switch role {
    case .classifier: return ruled(Classifier(element, ports: ports), node, life)
    case .inner: return ruled(InnerForwarder(element, ports: ports), node, life)
    case .outer:
      let peers = layout.spec.sites.indices.filter { $0 != number }.map { layout.node(.outer, $0) }
      return ruled(OuterForwarder(element, ports: ports, peers: peers.map(SFCLayout.element)), node, life)
    case .gateway: return gateway(element, ports, site: number)
    case .function:
      let function = layout.spec.functions[layout.variant(number).function]
      return ruled(ServiceFunction(element, kind: function.kind, ports: ports), node, life)
    case .encryption: return encryptionFunction(element, ports, node, life)
    case .client: return flows.client(number, ports)
    case .server: return flows.server(number, ports)
    case .smb: preconditionFailure("modules are made by their chain")
    case .auc, .controller, .orchestrator, .provisioner: return control?.manager(role, life: life) ?? Outsider()
    }
  }

  private func ruled<Element: RuleTarget & StateMachine & Addressed>(
    _ element: Element, _ node: Int, _ life: Int
  ) -> any StateMachine {
    if let control { return control.controlled(element, node, life: life) }
    var element = element
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
    var function = EncryptionFunction(element, ports: ports, mode: layout.spec.crypto)
    if let control { return control.controlled(function, node, life: life) }
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
