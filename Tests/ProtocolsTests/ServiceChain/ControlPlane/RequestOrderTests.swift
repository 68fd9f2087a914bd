import Testing
import Vocabulary

@testable import Protocols

@Suite("Requests that overtake each other (docs/models/service-chains.md, Requests)")
struct RequestOrderTests {
  typealias Paper = PaperNetwork

  private static let link = Paper.link(1, 0, 3)

  /// Two functions, then three; all run from the start.
  private static func network(_ change: (ControlNodes) -> Void = { _ in }) -> ControlNodes {
    OrchestratorTests.network {
      $0.running = Set(Paper.places.map(\.element))
      ($0.functionTime, $0.encryptionFunctionTime) = (.seconds(2), .seconds(3))
      change($0)
    }
  }

  /// The orchestrator's side of a session with a manager, which goes on without it.
  private static func session(_ nodes: ControlNodes, with manager: Int) -> ControlEndpoint {
    session(nodes, of: ControlNodes.orchestrator, with: ControlNodes.peer(of: manager))
  }

  private static func session(
    _ nodes: ControlNodes, of asker: Int, with peer: ControlEndpoint.Peer
  ) -> ControlEndpoint {
    var endpoint = ControlEndpoint(peers: [peer], stream: RandomStream(seed: UInt64(nodes.loop.sent.count)))
    _ = nodes.loop.converse(as: asker, with: Int(peer.node.index), &endpoint) {
      $0.ask(.getFunction(Paper.vcpe), of: peer.node, at: $1, into: &$2)
    }
    return endpoint
  }

  private static func hand(
    _ effects: Effects, of asker: Int = ControlNodes.orchestrator, to node: Int, _ nodes: ControlNodes
  ) {
    for case .send(let payload, _, _) in effects.list { nodes.loop.hand(payload.bytes, to: node, from: asker) }
  }

  /// Asks for the first, and then for the second, which comes before it. Gives the answer to the second.
  private static func swap(
    _ nodes: ControlNodes, with manager: Int, _ first: ControlRequest, _ second: ControlRequest
  ) -> [ControlAnswer] {
    swap(nodes, of: ControlNodes.orchestrator, with: ControlNodes.peer(of: manager), first, second)
  }

  private static func swap(
    _ nodes: ControlNodes, of asker: Int, with peer: ControlEndpoint.Peer, _ first: ControlRequest,
    _ second: ControlRequest
  ) -> [ControlAnswer] {
    var endpoint = session(nodes, of: asker, with: peer)
    var late = Effects()
    let answers = nodes.loop.converse(as: asker, with: Int(peer.node.index), &endpoint) {
      _ = $0.ask(first, of: peer.node, at: $1, into: &late)
      return $0.ask(second, of: peer.node, at: $1, into: &$2)
    }
    hand(late, of: asker, to: Int(peer.node.index), nodes)
    nodes.loop.run(seconds: 10)
    return answers
  }

  private static func overtaken(_ nodes: ControlNodes, at manager: Int) -> Int {
    nodes.loop.drops.count { $0.node == manager && $0.reason == .overtaken }
  }

  @Test("the centre keeps a link and a path that it was asked for after the order to take them away, which comes late")
  func keptByCentre() {
    let nodes = Self.network { $0.integrity = .real }
    let path = Paper.twoFunctions.authenticatedPaths[0]
    for (away, back) in [
      (ControlRequest.deleteLink(Self.link.path), ControlRequest.putLink(Self.link)),
      (.deleteAuthenticatedPath(path.path), .putAuthenticatedPath(path)),
    ] {
      #expect(Self.swap(nodes, with: ControlNodes.auc, away, back).map(\.isSuccess) == [true])
    }
    #expect(Self.overtaken(nodes, at: ControlNodes.auc) == 2)
    #expect(nodes.authenticationCentre.establishedLinks == [Self.link])
    #expect(nodes.authenticationCentre.authenticatedPaths == [path])
  }

