import Testing
import Vocabulary

@testable import Protocols

@Suite("What an operation leaves behind that fails (docs/models/service-chains.md, Operations)")
struct FailedOperationTests {
  typealias Paper = PaperNetwork

  private static let outcome = [Int64(1), Int64(OperationOutcome.unanswered.rawValue)]

  /// Two functions are in force, and all run; one element is silent.
  private static func network(silent: ElementID, integrity: IntegritySettings? = nil) -> ControlNodes {
    let nodes = OrchestratorTests.network {
      $0.running = Set(Paper.places.map(\.element))
      $0.integrity = integrity
    }
    nodes.loop.stop(ControlNodes.node(silent))
    return nodes
  }

  @Test("links whose keys were asked for are taken away, those that were set up, too")
  func links() {
    let nodes = Self.network(silent: Paper.ef[1])
    nodes.begin(.softProvisioning, Paper.threeFunctions)
    nodes.loop.run(seconds: 5)
    #expect(nodes.share(Paper.link(3, 2, 3)))
    nodes.loop.run(seconds: 20)
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == Self.outcome)
    #expect(nodes.authenticationCentre.establishedLinks == [Paper.link(1, 0, 3)])
    #expect(nodes.associations(Paper.ef[2]).isEmpty)
    #expect(nodes.share(Paper.link(1, 0, 3)))
    nodes.loop.restart(ControlNodes.node(Paper.ef[1]))
    nodes.loop.run(seconds: 30)
    #expect(nodes.associations(Paper.ef[1]).isEmpty)
    #expect(!nodes.orchestrator.journal.state.hasSurplus)
    nodes.begin(.softProvisioning, Paper.threeFunctions)
    #expect(nodes.loop.run(seconds: 10) { nodes.orchestrator.deployment == Paper.threeFunctions })
    #expect(Paper.threeFunctions.encryptionLinks.allSatisfy { nodes.share($0) })
  }

  @Test("so are a new path's keys for headers, and those of elements that were to join a path")
  func headers() {
    for path in [ServicePathID(1), ServicePathID(2)] {
      let nodes = Self.network(silent: Paper.ef[1], integrity: .real)
      var target = Paper.threeFunctions
      target.chains[0].path = path
      nodes.begin(.softProvisioning, target)
      nodes.loop.run(seconds: 5)
      #expect(nodes.headerKeys(Paper.cache, path).known != [])
      nodes.loop.run(seconds: 40)
      #expect(nodes.loop.times(of: .operationEnded).map(\.value) == Self.outcome)
      #expect(nodes.authenticationCentre.authenticatedPaths == Paper.twoFunctions.authenticatedPaths)
      #expect(nodes.headerKeys(Paper.cache, path).known == [])
      #expect(nodes.headerKeys(Paper.vcpe, ServicePathID(1)).known != [])
      nodes.loop.restart(ControlNodes.node(Paper.ef[1]))
      nodes.begin(.softProvisioning, target)
      #expect(nodes.loop.run(seconds: 30) { nodes.orchestrator.deployment == target })
      nodes.loop.run(seconds: 10)
      #expect(nodes.authenticationCentre.authenticatedPaths.map(\.path) == [path])
    }
  }

  @Test(
    "keys for the headers of a way that has them all are not asked for again, though an operation failed that asked for more"
  )
  func keyed() {
    let nodes = Self.network(silent: Paper.ef[1], integrity: .real)
    var target = Paper.threeFunctions
    target.chains[0].path = ServicePathID(1)
    nodes.begin(.softProvisioning, target)
    nodes.begin(.softProvisioning, Paper.twoFunctions)
    nodes.loop.run(seconds: 40)
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == Self.outcome + [1])
    #expect(nodes.loop.times(of: .keysBegan).count == 2, "none in the last")
  }

  @Test("a manager that leaves several requests unanswered is told once what is in force")
  func toldOnce() {
    let nodes = OrchestratorTests.network { $0.running = Set(Paper.places.map(\.element)) }
    for target in [Paper.threeFunctions, Paper.twoFunctions] {
      nodes.begin(.alteration, target)
      #expect(nodes.loop.run(seconds: 60) { nodes.orchestrator.deployment == target })
    }
    nodes.loop.cut = (ControlNodes.orchestrator, ControlNodes.auc)
    let first = nodes.loop.sent.count
    nodes.loop.run(seconds: 70)
    let state = nodes.orchestrator.journal.state
    let sent = nodes.loop.sent[first...].filter { ($0.from, $0.to) == (ControlNodes.orchestrator, ControlNodes.auc) }
    let most = Dictionary(grouping: sent, by: \.time).values.map(\.count).max()
    #expect(state.surplusLinks.count > 1 && !state.links.isEmpty)
    #expect(most == state.surplusLinks.count + state.links.count)
  }

  @Test("a function that cannot be reached when it is to go is taken away when it can")
  func unreachable() {
    let nodes = OrchestratorTests.network { $0.running = Set(Paper.places.map(\.element)) }
    nodes.begin(.alteration, Paper.threeFunctions)
    nodes.begin(.migration, Paper.failedOver)
    nodes.loop.cut = (ControlNodes.provisioner, ControlNodes.node(Paper.cache))
    #expect(nodes.loop.run(seconds: 60) { nodes.orchestrator.deployment == Paper.failedOver })
    nodes.loop.run(seconds: 20)
    #expect(nodes.orchestrator.journal.state.surplusFunctions == [Paper.cache])
    nodes.loop.cut = nil
    nodes.loop.run(seconds: 20)
    let machine: ControlledElement<ServiceFunction> = nodes.loop.machine(ControlNodes.node(Paper.cache))
    #expect(!machine.isInstantiated && !nodes.orchestrator.journal.state.hasSurplus)
  }

  @Test(
    "functions that were made for it are taken away, and those that wait for their turn are not made",
    arguments: [[Paper.ef[1]], [Paper.ef[1], Paper.ef[2]]])
  func functions(silent: [ElementID]) {
    let nodes = OrchestratorTests.network()
    for element in silent { nodes.loop.stop(ControlNodes.node(element)) }
    nodes.begin(.softProvisioning, Paper.threeFunctions)
    nodes.loop.run(seconds: 300)
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == Self.outcome)
    for element in silent { nodes.loop.restart(ControlNodes.node(element)) }
    nodes.loop.run(seconds: 300)
    func subjects(_ kind: ControlNote) -> [Int64] {
      nodes.loop.notes.map(\.note).filter { $0.kind == kind.rawValue }.map(\.subject).sorted()
    }
    let made = Set([Paper.cache, Paper.ef[1], Paper.ef[2]]).subtracting(silent)
    #expect(Set(subjects(.instantiated)).isSubset(of: made.map { Int64($0.number) }))
    #expect(subjects(.instantiated).contains(Int64(Paper.cache.number)))
    #expect(subjects(.removed) == subjects(.instantiated))
  }
}
