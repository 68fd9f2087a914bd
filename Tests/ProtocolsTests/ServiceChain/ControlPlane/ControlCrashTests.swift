import Testing
import Vocabulary

@testable import Protocols

/// A part of the control plane loses its power behind any of its effects, with or without half of what it was writing, and
/// comes back 2 s later.
@Suite("Journals of the control plane")
struct ControlCrashTests {
  typealias Paper = PaperNetwork

  /// Two functions, then three, then the third and its encryption functions at another site.
  private static func network(seed: UInt64 = 1) -> ControlNodes {
    let nodes = ControlNodes(
      seed: seed, running: [Paper.vcpe, Paper.firewall, Paper.ef[0], Paper.ef[3]])
    nodes.lifetime = .seconds(10_000)
    nodes.method = .makeBeforeBreak
    nodes.keyChange = .seconds(7)
    (nodes.functionTime, nodes.encryptionFunctionTime) = (.seconds(2), .seconds(3))
    nodes.operations = [
      .init(at: .zero, Operation(.softProvisioning, to: Paper.twoFunctions)),
      .init(at: .seconds(4), Operation(.alteration, to: Paper.threeFunctions)),
      .init(at: .seconds(6), Operation(.migration, to: Paper.failedOver)),
    ]
    nodes.start()
    return nodes
  }

  /// In steps through all effects of the part, by an offset that each part of the work has met.
  private static func check(_ node: Int, step: Int, _ also: (ControlNodes, Int) -> Void = { _, _ in }) {
    let sound = network()
    sound.loop.run(seconds: 40)
    expectSound(sound, "undisturbed")
    let count = sound.loop.effectCounts[node] ?? 0
    #expect(count > 50)
    for effect in stride(from: 0, to: count, by: step) {
      let nodes = network()
      nodes.loop.fuse = (node, effect)
      nodes.loop.run(seconds: 75)
      #expect(nodes.loop.fuse == nil, "effect \(effect)")
      expectSound(nodes, "a crash behind effect \(effect) of \(count)")
      also(nodes, effect)
    }
  }

  private static func expectSound(_ nodes: ControlNodes, _ what: String) {
    #expect(nodes.orchestrator.deployment == Paper.failedOver, "\(what)")
    #expect(nodes.orchestrator.isIdle, "\(what)")
    #expect(nodes.forwardingState == ControlNodes.forwardingState(of: Paper.failedOver), "\(what)")
    #expect(Paper.failedOver.encryptionLinks.allSatisfy { nodes.share($0) }, "\(what)")
    // Every operation ends well, and once; a crash may come between the journal and the note.
    let ends = nodes.loop.notes.filter { $0.note.kind == ControlNote.operationEnded.rawValue }.map(\.note)
    #expect(ends.allSatisfy { $0.value == 1 }, "\(what)")
    #expect(Set(ends.map(\.subject)).count == ends.count, "\(what)")
    expectNoKeyTwice(nodes, what)
  }

  /// An SPI stands for one key on one link, and nothing stays behind where functions moved away.
  private static func expectNoKeyTwice(_ nodes: ControlNodes, _ what: String) {
    var paths: [Int64: Int64] = [:]
    for (_, _, note) in nodes.loop.notes where note.kind == ServiceChainNote.associationInstalled.rawValue {
      #expect(paths[note.subject] == nil || paths[note.subject] == note.value, "\(what)")
      paths[note.subject] = note.value
    }
    let functions = Paper.places.filter { $0.kind == .encryptionFunction }.map(\.element)
    var keys: [UInt32: [UInt8]] = [:]
    for association in functions.flatMap({ nodes.associations($0) }) {
      let key = association.key.bytes
      #expect(keys[association.spi] == nil || keys[association.spi] == key, "\(what)")
      keys[association.spi] = key
    }
    #expect(nodes.associations(Paper.ef[1]).isEmpty, "\(what)")
  }

  @Test("the orchestrator goes on with the operation that it was doing")
  func orchestrator() { Self.check(ControlNodes.orchestrator, step: 11) }

  @Test("the controller goes on with the rules that it was distributing, and never goes back to an older version")
  func controller() {
    Self.check(ControlNodes.controller, step: 19) { nodes, effect in
      let issued = Dictionary(grouping: nodes.log.sets) { "\($0.element) \($0.rules.path) \($0.rules.version)" }
      #expect(issued.values.allSatisfy { $0.count == 1 }, "effect \(effect): a version for two rule sets")
    }
  }

  @Test("the authentication centre gives its links new keys, and no SPI twice")
  func authenticationCentre() { Self.check(ControlNodes.auc, step: 19) }

  @Test("the provisioner makes what it was asked for, and nothing twice")
  func provisioner() {
    Self.check(ControlNodes.provisioner, step: 7) { nodes, effect in
      let made = nodes.loop.notes.filter { $0.note.kind == ControlNote.instantiated.rawValue }.map(\.note.subject)
      #expect(Set(made).count == made.count, "effect \(effect)")
    }
  }
}