  @Test("and takes up none that it was asked for before that order")
  func takenAwayByCentre() {
    let nodes = Self.network()
    let answers = Self.swap(nodes, with: ControlNodes.auc, .putLink(Self.link), .deleteLink(Self.link.path))
    #expect(answers == [ControlAnswer(.noContent)])
    #expect(Self.overtaken(nodes, at: ControlNodes.auc) == 1)
    #expect(nodes.authenticationCentre.establishedLinks == [])
    #expect(nodes.associations(Paper.ef[0]).isEmpty)
  }

  @Test("the provisioner lets a function run, and an element runs, that was ordered after it was to go")
  func functions() {
    let nodes = Self.network { $0.running.remove(Paper.cache) }
    let order = ControlRequest.putFunction(FunctionOrder(Paper.cache, .serviceFunction))
    let answers = Self.swap(nodes, with: ControlNodes.provisioner, .deleteFunction(Paper.cache), order)
    #expect(answers == [ControlAnswer(.created)])
    #expect(Self.overtaken(nodes, at: ControlNodes.provisioner) == 1)
    #expect(nodes.loop.times(of: .instantiated).count == 1)
    #expect(nodes.loop.times(of: .removed).isEmpty)
    #expect(Self.swap(nodes, with: ControlNodes.provisioner, order, .deleteFunction(Paper.cache)).count == 1)
    #expect(nodes.loop.times(of: .instantiated).count == 1)
    #expect(nodes.loop.times(of: .removed).count == 1)
  }

  @Test("an element keeps the key that it was given after the order to delete it, and takes none that it was to delete")
  func keys() {
    let nodes = Self.network { $0.integrity = .real }
    let (element, path) = (Paper.ef[0], Paper.twoFunctions.chains[0].path)
    let node = ControlNodes.node(element)
    let centre = ControlEndpoint.Peer(
      NodeID(node), role: .responder, identity: element.number, key: ControlNodes.key(1, element))
    func swap(_ first: ControlRequest, _ second: ControlRequest) -> Bool {
      let answers = Self.swap(nodes, of: ControlNodes.auc, with: centre, first, second)
      #expect(answers.map(\.isSuccess) == [true])
      return nodes.headerKeys(element, path).known.contains(7)
    }
    let grant = IntegrityGrant(
      path: path, identifier: 7, use: .verify, key: Array(0..<32), lifetime: .seconds(100), method: .makeBeforeBreak)
    let put = ControlRequest.putIntegrityKey(grant, at: element)
    let delete = ControlRequest.deleteIntegrityKey(path, identifier: 7, at: element)
    #expect(swap(delete, put))
    #expect(!swap(put, delete))
    #expect(Self.overtaken(nodes, at: node) == 2)
  }

