import Testing
import Vocabulary

@testable import Protocols

@Suite("The controller of the forwarders")
struct ForwarderControllerTests {
  typealias Paper = PaperNetwork

  static let all = Paper.places.map(\.element)

  /// A network with all functions running, and two functions in its chain.
  static func network(_ change: (ControlNodes) -> Void = { _ in }) -> ControlNodes {
    let nodes = ControlNodes(running: all)
    nodes.operations = [.init(at: .zero, Operation(.softProvisioning, to: Paper.twoFunctions))]
    change(nodes)
    nodes.start()
    nodes.loop.run(seconds: 30) { nodes.orchestrator.deployment == Paper.twoFunctions }
    return nodes
  }

  @Test("only the elements concerned are told, from the exit to the entry")
  func concerned() {
    let nodes = Self.network()
    let told = nodes.loop.notes.filter { $0.note.kind == ControlNote.rulesInstalled.rawValue }.map(\.node)
    let a = Paper.sites[0]
    let c = Paper.sites[2]
    #expect(
      told == [c.classifier, c.inner, c.outer, a.outer, a.inner, a.classifier].map { ControlNodes.node($0) })
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
  }

  /// From what a packet of the client would be given on, by the rules as they are now; nil if some element does not know.
  static func arrives(_ nodes: ControlNodes) -> Bool {
    var state: [ElementID: [RuleSet]] = [:]
    for element in nodes.forwardingState.keys { state[element] = nodes.ruleSets(element) }
    let entry = state[Paper.sites[0].classifier]?.first { !$0.rules.filter(\.isEntry).isEmpty }
    guard let path = entry?.path else { return false }
    for deployment in [Paper.twoFunctions, Paper.threeFunctions, Paper.failedOver]
    where deployment.chains[0].path == path {
      return deployment.ruleSets { _ in 1 }.filter { $0.element.number < 40 }.allSatisfy { set in
        let own = state[set.element]?.first { $0.path == path }
        return Set(set.rules.rules).isSubset(of: own?.rules ?? [])
      }
    }
    return false
  }

  @Test("a chain is altered without a moment at which its path is broken (1.b-2)")
  func hitless() {
    let nodes = Self.network()
    nodes.begin(.alteration, Paper.threeFunctions)
    var broken = 0
    while nodes.orchestrator.deployment != Paper.threeFunctions, nodes.loop.now < 60_000_000_000 {
      nodes.loop.run(seconds: 0.0005)
      if !Self.arrives(nodes) { broken += 1 }
    }
    #expect(broken == 0)
    #expect(nodes.orchestrator.deployment == Paper.threeFunctions)
    nodes.loop.run(seconds: 5)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions), "old rules are gone")
  }

  @Test("a path that changes keeps its old packets' rules until they have left")
  func samePath() {
    let nodes = Self.network()
    var target = Paper.threeFunctions
    target.chains[0].path = Paper.twoFunctions.chains[0].path
    nodes.begin(.alteration, target)
    #expect(nodes.loop.run(seconds: 30) { nodes.orchestrator.deployment == target })
    let inner = nodes.ruleSets(Paper.sites[2].inner)[0].rules
    #expect(inner.contains(.forward(index: 254, from: Paper.ef[3], to: Paper.firewall)))
    #expect(inner.contains(.forward(index: 253, from: Paper.ef[3], to: Paper.firewall)))
    nodes.loop.run(seconds: 5)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: target))
  }

  @Test("whatever elements hold has been issued, and versions only grow")
  func issued() {
    let nodes = Self.network()
    for target in [Paper.threeFunctions, Paper.failedOver, Paper.twoFunctions, Paper.threeFunctions] {
      nodes.begin(.alteration, target)
      nodes.loop.run(seconds: 20)
      #expect(nodes.orchestrator.deployment == target)
      for element in nodes.forwardingState.keys {
        for set in nodes.ruleSets(element) { #expect(nodes.log.contains(IssuedRules(set, for: element))) }
      }
    }
    let versions = nodes.log.sets.filter { $0.element == Paper.sites[0].inner && $0.rules.path == ServicePathID(2) }
      .map(\.rules.version)
    #expect(versions == versions.sorted() && Set(versions).count == versions.count)
  }

  @Test("an invalid migration is refused, and the old rules stay (6.2.2)")
  func policy() {
    let nodes = Self.network()
    let before = nodes.forwardingState
    var target = Paper.twoFunctions
    target.functions[2].site = 1
    nodes.begin(.migration, target)
    nodes.loop.run(seconds: 10)
    #expect(nodes.loop.times(of: .refusedByPolicy).count == 1)
    #expect(
      nodes.loop.times(of: .operationEnded).map(\.value) == [1, Int64(OperationOutcome.refusedByPolicy.rawValue)])
    #expect(nodes.forwardingState == before)
  }

  @Test("the controller itself refuses what the policy forbids")
  func policyOfController() {
    let nodes = Self.network()
    let before = nodes.forwardingState
    var target = Paper.twoFunctions
    target.functions[2].site = 1
    var endpoint = ControlEndpoint(
      peers: [
        ControlEndpoint.Peer(
          NodeID(ControlNodes.controller), role: .initiator, identity: UInt32(ControlNodes.controller),
          key: ControlNodes.key(9, ElementID(UInt32(ControlNodes.controller))))
      ], stream: RandomStream(seed: 99))
    // Somebody who has the orchestrator's key, and does not check.
    let answers = nodes.loop.converse(as: ControlNodes.orchestrator, with: ControlNodes.controller, &endpoint) {
      $0.ask(.putDeployment(target), of: NodeID(ControlNodes.controller), at: $1, into: &$2)
    }
    #expect(answers.map(\.status) == [.forbidden])
    #expect(answers.first?.defect == "policy")
    #expect(nodes.forwardingState == before)
  }

  @Test("an element, though they know it, is served neither by the controller nor by the provisioner")
  func elementAsClient() {
    let nodes = Self.network()
    let before = nodes.forwardingState
    let element = Paper.places[0].element
    let requests: [(manager: Int, purpose: UInt64, request: ControlRequest)] = [
      (ControlNodes.controller, 2, .putDeployment(Paper.threeFunctions)),
      (ControlNodes.provisioner, 3, .deleteFunction(element)),
    ]
    for (manager, purpose, request) in requests {
      let key = ControlNodes.key(purpose, element)
      var endpoint = ControlEndpoint(
        peers: [.init(NodeID(manager), role: .initiator, identity: element.number, key: key)],
        stream: RandomStream(seed: 99))
      let answers = nodes.loop.converse(as: ControlNodes.node(element), with: manager, &endpoint) {
        $0.ask(request, of: NodeID(manager), at: $1, into: &$2)
      }
      #expect(answers == [ControlAnswer(.forbidden, defect: "unauthorized")])
    }
    #expect(nodes.forwardingState == before)
  }

  @Test("elements forward by what they have while the controller is down, and changes fail (6.2.4)")
  func deadController() {
    let nodes = Self.network()
    nodes.loop.stop(ControlNodes.controller)
    nodes.begin(.alteration, Paper.threeFunctions)
    nodes.loop.run(seconds: 100)
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, Int64(OperationOutcome.unanswered.rawValue)])
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
  }

  @Test("an element that could not be reached when its rules were withdrawn, and did not notice, loses them later")
  func unreachable() {
    let nodes = Self.network()
    nodes.loop.cut = (ControlNodes.controller, ControlNodes.node(Paper.sites[0].classifier))
    nodes.begin(.rePeering, Paper.threeFunctions)
    // Longer than requests are repeated; the session goes on.
    nodes.loop.run(seconds: 15)
    nodes.loop.cut = nil
    nodes.loop.run(seconds: 30)
    #expect(nodes.orchestrator.deployment == Paper.threeFunctions)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    #expect(nodes.forwarderController.isIdle)
  }

  @Test(
    "rules of a change that was given up are taken away again, though nobody heard that they were taken",
    arguments: [15.0, 25])
  func givenUp(seconds: Double) {
    for element in [Paper.sites[0].classifier, Paper.sites[0].inner] {
      let nodes = Self.network()
      nodes.loop.cut = (ControlNodes.node(element), ControlNodes.controller)
      nodes.begin(.alteration, Paper.threeFunctions)
      nodes.loop.run(seconds: 5)
      #expect(nodes.ruleSets(element).count == 2)
      nodes.loop.run(seconds: seconds - 5)
      let outcome = nodes.loop.times(of: .operationEnded).last?.value
      #expect(outcome == Int64(OperationOutcome.unanswered.rawValue))
      nodes.loop.cut = nil
      nodes.loop.run(seconds: 30)
      #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
      #expect(nodes.forwarderController.isIdle)
    }
  }

  @Test("a first deployment that was given up leaves nothing, and is not in force when its elements answer")
  func first() {
    let nodes = ControlNodes(running: Self.all)
    nodes.operations = [.init(at: .seconds(2), Operation(.softProvisioning, to: Paper.twoFunctions))]
    nodes.start()
    nodes.loop.run(seconds: 1)
    nodes.loop.cut = (ControlNodes.node(Paper.sites[0].classifier), ControlNodes.controller)
    nodes.loop.run(seconds: 5)
    #expect(!nodes.ruleSets(Paper.sites[0].classifier).isEmpty)
    nodes.loop.run(seconds: 10)
    nodes.loop.cut = nil
    nodes.loop.run(seconds: 30)
    #expect(nodes.forwardingState.values.allSatisfy { $0.isEmpty }, "\(nodes.forwardingState)")
    #expect(nodes.forwarderController.deployment == nil)
  }

  @Test(
    "rules that a restarted element is given again come again until it has them, also after the controller has restarted"
  )
  func reminded() {
    for restarts in [false, true] {
      let nodes = Self.network()
      let (element, controller) = (ControlNodes.node(Paper.sites[0].inner), ControlNodes.controller)
      nodes.loop.stop(element)
      nodes.loop.restart(element)
      // Its session begins, and then it hears nothing.
      #expect(nodes.loop.run(seconds: 10) { nodes.forwarderController.endpoint.isConnected(to: NodeID(element)) })
      nodes.loop.cut = (controller, element)
      nodes.loop.run(seconds: 12)
      #expect(nodes.ruleSets(Paper.sites[0].inner).isEmpty)
      if restarts {
        nodes.loop.stop(controller)
        nodes.loop.restart(controller)
        nodes.loop.run(seconds: 25)
      }
      nodes.loop.cut = nil
      nodes.loop.run(seconds: 30)
      #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
    }
  }

  @Test("a controller that restarts takes away what it could not before")
  func restartedBetween() {
    let nodes = Self.network()
    let (entry, controller) = (ControlNodes.node(Paper.sites[0].classifier), ControlNodes.controller)
    nodes.loop.cut = (controller, entry)
    nodes.begin(.rePeering, Paper.threeFunctions)
    nodes.loop.run(seconds: 12)
    nodes.loop.stop(controller)
    nodes.loop.restart(controller)
    nodes.loop.run(seconds: 30)
    nodes.loop.cut = nil
    nodes.loop.run(seconds: 60)
    let wanted = nodes.forwarderController.deployment.map(ControlNodes.forwardingState)
    #expect(nodes.forwardingState == wanted)
  }

  @Test("who is gone is asked now and then, and no more")
  func gone() {
    let nodes = Self.network()
    let (node, controller) = (ControlNodes.node(Paper.sites[1].inner), ControlNodes.controller)
    nodes.loop.stop(node)
    nodes.begin(.alteration, Paper.threeFunctions)
    nodes.loop.run(seconds: 60)
    let count = nodes.loop.sent.count { ($0.from, $0.to) == (controller, node) }
    nodes.loop.run(seconds: 60)
    let more = nodes.loop.sent.count { ($0.from, $0.to) == (controller, node) } - count
    #expect((1...40).contains(more), "\(more) messages a minute to one that is gone")
  }

  @Test("a controller that restarts is told what is in force, and goes beyond the versions that elements hold")
  func restartedController() {
    let nodes = Self.network()
    nodes.begin(.alteration, Paper.threeFunctions)
    nodes.loop.run(seconds: 20)
    nodes.loop.stop(ControlNodes.controller)
    nodes.loop.restart(ControlNodes.controller)
    nodes.loop.run(seconds: 20)
    #expect(nodes.forwarderController.deployment == Paper.threeFunctions)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    nodes.begin(.alteration, Paper.failedOver)
    nodes.loop.run(seconds: 20)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.failedOver))
  }

  @Test("a forwarder that restarts gets its rules again")
  func restartedForwarder() {
    let nodes = Self.network()
    let inner = ControlNodes.node(Paper.sites[0].inner)
    nodes.loop.stop(inner)
    nodes.loop.restart(inner)
    #expect(nodes.ruleSets(Paper.sites[0].inner).isEmpty)
    nodes.loop.run(seconds: 5)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
  }

  @Test("an element takes rules from its controller alone, and only its own")
  func unauthorised() {
    var element = ControlledElement(
      Paper.inner(0),
      settings: ElementSettings(
        Paper.element(0, 2),
        managers: [.init(.platform, NodeID(5), key: ControlNodes.key(3, Paper.element(0, 2)))]),
      stream: RandomStream(seed: 1))
    let set = IssuedRules(RuleSet(path: ServicePathID(1), version: 1, rules: []), for: Paper.element(0, 2))
    let loop = ControlLoop()
    loop.add(1) { _ in element }
    loop.startAll()
    var endpoint = ControlEndpoint(
      peers: [
        .init(
          NodeID(1), role: .responder, identity: Paper.element(0, 2).number,
          key: ControlNodes.key(3, Paper.element(0, 2)))
      ], stream: RandomStream(seed: 2))
    let answers = loop.converse(as: 5, with: 1, &endpoint) {
      $0.ask(.putRules(set), of: NodeID(1), at: $1, into: &$2)
    }
    #expect(answers == [ControlAnswer(.forbidden, defect: "unauthorized")])
    var effects = Effects()
    element.step(.message(Payload([4, 5, 6]), from: NodeID(77)), at: .start, into: &effects)
    #expect(effects.drops == [.unknownKind])
  }

  @Test("a rule set that the source does not admit is not installed")
  func source() {
    struct Nobody: RuleSource {
      func admission(of set: IssuedRules) -> Admission { .unknown }
    }
    var element = ControlledElement(
      Paper.inner(0), settings: ElementSettings(Paper.element(0, 2), managers: []), source: Nobody(),
      stream: RandomStream(seed: 1))
    var effects = Effects()
    let rule = FlowRule.forward(index: 255, from: Paper.element(0, 1), to: Paper.vcpe)
    let set = IssuedRules(RuleSet(path: ServicePathID(1), version: 1, rules: [rule]), for: Paper.element(0, 2))
    #expect(element.install(set, into: &effects).defect == "not-admitted")
    #expect(element.element.ruleSets.isEmpty)
  }
}
