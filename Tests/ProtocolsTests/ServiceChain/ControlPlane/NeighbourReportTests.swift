import Testing
import Vocabulary

@testable import Protocols

@Suite("Reports of silent neighbours")
struct NeighbourReportTests {
  typealias Paper = PaperNetwork

  private static let (a, b, watched) = (ElementID(1), ElementID(2), ElementID(9))

  private func report(_ isAlive: Bool, at milliseconds: Int64) -> NeighbourReport {
    NeighbourReport(Self.watched, isAlive: isAlive, at: .start + .milliseconds(milliseconds))
  }

  @Test("the first watcher's word makes an element lost, the last one's brings it back")
  func watchers() {
    var register = SilenceRegister()
    #expect(register.take(report(false, at: 10), of: Self.a) == .lost)
    #expect(register.take(report(false, at: 12), of: Self.b) == .nothing)
    #expect(register.lost == [Self.watched])
    #expect(register.take(report(true, at: 20), of: Self.a) == .nothing)
    #expect(register.take(report(true, at: 22), of: Self.b) == .returned)
    #expect(register.lost == [])
  }

  @Test("a report that was overtaken by a newer one counts no more")
  func overtaken() {
    var register = SilenceRegister()
    #expect(register.take(report(true, at: 20), of: Self.a) == .nothing)
    #expect(register.take(report(false, at: 10), of: Self.a) == .nothing)
    #expect(register.lost == [])
    #expect(register.take(report(false, at: 10), of: Self.b) == .lost)
  }

  @Test("who is watched follows from the rules: functions, encryption functions and the other forwarder; peers")
  func watched() {
    var (inner, outer) = (Paper.inner(0), Paper.outer(0))
    #expect(inner.neighboursInUse == [] && outer.neighboursInUse == [])
    for set in Paper.twoFunctions.ruleSets(version: { _ in 1 }) {
      if set.element == inner.element { try! inner.install(set.rules) }
      if set.element == outer.element { try! outer.install(set.rules) }
    }
    #expect(Set(inner.neighboursInUse) == [Paper.element(0, 1), Paper.element(0, 3), Paper.vcpe, Paper.ef[0]])
    #expect(Set(outer.neighboursInUse) == [Paper.element(0, 2), Paper.element(2, 3)])
  }

  @Test("forwarders whose hellos nobody answers report it to the orchestrator, which fails over, once")
  func failsOver() {
    let nodes = AuthenticationCentreTests.network {
      $0.running = Set(Paper.places.map(\.element))
      $0.lifetime = .seconds(10_000)
      $0.liveness = LivenessSettings(every: .milliseconds(300), multiplier: 3)
      $0.failOvers = [FailOver(after: [Paper.firewall], to: Paper.failedOver)]
    }
    #expect(nodes.loop.run { nodes.orchestrator.deployment == Paper.twoFunctions })
    let begun = nodes.loop.now
    // There are no cables: all whom rules name fall silent.
    #expect(nodes.loop.run(seconds: 60) { nodes.orchestrator.deployment == Paper.failedOver })
    let lost = nodes.loop.times(of: .elementLost, subject: Int64(Paper.firewall.number))
    #expect(lost.count == 1)
    #expect(lost[0].seconds - Double(begun) / 1e9 < 1.3)
    #expect(nodes.orchestrator.lostElements.contains(Paper.firewall))
    nodes.loop.run(seconds: 20)
    #expect(nodes.loop.times(of: .operationBegan).filter { $0.value == Operation.Kind.failOver.rawValue }.count == 1)
  }

  @Test("a fail-over that failed is tried again where nobody is polled, too")
  func failsOverAgain() {
    let nodes = AuthenticationCentreTests.network {
      $0.running = Set(Paper.places.map(\.element))
      $0.lifetime = .seconds(10_000)
      $0.liveness = LivenessSettings(every: .milliseconds(300), multiplier: 3)
      $0.failOvers = [FailOver(after: [Paper.firewall], to: Paper.failedOver)]
      $0.loop.after(1_000_000) { [nodes = $0] in nodes.loop.stop(ControlNodes.node(Paper.spareEF2)) }
    }
    #expect(nodes.loop.run(seconds: 60) { nodes.loop.times(of: .operationEnded).count == 2 })
    #expect(nodes.loop.times(of: .operationEnded).map(\.value) == [1, Int64(OperationOutcome.unanswered.rawValue)])
    nodes.loop.restart(ControlNodes.node(Paper.spareEF2))
    #expect(nodes.loop.run(seconds: 30) { nodes.orchestrator.deployment == Paper.failedOver })
  }

  @Test("an orchestrator that begins another life is told again who is silent")
  func repeated() {
    let nodes = AuthenticationCentreTests.network {
      $0.lifetime = .seconds(10_000)
      $0.liveness = LivenessSettings(every: .milliseconds(300), multiplier: 3)
    }
    nodes.loop.run(seconds: 20)
    let lost = nodes.orchestrator.lostElements
    #expect(lost.contains(Paper.vcpe))
    nodes.loop.stop(ControlNodes.orchestrator)
    nodes.loop.restart(ControlNodes.orchestrator)
    #expect(nodes.orchestrator.lostElements == [])
    #expect(nodes.loop.run(seconds: 60) { nodes.orchestrator.lostElements == lost })
  }
}
