import Testing
import Vocabulary

@testable import Protocols

@Suite("The authentication centre")
struct AuthenticationCentreTests {
  typealias Paper = PaperNetwork

  static let firstTwo = [Paper.vcpe, Paper.firewall, Paper.ef[0], Paper.ef[3]]
  static let link = Paper.link(1, 0, 3)

  /// A network whose chain of two functions has been provisioned.
  static func network(seed: UInt64 = 1, _ change: (ControlNodes) -> Void = { _ in }) -> ControlNodes {
    let nodes = ControlNodes(seed: seed, running: firstTwo)
    nodes.operations = [.init(at: .zero, Operation(.softProvisioning, to: Paper.twoFunctions))]
    change(nodes)
    nodes.start()
    return nodes
  }

  @Test("both ends of a link get one key, the decrypting end first (4.7)")
  func order() {
    let nodes = Self.network()
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions })
    #expect(nodes.share(Self.link))
    #expect(nodes.authenticationCentre.establishedLinks == [Self.link])
    let installed = nodes.loop.notes.filter { $0.note.kind == ServiceChainNote.associationInstalled.rawValue }
    #expect(installed.map(\.node) == [ControlNodes.node(Paper.ef[3]), ControlNodes.node(Paper.ef[0])])
    #expect(nodes.associations(Paper.ef[0]).map(\.key) == nodes.associations(Paper.ef[3]).map(\.key))
  }

  @Test("both ends prove themselves before they get keys, and the keys never cross in the clear")
  func authenticated() throws {
    let nodes = Self.network()
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    for element in [Paper.ef[0], Paper.ef[3]] {
      let proved = try #require(nodes.loop.times(of: .authenticated, subject: Int64(element.number)).first)
      let installed = try #require(
        nodes.loop.notes.first {
          $0.note.kind == ServiceChainNote.associationInstalled.rawValue && $0.node == ControlNodes.node(element)
        })
      #expect(proved.seconds < Double(installed.time) / 1e9)
      #expect((nodes.loop.charged[ControlNodes.node(element)]?.count(.authenticate) ?? 0) >= 1)
    }
    let key = nodes.associations(Paper.ef[0])[0].key.bytes
    let digits = Array(key.prefix(8).map(String.init).joined(separator: ",").utf8)
    #expect(!nodes.loop.sent.contains { $0.bytes.contains(digits) || $0.bytes.contains(Array(key.prefix(8))) })
  }

  @Test("rules come only after the keys")
  func keysFirst() throws {
    let nodes = Self.network()
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    let keys = try #require(nodes.loop.times(of: .linkEnded).first)
    let rules = try #require(nodes.loop.times(of: .rulesInstalled).first)
    #expect(keys.value == 1)
    #expect(keys.seconds < rules.seconds)
  }

  @Test("an impostor without the key gets no association, and the rules are not issued")
  func impostor() {
    let nodes = Self.network { $0.impostor = Paper.ef[3] }
    nodes.loop.run(seconds: 100)
    #expect(nodes.associations(Paper.ef[0]).isEmpty)
    #expect(nodes.associations(Paper.ef[3]).isEmpty)
    #expect(nodes.loop.reasons(at: ControlNodes.auc).contains(.badProof))
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [Int64(OperationOutcome.unanswered.rawValue)])
    #expect(nodes.forwardingState.isEmpty)
  }

  @Test(
    "keys change with every interval, never the same one twice (1.c)",
    arguments: [
      AssociationGrant.Method.replace, .makeBeforeBreak,
    ])
  func rekeying(_ method: AssociationGrant.Method) {
    let nodes = Self.network {
      $0.keyChange = .seconds(5)
      $0.method = method
    }
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    var keys: [FieldKey] = []
    var spis: [UInt32] = []
    for _ in 0..<6 {
      keys.append(nodes.associations(Paper.ef[0])[0].key)
      spis.append(nodes.associations(Paper.ef[0])[0].spi)
      nodes.loop.run(seconds: 5)
      #expect(nodes.share(Self.link))
    }
    #expect(Set(keys).count == 6)
    #expect(spis == spis.sorted() && Set(spis).count == 6)
    #expect(nodes.loop.times(of: .keyChangeEnded).allSatisfy { $0.value == 1 })
  }

  @Test("with make-before-break, what the encrypting end uses can be decrypted at every moment")
  func makeBeforeBreak() {
    for (method, isGapless) in [(AssociationGrant.Method.makeBeforeBreak, true), (.replace, false)] {
      let nodes = Self.network {
        $0.keyChange = .seconds(2)
        $0.method = method
      }
      nodes.loop.run { nodes.share(Self.link) }
      var gaps = 0
      for _ in 0..<10_000 {
        nodes.loop.run(seconds: 0.001)
        if !nodes.share(Self.link) { gaps += 1 }
      }
      #expect((gaps == 0) == isGapless, "\(method): \(gaps)")
      #expect(nodes.associations(Paper.ef[3]).count <= 2)
    }
  }

  @Test("old associations are taken away after a change")
  func leftovers() {
    let nodes = Self.network {
      $0.keyChange = .seconds(5)
      $0.lifetime = .seconds(100)
      $0.method = .makeBeforeBreak
    }
    nodes.loop.run(seconds: 24)
    #expect(nodes.associations(Paper.ef[3]).count == 1)
  }

  @Test("without the centre nothing is renewed, and associations expire (6.2.4)")
  func deadCentre() {
    let nodes = Self.network { $0.keyChange = .seconds(5) }
    nodes.loop.run(seconds: 12)
    let last = nodes.associations(Paper.ef[0]).map(\.spi)
    nodes.loop.stop(ControlNodes.auc)
    nodes.loop.run(seconds: 5)
    #expect(nodes.associations(Paper.ef[0]).map(\.spi) == last)
    nodes.loop.run(seconds: 8)
    #expect(nodes.associations(Paper.ef[0]).isEmpty)
    #expect(nodes.associations(Paper.ef[3]).isEmpty)
    nodes.loop.restart(ControlNodes.auc)
    #expect(nodes.loop.run(seconds: 20) { nodes.share(Self.link) }, "a new life goes on")
  }

  @Test("a life of the centre never gives out a key of an earlier one")
  func freshKeys() {
    let nodes = Self.network()
    nodes.loop.run { nodes.share(Self.link) }
    let (key, spi) = (nodes.associations(Paper.ef[0])[0].key, nodes.associations(Paper.ef[0])[0].spi)
    nodes.loop.stop(ControlNodes.auc)
    nodes.loop.restart(ControlNodes.auc)
    #expect(nodes.loop.run(seconds: 60) { nodes.associations(Paper.ef[0]).first?.spi != spi })
    #expect(nodes.associations(Paper.ef[0]).first?.key != key)
  }

  @Test("an encryption function that restarts gets new keys, and so does its peer")
  func restartedFunction() {
    let nodes = Self.network { $0.lifetime = .seconds(1_000) }
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    for end in [Paper.ef[0], Paper.ef[3]] {
      nodes.loop.stop(ControlNodes.node(end))
      nodes.loop.restart(ControlNodes.node(end))
      #expect(!nodes.share(Self.link))
      #expect(nodes.loop.run(seconds: 10) { nodes.share(Self.link) })
    }
  }

  @Test("one that only proves itself once more, as anybody can invite it to, keeps its keys")
  func provenOnceMore() {
    let nodes = Self.network { $0.lifetime = .seconds(1_000) }
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    let (end, installed) = (ControlNodes.node(Paper.ef[0]), nodes.associations(Paper.ef[0]).map(\.spi))
    let proofs = nodes.loop.times(of: .authenticated, subject: Int64(Paper.ef[0].number)).count
    nodes.loop.hand(ChannelMessage.invite.bytes, to: end, from: ControlNodes.auc)
    nodes.loop.run(seconds: 10)
    #expect(nodes.loop.times(of: .authenticated, subject: Int64(Paper.ef[0].number)).count == proofs + 1)
    #expect(nodes.associations(Paper.ef[0]).map(\.spi) == installed && nodes.share(Self.link))
  }

  @Test("loss, duplication and changed bytes delay keys and rules, and no more", arguments: 1...8)
  func faults(seed: Int) {
    let nodes = Self.network(seed: UInt64(seed)) { $0.keyChange = .seconds(5) }
    (nodes.loop.lost, nodes.loop.doubled, nodes.loop.changed) = (15, 10, 5)
    #expect(nodes.loop.run(seconds: 300) { nodes.orchestrator.deployment == Paper.twoFunctions })
    nodes.loop.run(seconds: 60)
    (nodes.loop.lost, nodes.loop.changed) = (0, 0)
    nodes.loop.run(seconds: 30)
    #expect(nodes.share(Self.link))
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
  }

  @Test("recorded messages change nothing when they are played again")
  func replayed() {
    let nodes = Self.network()
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    nodes.loop.run(seconds: 3)
    let before = (nodes.associations(Paper.ef[0]), nodes.associations(Paper.ef[3]), nodes.forwardingState)
    for message in nodes.loop.sent { nodes.loop.hand(message.bytes, to: message.to, from: message.from) }
    #expect(nodes.associations(Paper.ef[0]) == before.0)
    #expect(nodes.associations(Paper.ef[3]) == before.1)
    #expect(nodes.forwardingState == before.2)
    #expect(nodes.loop.reasons(at: ControlNodes.node(Paper.ef[0])).contains(.replayed))
  }

  @Test("nobody but the centre's clients may ask it for a link, nor for one of functions that it does not know")
  func unauthorised() {
    let nodes = Self.network()
    nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions }
    var unknown = Paper.twoFunctions
    unknown.functions[2].element = ElementID(999)
    unknown.chains[0].path = ServicePathID(5)
    unknown.chains[0].links = [
      .init(hop: 1, EncryptionLink(EncryptionPathID(77), from: ElementID(999), to: Paper.ef[3]))
    ]
    // An orchestrator that believes that it runs asks the centre, and only the centre can refuse.
    nodes.begin(.protection, unknown)
    nodes.loop.run(seconds: 20)
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, 0])
    #expect(nodes.authenticationCentre.establishedLinks == [Self.link])
  }
}
