import Protocols
import SimKernel
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Runs step by step")
struct TracedRunTests {
  /// Faults of every group, so that steps have causes of all sorts.
  private static let faults = [
    Fault(.outage(.crash([1], restartAfter: .seconds(1))), at: .seconds(1)),
    Fault(.outage(.pause([2])), at: .milliseconds(1_500), lasts: .milliseconds(200)),
    Fault(.network(.corrupt(.share(0.02))), at: .milliseconds(500), lasts: .seconds(2)),
  ]

  private func trace(_ scenario: Scenario) -> [TracedStep] {
    var steps: [TracedStep] = []
    let causes = CauseLog { steps.append($0) }
    let trace = Trace(into: causes)
    let crb = CRBWorld(scenario, profile: CRBFixture.profile, seed: 1, options: RunOptions(), trace: trace)
    crb.world.causes = causes
    crb.world.start()
    crb.world.run(until: crb.window.upperBound)
    trace.flush()
    return steps
  }

  @Test("the records are those that the fingerprint of an ordinary run is taken over")
  func fingerprint() throws {
    let scenario = CRBFixture.scenario().with {
      $0.faults = FaultPlan(Self.faults)
      $0.duration = DurationSpec(warmUp: .milliseconds(500), measure: .seconds(5))
    }
    let fingerprint = Fingerprint()
    for step in trace(scenario) { withUnsafeBytes(of: step.record) { fingerprint.absorb($0) } }
    #expect(try CRBFixture.run(scenario).fingerprint == fingerprint.finish())
  }

  @Test("every step has an earlier cause, at the place where it must have been")
  func causes() {
    let scenario = CRBFixture.scenario().with {
      $0.faults = FaultPlan(Self.faults)
      $0.duration = DurationSpec(warmUp: .milliseconds(500), measure: .seconds(8))
    }
    let steps = trace(scenario)
    #expect(steps.count > 4_096, "the buffer of the trace was handed over more than once")
    for (index, step) in steps.enumerated() {
      #expect(step.cause <= index)
      #expect(!step.text(modules: 4).contains("kind"))
      let cause = step.cause > 0 ? steps[Int(step.cause) - 1] : nil
      if let cause { #expect(cause.record.time <= step.record.time) }
      switch step.record.kind {
      case World.Kind.message: #expect(cause?.record.node.index == Int32(step.detail >> 32))
      case World.Kind.timer, World.Kind.disk: #expect(cause?.record.node == step.record.node)
      case World.Kind.started: #expect(cause == nil || cause?.record.kind == World.Kind.fault)
      default: #expect(cause == nil)
      }
    }
    #expect(steps.filter { $0.record.kind == World.Kind.started }.count == 6)
  }

  @Test("what differs between two steps is said in words")
  func differences() {
    func step(_ time: Int64, _ node: Int, _ kind: EventKind, _ digest: UInt64) -> TracedStep {
      TracedStep(
        record: TraceRecord(
          time: Instant(nanoseconds: time), node: NodeID(node), kind: kind, digest: digest), cause: 0, detail: 0)
    }
    let one = step(1, 2, World.Kind.timer, 3)
    #expect(one.differences(from: one) == [])
    #expect(one.differences(from: step(2, 2, World.Kind.timer, 4)) == ["time", "content"])
    #expect(one.differences(from: step(1, 1, World.Kind.disk, 3)) == ["place", "kind"])
    #expect(one.text(modules: 4) == "module 2's timer 'block' runs out")
    #expect(one.text(modules: 1) == "writer 1's timer 0 runs out")
  }
}
