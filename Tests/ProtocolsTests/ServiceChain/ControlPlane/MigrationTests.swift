import Testing
import Vocabulary

@testable import Protocols

@Suite("Functions that move, and encryption functions that leave them (paper, 6.2.2)")
struct MigrationTests {
  typealias Paper = PaperNetwork

  /// The first link's decrypting end stands at A, the cache that it is for at B.
  private static var separated: Deployment {
    var target = Paper.threeFunctions
    target.functions.append(.init(Paper.spareEF2, .encryptionFunction, site: 0))
    target.chains[0].links[0] = .init(
      hop: 1, EncryptionLink(EncryptionPathID(9), from: Paper.ef[0], to: Paper.spareEF2))
    return target
  }

  /// The second link's encrypting end stands at A, the cache that sends to it at B.
  private static var separatedSender: Deployment {
    var target = Paper.threeFunctions
    target.functions.append(.init(Paper.spareEF3, .encryptionFunction, site: 0))
    target.chains[0].links[1] = .init(
      hop: 2, EncryptionLink(EncryptionPathID(9), from: Paper.spareEF3, to: Paper.ef[3]))
    return target
  }

  private static func network(enforcesPolicy: Bool = true) -> ControlNodes {
    let nodes = ControlNodes(
      running: Paper.places.map(\.element).filter { $0 != Paper.spareEF2 && $0 != Paper.spareEF3 })
    nodes.lifetime = .seconds(10_000)
    nodes.enforcesPolicy = enforcesPolicy
    nodes.encryptionFunctionTime = .seconds(2)
    nodes.operations = [.init(at: .zero, Operation(.softProvisioning, to: Paper.threeFunctions))]
    nodes.start()
    nodes.loop.run(seconds: 10)
    return nodes
  }

  private static func outcome(_ nodes: ControlNodes) -> OperationOutcome? {
    nodes.loop.times(of: .operationEnded, subject: 2).first.flatMap { OperationOutcome(rawValue: Int($0.value)) }
  }

  @Test("the orchestrator refuses a migration that the policy forbids, and nobody else hears of it")
  func refused() {
    for target in [Self.separated, Self.separatedSender] {
      let nodes = Self.network()
      let sent = nodes.loop.sent.count
      nodes.begin(.migration, target)
      nodes.loop.run(seconds: 10)
      #expect(Self.outcome(nodes) == .refusedByPolicy)
      #expect(nodes.loop.times(of: .refusedByPolicy).count == 1)
      #expect(nodes.loop.sent.count == sent)
      #expect(nodes.orchestrator.deployment == Paper.threeFunctions)
      #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    }
  }

  @Test("with a compromised orchestrator and controller the forwarders refuse by themselves, and all is as before")
  func ignored() {
    for target in [Self.separated, Self.separatedSender] {
      let nodes = Self.network(enforcesPolicy: false)
      nodes.begin(.migration, target)
      nodes.loop.run(seconds: 40)
      #expect(Self.outcome(nodes) == .refusedByElement)
      #expect(nodes.loop.times(of: .refusedByPolicy).isEmpty)
      #expect(!nodes.loop.times(of: .refusedByElement).isEmpty)
      #expect(nodes.loop.times(of: .deploymentRestored).count == 1)
      #expect(nodes.orchestrator.deployment == Paper.threeFunctions)
      #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
      #expect(nodes.share(Paper.link(2, 0, 1)) && nodes.share(Paper.link(3, 2, 3)))
      #expect(nodes.associations(Paper.spareEF2).isEmpty && nodes.associations(Paper.spareEF3).isEmpty)
      #expect(nodes.loop.times(of: .removed).count == 1, "what was made for it is taken away")
    }
  }

  @Test("an inner forwarder sends nothing away that was decrypted beside it")
  func decrypted() {
    var inner = Paper.inner(0)
    #expect(throws: RuleDefect.wrongNeighbour) {
      try inner.install(
        RuleSet(
          path: ServicePathID(1), version: 1,
          rules: [.forward(index: 254, from: Paper.spareEF2, to: Paper.element(0, 3))]))
    }
  }

  @Test("an outer forwarder takes no packet that is still to be encrypted, wherever it is to go")
  func tagged() {
    for to in [Paper.element(1, 3), Paper.ef[0]] {
      var outer = Paper.outer(0)
      #expect(throws: RuleDefect.wrongNeighbour) {
        try outer.install(
          RuleSet(
            path: ServicePathID(1), version: 1,
            rules: [.forwardEncrypted(EncryptionPathID(9), index: 255, from: Paper.element(0, 2), to: to)]))
      }
    }
  }
}
