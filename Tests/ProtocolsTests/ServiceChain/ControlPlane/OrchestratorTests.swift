import Testing
import Vocabulary

@testable import Protocols

@Suite("The orchestrator")
struct OrchestratorTests {
  typealias Paper = PaperNetwork

  static let firstTwo = [Paper.vcpe, Paper.firewall, Paper.ef[0], Paper.ef[3]]

  static func network(_ change: (ControlNodes) -> Void = { _ in }) -> ControlNodes {
    let nodes = ControlNodes(running: firstTwo)
    nodes.operations = [.init(at: .zero, Operation(.softProvisioning, to: Paper.twoFunctions))]
    nodes.lifetime = .seconds(10_000)
    change(nodes)
    nodes.start()
    nodes.loop.run(seconds: 10)
    return nodes
  }

  /// How long a step of the last operation took.
  static func seconds(_ nodes: ControlNodes, _ began: ControlNote, _ ended: ControlNote) -> Double? {
    guard let start = nodes.loop.times(of: began).last, let end = nodes.loop.times(of: ended).last else { return nil }
    return end.seconds - start.seconds
  }

  @Test("full provisioning withdraws the rules and makes one function after the other (Table 1, 1.a)")
  func full() throws {
    let nodes = Self.network()
    let start = Double(nodes.loop.now) / 1e9
    nodes.begin(.fullProvisioning, Paper.threeFunctions)
    nodes.loop.run(seconds: 20)
    #expect(nodes.ruleSets(Paper.sites[0].classifier).isEmpty, "nothing enters the chain")
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions })
    let functions = try #require(Self.seconds(nodes, .functionsBegan, .functionsEnded))
    let encryption = try #require(Self.seconds(nodes, .encryptionFunctionsBegan, .encryptionFunctionsEnded))
    #expect(functions > 47.6 && functions < 48)
    #expect(encryption > 159 && encryption < 159.5, "two on one compute node, one after the other")
    #expect(try #require(Self.seconds(nodes, .keysBegan, .keysEnded)) < 1)
    #expect(try #require(Self.seconds(nodes, .rulesBegan, .rulesEnded)) < 0.2)
    let total = Double(nodes.loop.now) / 1e9 - start
    #expect(total > 206.6 && total < 208)
    nodes.loop.run(seconds: 5)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    #expect(nodes.share(Paper.link(2, 0, 1)) && nodes.share(Paper.link(3, 2, 3)))
  }

  @Test("encryption functions that are given other peers cost the chain the time of their keys (1.b-1)")
  func rePeering() throws {
    let nodes = Self.network()
    nodes.begin(.rePeering, Paper.threeFunctions)
    nodes.loop.run(seconds: 200)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions), "functions are made first")
    #expect(nodes.loop.run { nodes.loop.times(of: .keysBegan).count == 2 })
    #expect(nodes.ruleSets(Paper.sites[0].classifier).isEmpty, "nothing enters the chain while links get keys")
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions })
    let order = try [ControlNote.encryptionFunctionsEnded, .withdrawalBegan, .withdrawalEnded, .keysBegan, .rulesBegan]
      .map { try #require(nodes.loop.times(of: $0).last).seconds }
    #expect(order == order.sorted())
    nodes.loop.run(seconds: 5)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    #expect(nodes.associations(Paper.ef[3]).map(\.path) == [EncryptionPathID(3)], "the former link is gone")
  }

  @Test("soft provisioning leaves the rules until everything is there (1.b)")
  func soft() {
    let nodes = Self.network()
    nodes.begin(.softProvisioning, Paper.threeFunctions)
    nodes.loop.run(seconds: 200)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
    #expect(nodes.share(Paper.link(1, 0, 3)))
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions })
    #expect(nodes.loop.times(of: .withdrawalBegan).isEmpty)
    nodes.loop.run(seconds: 5)
    #expect(nodes.associations(Paper.ef[3]).map(\.path) == [EncryptionPathID(3)], "the link that nobody uses is gone")
  }

  @Test("a function that was made later and loses its power is made again, whether its provisioner sees that or not")
  func madeAgain() {
    let nodes = Self.network()
    nodes.begin(.softProvisioning, Paper.threeFunctions)
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions })
    nodes.loop.stop(ControlNodes.node(Paper.ef[1]))
    nodes.loop.restart(ControlNodes.node(Paper.ef[1]))
    nodes.loop.stop(ControlNodes.provisioner)
    nodes.loop.stop(ControlNodes.node(Paper.cache))
    nodes.loop.restart(ControlNodes.node(Paper.cache))
    nodes.loop.run(seconds: 40)
    nodes.loop.restart(ControlNodes.provisioner)
    nodes.loop.run(seconds: 180)
    #expect(nodes.loop.times(of: .instantiated).count == 5)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    #expect(nodes.share(Paper.link(2, 0, 1)) && nodes.share(Paper.link(3, 2, 3)))
  }

  @Test("functions on different compute nodes are made at the same time")
  func parallel() throws {
    let nodes = Self.network()
    var target = Paper.threeFunctions
    target.functions.append(.init(Paper.ef[7], .encryptionFunction, site: 2))
    nodes.begin(.softProvisioning, target)
    #expect(nodes.loop.run { nodes.orchestrator.deployment == target })
    #expect(try #require(Self.seconds(nodes, .encryptionFunctionsBegan, .encryptionFunctionsEnded)) < 160)
  }

  @Test("a function talks to nobody but its platform until it is made")
  func dormant() {
    let nodes = Self.network()
    let talking = Set(nodes.loop.sent.filter { $0.from == ControlNodes.node(Paper.ef[1]) }.map(\.to))
    #expect(talking == [ControlNodes.provisioner, ControlNodes.orchestrator])
  }

  @Test("where functions move away, nothing stays behind")
  func migration() {
    let nodes = Self.network { $0.running = Set(Paper.places.map(\.element)) }
    nodes.begin(.alteration, Paper.threeFunctions)
    nodes.loop.run(seconds: 10)
    nodes.begin(.migration, Paper.failedOver)
    nodes.loop.run(seconds: 10)
    #expect(nodes.orchestrator.deployment == Paper.failedOver)
    #expect(nodes.loop.times(of: .removed).count == 3)
    #expect(nodes.associations(Paper.ef[1]).isEmpty)
  }

  static func failOver(_ nodes: ControlNodes) {
    nodes.failOvers = [FailOver(after: [Paper.cache, Paper.ef[1], Paper.ef[2]], to: Paper.failedOver)]
    nodes.detection = .init(interval: .seconds(5), timeout: .seconds(1))
    nodes.running = Set(Self.firstTwo + [Paper.cache, Paper.ef[1], Paper.ef[2]])
    nodes.operations = [.init(at: .zero, Operation(.softProvisioning, to: Paper.threeFunctions))]
  }

  @Test("a lost site is noticed within the interval, and everything is made anew (2.b)")
  func unprotected() throws {
    let nodes = Self.network(Self.failOver)
    #expect(nodes.orchestrator.deployment == Paper.threeFunctions)
    let failed = Double(nodes.loop.now) / 1e9
    for element in [Paper.cache, Paper.ef[1], Paper.ef[2]] { nodes.loop.stop(ControlNodes.node(element)) }
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.failedOver })
    let lost = try #require(nodes.loop.times(of: .elementLost).first)
    #expect(lost.seconds - failed <= 6.01)
    #expect(nodes.loop.times(of: .elementLost).count == 3)
    #expect(Double(nodes.loop.now) / 1e9 - failed > 206.6)
    nodes.loop.run(seconds: 30)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.failedOver))
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, 1], "one fail-over for three losses")
  }

  @Test("with duplicates, the fail-over is a distribution of rules (2.a)")
  func protected() throws {
    let nodes = Self.network {
      Self.failOver($0)
      $0.operations.append(.init(at: .seconds(1), Operation(.protection, to: Paper.failedOver)))
    }
    nodes.loop.run(seconds: 300)
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, 1])
    let failed = Double(nodes.loop.now) / 1e9
    for element in [Paper.cache, Paper.ef[1], Paper.ef[2]] { nodes.loop.stop(ControlNodes.node(element)) }
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.failedOver })
    #expect(Double(nodes.loop.now) / 1e9 - failed < 6.5)
    #expect(nodes.loop.times(of: .functionsBegan).count == 1, "for the protection")
  }

  @Test("an operation that was planned before and leads back to what is lost is followed by another fail-over")
  func back() {
    let nodes = Self.network {
      Self.failOver($0)
      $0.operations += [
        .init(at: .seconds(1), Operation(.protection, to: Paper.failedOver)),
        .init(at: .seconds(400), Operation(.softProvisioning, to: Paper.threeFunctions)),
      ]
    }
    nodes.loop.run(seconds: 300)
    nodes.loop.stop(ControlNodes.node(Paper.cache))
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.failedOver })
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.threeFunctions })
    #expect(nodes.loop.run(seconds: 10) { nodes.orchestrator.deployment == Paper.failedOver })
    nodes.loop.run(seconds: 60)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.failedOver))
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, 1, 1, 1, 1])
  }

  @Test("quick hellos notice a failure within a second, and a slow answer is none")
  func quick() throws {
    let nodes = Self.network {
      Self.failOver($0)
      $0.detection = .init(interval: .milliseconds(300), timeout: .milliseconds(300), misses: 3)
    }
    #expect(nodes.loop.times(of: .elementLost).isEmpty)
    let failed = Double(nodes.loop.now) / 1e9
    nodes.loop.stop(ControlNodes.node(Paper.cache))
    nodes.loop.run(seconds: 2)
    let lost = try #require(nodes.loop.times(of: .elementLost).first)
    #expect(lost.seconds - failed > 0.8 && lost.seconds - failed < 1.3)
    nodes.loop.restart(ControlNodes.node(Paper.cache))
    nodes.loop.run(seconds: 5)
    #expect(nodes.loop.times(of: .elementReturned).count == 1)
    #expect(nodes.orchestrator.lostElements.isEmpty)
  }

  @Test("an element that does not answer counts as lost, though its silence is first seen by who sends requests again")
  func silent() {
    let nodes = ControlNodes(running: Set(Paper.places.map(\.element)).sorted())
    nodes.detection = .init(interval: .milliseconds(500), timeout: .milliseconds(500))
    nodes.start()
    // A handshake that gets no answer keeps time from the start, before the first poll.
    for node in [ControlNodes.auc, ControlNodes.node(Paper.cache)] { nodes.loop.stop(node) }
    nodes.loop.run(seconds: 2)
    #expect(
      nodes.loop.notes.filter { $0.note.kind == ControlNote.elementLost.rawValue }.map(\.note.subject) == [
        Int64(Paper.cache.number)
      ])
  }

  @Test("operations come one after another, at their times")
  func planned() {
    let nodes = Self.network {
      $0.running = Set(Paper.places.map(\.element))
      $0.operations += [
        .init(at: .seconds(20), Operation(.alteration, to: Paper.threeFunctions)),
        .init(at: .seconds(20), Operation(.alteration, to: Paper.failedOver)),
        .init(at: .seconds(40), Operation(.alteration, to: Paper.twoFunctions)),
      ]
    }
    nodes.loop.run(seconds: 20)
    #expect(nodes.orchestrator.deployment == Paper.failedOver)
    nodes.loop.run(seconds: 20)
    #expect(nodes.orchestrator.deployment == Paper.twoFunctions)
    let times = nodes.loop.times(of: .operationBegan).map { Int($0.seconds) }
    #expect(times == [0, 20, 20, 40])
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, 1, 1, 1])
  }

  @Test("what the controller is to go back to it is told again until it answers, however long the network is cut")
  func toldAgain() {
    let nodes = Self.network { $0.running = Set(Paper.places.map(\.element)) }
    nodes.begin(.alteration, Paper.threeFunctions)
    nodes.loop.cut = (ControlNodes.controller, ControlNodes.orchestrator)
    let changed = ControlNodes.forwardingState(of: Paper.threeFunctions)
    #expect(nodes.loop.run(seconds: 30) { nodes.forwardingState == changed })
    nodes.loop.cut = (ControlNodes.orchestrator, ControlNodes.controller)
    nodes.loop.run(seconds: 300)
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, Int64(OperationOutcome.unanswered.rawValue)])
    #expect(nodes.forwardingState == changed)
    nodes.loop.cut = nil
    nodes.loop.run(seconds: 30)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.twoFunctions))
  }

  @Test("an orchestrator that restarts goes on with its plan")
  func restarted() {
    let nodes = Self.network {
      $0.running = Set(Paper.places.map(\.element))
      $0.operations += [
        .init(at: .seconds(20), Operation(.alteration, to: Paper.threeFunctions)),
        .init(at: .seconds(40), Operation(.alteration, to: Paper.failedOver)),
      ]
    }
    nodes.loop.run(seconds: 20)
    nodes.loop.stop(ControlNodes.orchestrator)
    nodes.loop.restart(ControlNodes.orchestrator)
    nodes.loop.run(seconds: 5)
    #expect(nodes.orchestrator.deployment == Paper.threeFunctions)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.threeFunctions))
    nodes.loop.run(seconds: 20)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.failedOver))
  }

  @Test("loss and restarts of every manager in turn delay operations, and no more", arguments: 1...4)
  func faults(seed: Int) {
    let nodes = ControlNodes(seed: UInt64(seed), running: Paper.places.map(\.element))
    nodes.lifetime = .seconds(10_000)
    nodes.operations = [
      .init(at: .zero, Operation(.softProvisioning, to: Paper.twoFunctions)),
      .init(at: .seconds(30), Operation(.alteration, to: Paper.threeFunctions)),
      .init(at: .seconds(60), Operation(.alteration, to: Paper.failedOver)),
    ]
    nodes.start()
    (nodes.loop.lost, nodes.loop.doubled) = (10, 10)
    for (second, node) in [(31.0, ControlNodes.controller), (61.0, ControlNodes.auc), (62.0, ControlNodes.controller)] {
      nodes.loop.after(Int64(second * 1e9)) {
        nodes.loop.stop(node)
        nodes.loop.restart(node)
      }
    }
    nodes.loop.run(seconds: 90)
    nodes.loop.lost = 0
    nodes.loop.run(seconds: 120)
    #expect(nodes.orchestrator.deployment == Paper.failedOver)
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.failedOver))
    #expect(Paper.failedOver.encryptionLinks.allSatisfy { nodes.share($0) })
  }
}
