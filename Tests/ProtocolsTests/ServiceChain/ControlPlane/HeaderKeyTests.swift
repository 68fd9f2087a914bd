import Testing
import Vocabulary

@testable import Protocols

@Suite("Keys for the headers of paths (RFC 9145, 4.4)")
struct HeaderKeyTests {
  typealias Paper = PaperNetwork

  private static let path = ServicePathID(1)
  private static let members = Paper.twoFunctions.authenticatedPaths[0]

  private static func network(seed: UInt64 = 1, _ change: (ControlNodes) -> Void = { _ in }) -> ControlNodes {
    AuthenticationCentreTests.network(seed: seed) {
      $0.integrity = .real
      $0.lifetime = .seconds(100)
      change($0)
    }
  }

  /// All elements of the path can verify what any of them protects.
  private func isWhole(_ nodes: ControlNodes, _ members: AuthenticatedPath = Self.members) -> Bool {
    let protecting = members.protecting.map { nodes.headerKeys($0, members.path).protecting }
    let known = members.elements.map { nodes.headerKeys($0, members.path).known }
    return protecting.allSatisfy { key in key != nil && known.allSatisfy { $0.contains(key!) } }
  }

  @Test("a path's key goes to its elements, and to nobody else")
  func members() {
    #expect(Self.members.protecting == [Paper.element(0, 1), Paper.ef[0]])
    // The encryption functions, both functions, the forwarders of both ends, and the classifier of the exit.
    #expect(
      Self.members.verifying
        == [
          Paper.element(0, 2), Paper.element(0, 3), Paper.element(2, 1), Paper.element(2, 2), Paper.element(2, 3),
          Paper.vcpe, Paper.firewall, Paper.ef[3],
        ])
    let nodes = Self.network()
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions })
    #expect(isWhole(nodes))
    #expect(nodes.authenticationCentre.authenticatedPaths == [Self.members])
    for element in Self.members.verifying { #expect(nodes.headerKeys(element, Self.path).protecting == nil) }
    for element in [Paper.element(1, 2), Paper.element(1, 3), Paper.cache, Paper.ef[1]] {
      #expect(nodes.headerKeys(element, Self.path).known == [])
    }
  }

  @Test("the key is nowhere in the clear, and rules come after it")
  func secrecy() throws {
    let nodes = Self.network()
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    #expect(!nodes.loop.sent.contains { String(decoding: $0.bytes, as: UTF8.self).contains("integrity-keys") })
    let keys = try #require(nodes.loop.times(of: .headerKeyEnded).first)
    let rules = try #require(nodes.loop.times(of: .rulesInstalled).first)
    #expect(keys.value == 1)
    #expect(keys.seconds < rules.seconds)
  }

  @Test("whoever protects with a key, all others have it at every moment: make-before-break has no gap, replace has")
  func change() {
    for (method, isGapless) in [(AssociationGrant.Method.makeBeforeBreak, true), (.replace, false)] {
      let nodes = Self.network {
        $0.keyChange = .seconds(2)
        $0.method = method
      }
      nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
      var gaps = 0
      var seen: Set<UInt32> = []
      for _ in 0..<8_000 {
        nodes.loop.run(seconds: 0.001)
        if !isWhole(nodes) { gaps += 1 }
        seen.formUnion(nodes.headerKeys(Paper.vcpe, Self.path).known)
      }
      #expect((gaps == 0) == isGapless, "\(method): \(gaps)")
      #expect(seen.count >= 4)
      #expect(nodes.loop.run(seconds: 3) { nodes.headerKeys(Paper.vcpe, Self.path).known.count == 1 }, "no old keys")
    }
  }

  @Test("without the centre keys stay until they expire; a new life of it hands out others")
  func deadCentre() {
    let nodes = Self.network { $0.keyChange = .seconds(5) }
    nodes.loop.run(seconds: 12)
    let last = nodes.headerKeys(Paper.vcpe, Self.path).known
    nodes.loop.stop(ControlNodes.auc)
    nodes.loop.run(seconds: 20)
    #expect(nodes.headerKeys(Paper.vcpe, Self.path).known == last)
    nodes.loop.restart(ControlNodes.auc)
    #expect(nodes.loop.run(seconds: 20) { isWhole(nodes) && nodes.headerKeys(Paper.vcpe, Self.path).known != last })
  }

  @Test("a new life of the centre knows that a path had its keys, and leaves it those when an element is silent")
  func silentAfterRestart() {
    let nodes = Self.network()
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    let last = nodes.headerKeys(Paper.vcpe, Self.path).known
    for node in [ControlNodes.node(Paper.firewall), ControlNodes.auc] { nodes.loop.stop(node) }
    nodes.loop.restart(ControlNodes.auc)
    nodes.loop.run(seconds: 30)
    var others = Self.members
    others.verifying.removeAll { $0 == Paper.firewall }
    #expect(isWhole(nodes, others))
    #expect(nodes.headerKeys(Paper.vcpe, Self.path).known != last)
  }

  @Test(
    "keys that an earlier life of the centre handed out are taken away, whenever it ended, and from whom it could not reach",
    arguments: 0..<12, [false, true])
  func earlierLives(tenth: Int, isCut: Bool) {
    let nodes = Self.network {
      $0.keyChange = .seconds(8)
      $0.method = .makeBeforeBreak
    }
    // A change of keys takes 20 ms, and the old ones go a second later.
    nodes.loop.run(seconds: 8 + Double(tenth) / 10)
    if isCut { nodes.loop.cut = (ControlNodes.auc, ControlNodes.node(Paper.vcpe)) }
    for milliseconds in [0.0, 12] {
      nodes.loop.run(seconds: milliseconds / 1_000)
      nodes.loop.stop(ControlNodes.auc)
      nodes.loop.restart(ControlNodes.auc)
    }
    if isCut { nodes.loop.run(seconds: 15) }
    nodes.loop.cut = nil
    nodes.loop.run(seconds: 6)
    #expect(isWhole(nodes))
    #expect(Self.members.elements.allSatisfy { nodes.headerKeys($0, Self.path).known.count == 1 })
  }

  @Test("a new life of the centre that reaches nobody takes nothing away: keys go on until their elements have others")
  func cutOff() {
    let nodes = Self.network { $0.method = .makeBeforeBreak }
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    let last = nodes.headerKeys(Paper.vcpe, Self.path).known
    nodes.loop.stop(ControlNodes.auc)
    nodes.loop.lost = 100
    nodes.loop.restart(ControlNodes.auc)
    nodes.loop.run(seconds: 15)
    nodes.loop.lost = 0
    for millisecond in 0..<5_000 {
      nodes.loop.run(seconds: 0.001)
      #expect(isWhole(nodes), "millisecond \(millisecond)")
    }
    for element in Self.members.elements {
      let known = nodes.headerKeys(element, Self.path).known
      #expect(known.count == 1 && known != last)
    }
  }

  @Test("of the keys that elements may hold the newest are known, however long one is silent")
  func bounded() {
    var state = AuthenticationState()
    state.apply(.authenticated(Self.members))
    for identifier in 1...100 { state.apply(.keyHandedOut(Self.path, identifier: UInt32(identifier))) }
    #expect(state[Self.path]?.handedOut == Array(37...100))
    state.apply(.keyDiscarded(Self.path, identifier: 99))
    #expect(state[Self.path]?.handedOut == Array(37...98) + [100])
  }

  @Test("an element that restarts has forgotten its keys and what it has seen: the path gets another key")
  func restarted() {
    let nodes = Self.network()
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    for element in [Paper.element(0, 1), Paper.element(2, 3), Paper.vcpe, Paper.ef[0]] {
      let last = nodes.headerKeys(Paper.element(0, 2), Self.path).known
      nodes.loop.stop(ControlNodes.node(element))
      nodes.loop.restart(ControlNodes.node(element))
      #expect(!isWhole(nodes))
      #expect(nodes.loop.run(seconds: 20) { isWhole(nodes) })
      nodes.loop.run(seconds: 5)
      #expect(Set(nodes.headerKeys(element, Self.path).known).isDisjoint(with: last), "no key that it once had")
    }
  }

  @Test("an element that is silent does not keep the others from changing keys, and gets its own when it is back")
  func silent() {
    let nodes = Self.network { $0.keyChange = .seconds(20) }
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    let first = nodes.headerKeys(Paper.element(0, 1), Self.path).protecting
    #expect(first != nil)
    nodes.loop.stop(ControlNodes.node(Paper.firewall))
    nodes.loop.run(seconds: 55)
    #expect(nodes.headerKeys(Paper.element(0, 1), Self.path).protecting != nil)
    #expect(nodes.headerKeys(Paper.element(0, 1), Self.path).protecting != first)
    #expect(nodes.headerKeys(Paper.element(0, 1), Self.path).known.count <= 2)
    nodes.loop.restart(ControlNodes.node(Paper.firewall))
    #expect(nodes.loop.run(seconds: 30) { isWhole(nodes) })
  }

  @Test("keys that live shorter than the centre's patience expire once for a silent element, not at every change")
  func shortLived() {
    let nodes = Self.network {
      $0.keyChange = .seconds(2)
      $0.lifetime = .seconds(5)
      $0.method = .makeBeforeBreak
    }
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    nodes.loop.stop(ControlNodes.node(Paper.firewall))
    var others = Self.members
    others.verifying.removeAll { $0 == Paper.firewall }
    nodes.loop.run(seconds: 20)
    for second in 0..<30 {
      nodes.loop.run(seconds: 1)
      #expect(isWhole(nodes, others), "second \(second)")
    }
    #expect(nodes.headerKeys(Paper.firewall, Self.path).protecting == nil)
    nodes.loop.restart(ControlNodes.node(Paper.firewall))
    #expect(nodes.loop.run(seconds: 30) { isWhole(nodes) })
  }

  @Test("elements that join get the key in use; what leaves loses it, and the rest get another")
  func moved() {
    let nodes = Self.network { $0.method = .makeBeforeBreak }
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    let first = nodes.headerKeys(Paper.vcpe, Self.path).known
    // The same path over the cache in place of the firewall.
    var moved = Paper.threeFunctions
    moved.chains[0].path = Self.path
    nodes.begin(.softProvisioning, moved)
    nodes.loop.run { nodes.headerKeys(Paper.cache, Self.path).known == first }
    #expect(nodes.headerKeys(Paper.cache, Self.path).known == first)
    #expect(nodes.loop.run { nodes.orchestrator.deployment == moved })
    #expect(isWhole(nodes, moved.authenticatedPaths[0]))
    nodes.begin(.softProvisioning, Paper.twoFunctions)
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    nodes.loop.run(seconds: 10)
    #expect(isWhole(nodes))
    #expect(nodes.headerKeys(Paper.cache, Self.path).known == [])
    #expect(Set(nodes.headerKeys(Paper.vcpe, Self.path).known).isDisjoint(with: first))
  }

  @Test(
    "who was lost when a fail-over asked for keys, and is back, has those of the way in force when it has failed",
    arguments: [true, false])
  func lostAndBack(isEarly: Bool) {
    let nodes = Self.network {
      OrchestratorTests.failOver($0)
      // Over duplicates, a chain keeps its path.
      $0.failOvers[0].target.chains[0].path = Paper.threeFunctions.chains[0].path
      $0.keyChange = .seconds(20)
      ($0.functionTime, $0.encryptionFunctionTime) = (.seconds(1), .seconds(1))
    }
    let members = Paper.threeFunctions.authenticatedPaths[0]
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions } && isWhole(nodes, members))
    nodes.loop.stop(ControlNodes.node(Paper.cache))
    #expect(nodes.loop.run(seconds: 30) { nodes.loop.times(of: .keysBegan).count == 2 })
    nodes.loop.stop(ControlNodes.node(Paper.spareEF2))
    if isEarly { nodes.loop.restart(ControlNodes.node(Paper.cache)) }
    #expect(nodes.loop.run(seconds: 60) { nodes.loop.times(of: .operationEnded).count == 2 })
    #expect(nodes.loop.times(of: .operationEnded).last?.value == Int64(OperationOutcome.unanswered.rawValue))
    if !isEarly { nodes.loop.restart(ControlNodes.node(Paper.cache)) }
    nodes.loop.run(seconds: 60)
    #expect(nodes.orchestrator.isIdle && nodes.orchestrator.deployment == Paper.threeFunctions)
    #expect(isWhole(nodes, members))
  }

  @Test("who was lost when a protection asked for keys, and is back, has those of the way in force")
  func lostBeforeProtection() {
    let nodes = Self.network {
      OrchestratorTests.failOver($0)
      $0.keyChange = .seconds(20)
      ($0.functionTime, $0.encryptionFunctionTime) = (.seconds(1), .seconds(1))
    }
    let members = Paper.threeFunctions.authenticatedPaths[0]
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions })
    // It is watched, but no fail-over leads around it.
    nodes.loop.stop(ControlNodes.node(Paper.firewall))
    #expect(nodes.loop.run(seconds: 30) { nodes.orchestrator.lostElements == [Paper.firewall] })
    var protected = Paper.failedOver
    protected.chains[0].path = members.path
    protected.chains[0].functions.removeLast()
    nodes.begin(.protection, protected)
    nodes.loop.run(seconds: 40)
    nodes.loop.restart(ControlNodes.node(Paper.firewall))
    nodes.loop.run(seconds: 40)
    #expect(nodes.orchestrator.isIdle && nodes.orchestrator.lostElements.isEmpty)
    #expect(isWhole(nodes, members))
  }

  @Test("whoever has left a path is not asked any more to take its keys")
  func notAskedAnyMore() {
    var longer = Paper.threeFunctions
    longer.chains[0].path = Self.path
    let nodes = Self.network {
      $0.running = Set(Paper.places.map(\.element))
      $0.operations[0].operation.target = longer
      $0.keyChange = .seconds(20)
    }
    #expect(nodes.loop.run(seconds: 15) { nodes.orchestrator.deployment == longer })
    let last = nodes.headerKeys(Paper.cache, Self.path).known
    nodes.loop.run(seconds: 19.5 - Double(nodes.loop.now) / 1e9)
    nodes.loop.cut = (ControlNodes.auc, ControlNodes.node(Paper.cache))
    nodes.loop.run(seconds: 1)
    nodes.begin(.alteration, Paper.twoFunctions)
    nodes.loop.run(seconds: 5)
    #expect(nodes.orchestrator.deployment == Paper.twoFunctions)
    #expect(nodes.headerKeys(Paper.cache, Self.path).known == last)
    nodes.loop.cut = nil
    #expect(!nodes.loop.run(seconds: 10) { !Set(nodes.headerKeys(Paper.cache, Self.path).known).isSubset(of: last) })
    #expect(nodes.headerKeys(Paper.cache, Self.path).known == [])
    #expect(!nodes.loop.reasons(at: ControlNodes.node(Paper.cache)).contains(.overtaken))
  }

  @Test("whoever is asked again to take a key is asked once: the older request, which comes late, is no failure")
  func askedAgain() {
    let nodes = Self.network { $0.keyChange = .seconds(20) }
    nodes.loop.run(seconds: 19.5)
    // Neither gets anything from now on. When patience has ended, the others go on with a new key.
    let (late, later) = (Paper.vcpe, Paper.firewall)
    nodes.loop.cut = (ControlNodes.auc, ControlNodes.node(late))
    nodes.loop.stop(ControlNodes.node(later))
    nodes.loop.run(seconds: 12)
    #expect(isWhole(nodes, Self.members.without([late, later])) && !isWhole(nodes, Self.members.without([later])))
    // What was asked a moment ago is said again sooner than what was asked before.
    nodes.loop.after(500_000_000) { nodes.loop.cut = nil }
    nodes.loop.after(3_000_000_000) { nodes.loop.restart(ControlNodes.node(later)) }
    var client = ControlEndpoint(peers: [ControlNodes.peer(of: ControlNodes.auc)], stream: RandomStream(seed: 7))
    let answers = nodes.loop.converse(as: ControlNodes.orchestrator, with: ControlNodes.auc, &client) {
      $0.ask(.putAuthenticatedPath(Self.members), of: NodeID(ControlNodes.auc), at: $1, into: &$2)
    }
    #expect(answers == [ControlAnswer(.created)])
    #expect(!nodes.loop.reasons(at: ControlNodes.node(late)).contains(.overtaken))
  }

  @Test("who has left a path, and comes again while a key is handed out, is asked again")
  func left() {
    let gone = Paper.firewall
    var generation = ManagedPath.Generation(identifier: 1, key: [])
    for element in Self.members.elements where element != gone { generation.holders[element] = .verify }
    generation.asked = [gone]
    #expect(generation.next(Self.members).isEmpty)
    generation.forget([gone])
    #expect(generation.next(Self.members).map(\.element) == [gone])
    generation.holders[gone] = .verify
    generation.forget([gone])
    #expect(!generation.isComplete(Self.members) && generation.next(Self.members).map(\.element) == [gone])
  }

  @Test("loss, duplication and changed bytes delay keys, and no more", arguments: 1...4)
  func faults(seed: Int) {
    let nodes = Self.network(seed: UInt64(seed)) { $0.keyChange = .seconds(10) }
    (nodes.loop.lost, nodes.loop.doubled, nodes.loop.changed) = (5, 10, 2)
    #expect(nodes.loop.run(seconds: 300) { nodes.orchestrator.deployment == Paper.twoFunctions })
    nodes.loop.run(seconds: 60)
    (nodes.loop.lost, nodes.loop.changed) = (0, 0)
    #expect(nodes.loop.run(seconds: 60) { isWhole(nodes) })
  }

  @Test("an impostor among the elements gets no key, and the rules are not issued")
  func impostor() {
    let nodes = Self.network { $0.impostor = Paper.vcpe }
    nodes.loop.run(seconds: 100)
    #expect(nodes.headerKeys(Paper.vcpe, Self.path).known == [])
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [Int64(OperationOutcome.unanswered.rawValue)])
    #expect(nodes.forwardingState.isEmpty)
  }
}