  @Test("the youngest request is remembered about so many resources, and not about more")
  func forgotten() {
    var (order, effects) = (RequestOrder(memory: 2), Effects())
    func isOvertaken(_ path: UInt32, _ id: Int64) -> Bool {
      let ticket = ControlEndpoint.Ticket(node: NodeID(0), id: id)
      return order.overtaken(.deleteAuthenticatedPath(ServicePathID(path)), ticket, into: &effects) != nil
    }
    for path in 1...2 { #expect(!isOvertaken(UInt32(path), 9)) }
    #expect(isOvertaken(1, 8) && isOvertaken(2, 8))
    #expect(!isOvertaken(1, 10))
    #expect(!isOvertaken(3, 9))
    #expect(isOvertaken(1, 9) && isOvertaken(3, 8) && !isOvertaken(2, 8))
  }

  @Test(
    "an element keeps running that was ordered after it was to go, however many keys it was given and deleted since")
  func functionAndKeys() {
    let nodes = Self.network { $0.integrity = .real }
    let (element, node) = (Paper.cache, ControlNodes.node(Paper.cache))
    func peer(_ purpose: UInt64) -> ControlEndpoint.Peer {
      .init(NodeID(node), role: .responder, identity: element.number, key: ControlNodes.key(purpose, element))
    }
    var platform = Self.session(nodes, of: ControlNodes.provisioner, with: peer(3))
    var late = Effects()
    _ = nodes.loop.converse(as: ControlNodes.provisioner, with: node, &platform) {
      _ = $0.ask(.deleteFunction(element), of: NodeID(node), at: $1, into: &late)
      return $0.ask(.putFunction(FunctionOrder(element, .serviceFunction)), of: NodeID(node), at: $1, into: &$2)
    }
    var centre = Self.session(nodes, of: ControlNodes.auc, with: peer(1))
    _ = nodes.loop.converse(as: ControlNodes.auc, with: node, &centre) { endpoint, now, effects in
      (1...UInt32(130)).reduce(0) { _, key in
        let request = ControlRequest.deleteIntegrityKey(ServicePathID(1), identifier: key, at: element)
        return endpoint.ask(request, of: NodeID(node), at: now, into: &effects)
      }
    }
    Self.hand(late, of: ControlNodes.provisioner, to: node, nodes)
    #expect(Self.overtaken(nodes, at: node) == 1)
    let machine: ControlledElement<ServiceFunction> = nodes.loop.machine(node)
    #expect(machine.isInstantiated)
  }

  @Test("a function that is wanted again while it is being taken away is made again")
  func wantedAgain() {
    let nodes = Self.network { $0.running.remove(Paper.cache) }
    let order = ControlRequest.putFunction(FunctionOrder(Paper.cache, .serviceFunction))
    let manager = ControlNodes.provisioner
    var endpoint = Self.session(nodes, with: manager)
    _ = nodes.loop.converse(as: ControlNodes.orchestrator, with: manager, &endpoint) {
      $0.ask(order, of: NodeID(manager), at: $1, into: &$2)
    }
    _ = nodes.loop.converse(as: ControlNodes.orchestrator, with: manager, &endpoint) {
      // The function does not hear of it at once.
      nodes.loop.cut = (manager, ControlNodes.node(Paper.cache))
      var first = Effects()
      _ = $0.ask(.deleteFunction(Paper.cache), of: NodeID(manager), at: $1, into: &first)
      Self.hand(first, to: manager, nodes)
      nodes.loop.cut = nil
      return $0.ask(order, of: NodeID(manager), at: $1, into: &$2)
    }
    nodes.loop.run(seconds: 20)
    let machine: ControlledElement<ServiceFunction> = nodes.loop.machine(ControlNodes.node(Paper.cache))
    #expect(machine.isInstantiated)
  }

  @Test("what a chain gets back while its removal is still asked for is there", arguments: [true, false])
  func back(moves: Bool) {
    let nodes = Self.network()
    nodes.begin(.alteration, Paper.threeFunctions)
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions })
    nodes.loop.run(seconds: 5)
    let other = moves ? Paper.failedOver : Paper.twoFunctions
    nodes.begin(moves ? .migration : .alteration, other)
    #expect(nodes.loop.run { nodes.orchestrator.deployment == other })
    // Functions that move away are to be removed, links that nobody uses in both cases, and nobody hears of it at first.
    nodes.loop.cut = (ControlNodes.orchestrator, moves ? ControlNodes.provisioner : ControlNodes.auc)
    nodes.loop.run(seconds: 3)
    nodes.begin(.alteration, Paper.threeFunctions)
    nodes.loop.run(seconds: 0.1)
    nodes.loop.cut = nil
    #expect(nodes.loop.run(seconds: 60) { nodes.orchestrator.deployment == Paper.threeFunctions })
    nodes.loop.run(seconds: 30)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    #expect(Paper.threeFunctions.encryptionLinks.allSatisfy { nodes.share($0) })
    let cache: ControlledElement<ServiceFunction> = nodes.loop.machine(ControlNodes.node(Paper.cache))
    #expect(cache.isInstantiated && nodes.loop.times(of: .removed).isEmpty, "it is not made anew either")
    #expect(!nodes.orchestrator.journal.state.hasSurplus)
  }
}
