import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Coverage of a run")
struct CoverageRecorderTests {
  private func coverage(_ faults: [Fault], seconds: Int64 = 12) throws -> Coverage {
    let scenario = CRBFixture.scenario(rate: .poisson(perSecond: 20)).with {
      $0.faults = FaultPlan(faults)
      $0.workload.to = .any
      $0.duration = DurationSpec(warmUp: .seconds(1), measure: .seconds(seconds - 1))
    }.crb { $0.viewChangeTimeout = .seconds(1) }
    return try #require(try CRBFixture.run(scenario).coverage)
  }

  @Test("a run without faults reaches no cell and no mark")
  func calm() throws {
    #expect(try coverage([], seconds: 3) == Coverage())
  }

  @Test(
    "a crash counts in the phase in which it finds its module",
    arguments: [
      (Fault.Milestone.proposed, ModulePhase.proposed), (.prePrepared, .prePrepared), (.prepared, .prepared),
      (.committed, .committed),
    ])
  func phases(milestone: Fault.Milestone, phase: ModulePhase) throws {
    let crash = Fault.Kind.outage(.crash([0], restartAfter: .seconds(4)))
    let found = try coverage([Fault(crash, at: .seconds(3), upon: milestone)])
    #expect(found.kinds == ["crash"])
    #expect(found.count("crash", in: phase) == 1)
    #expect(found.count(.restarted) == 1)
    #expect(found.count(.newView) >= 3, "the others get on without the primary")
  }

  @Test("a module that was cut off marks the way in which it catches up")
  func catchingUp() throws {
    let found = try coverage([
      Fault(.network(.partition([[3], [0, 1, 2]])), at: .seconds(2), lasts: .seconds(4))
    ])
    #expect(found.kinds == ["partition"])
    #expect(ModulePhase.allCases.reduce(0) { $0 + found.count("partition", in: $1) } > 10)
    #expect(found.count(.served) > 0 && found.count(.fetched) > 0)
    #expect(found.count(.restarted) == 0)
  }

  @Test("packets that are changed mark what refuses them")
  func corruption() throws {
    let found = try coverage([Fault(.network(.corrupt(.share(0.05))), at: .seconds(1), lasts: .seconds(8))])
    #expect(found.count("corrupt", in: .idle) > 0)
    #expect(found.count(.rejectedSignature) > 0)
  }

  @Test("a disk fault counts at the module whose disk it is")
  func disks() throws {
    let slow = Fault.Kind.disk(.slow(.constant(50e6)))
    let found = try coverage([Fault(slow, at: .seconds(1), lasts: .seconds(5), on: [2])])
    #expect(found.count("slow-disk", in: .prePrepared) > 0)
    #expect(found.count("slow-disk", in: .proposed) == 0, "module 2 never leads")
  }

  @Test("coverage observes only: a run is the same with any marks on the way")
  func fingerprint() throws {
    let crash = Fault(.outage(.crash([0], restartAfter: .seconds(2))), at: .seconds(2))
    let scenario = CRBFixture.scenario().with { $0.faults = FaultPlan([crash]) }
    #expect(try CRBFixture.run(scenario).fingerprint == CRBFixture.run(scenario).fingerprint)
    #expect(try CRBFixture.run(scenario).coverage == CRBFixture.run(scenario).coverage)
  }
}
