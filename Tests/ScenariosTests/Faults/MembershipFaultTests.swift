import Protocols
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Membership lists that go wrong")
struct MembershipFaultTests {
  private func run(_ faults: [Fault]) throws -> RunOutcome {
    var scenario = CRBFixture.scenario()
    scenario.faults = FaultPlan(faults)
    return try CRBFixture.run(scenario)
  }

  @Test("a module that finds another list refuses to start, the others go on", arguments: ListDamage.allCases)
  func refused(damage: ListDamage) throws {
    let outcome = try run([Fault(.disk(.membershipList(damage)), at: .zero, on: [2])])
    #expect(outcome.values["halts"] == 1)
    #expect(outcome.violations == [])
    #expect(try #require(outcome.values["blocks"]) > 5)
    let verdict = try #require(outcome.verdict)
    #expect(verdict.hasPrefix("module 2 refused to start: "))
    let reason: MembershipDefect? =
      switch damage {
      case .missing: .missing
      case .torn: .torn
      case .forged: .badSignature
      case .otherFederation: .otherFederation
      case .otherNumber: .otherNumber
      case .rotten: nil
      }
    if let reason { #expect(verdict.hasSuffix(reason.rawValue)) }
  }

  @Test("a module is started, and catches up, when its list is put right")
  func repaired() throws {
    let outcome = try run([
      Fault(.disk(.membershipList(.rotten)), at: .zero, lasts: .milliseconds(800), on: [2])
    ])
    #expect(outcome.values["halts"] == 1)
    #expect(outcome.violations == [])
    #expect(try #require(outcome.values["lag"]) <= 3)
  }

  @Test("a module that runs has read its list: only the next start finds the other one")
  func restarted() throws {
    let spoilt = Fault(
      .disk(.membershipList(.forged)), at: .milliseconds(300), lasts: .milliseconds(900), on: [3])
    #expect(try run([spoilt]).values["halts"] == 0)
    let crash = Fault(.outage(.crash([3], restartAfter: .milliseconds(100))), at: .milliseconds(500))
    let outcome = try run([spoilt, crash])
    #expect(outcome.values["halts"] == 1)
    #expect(outcome.violations == [])
    #expect(try #require(outcome.values["lag"]) <= 3)
  }

  @Test("of two lists the one that was put there last is read, and both must be gone")
  func overlapping() throws {
    let outcome = try run([
      Fault(.disk(.membershipList(.torn)), at: .zero, lasts: .milliseconds(400), on: [1]),
      Fault(.disk(.membershipList(.otherNumber)), at: .zero, lasts: .milliseconds(900), on: [1]),
    ])
    #expect(outcome.values["halts"] == 1)
    #expect(outcome.verdict == "module 1 refused to start: \(MembershipDefect.otherNumber.rawValue)")
    #expect(try #require(outcome.values["lag"]) <= 3)
  }

  @Test("a list that is never put right counts against the fault budget, another does not")
  func budget() {
    let forGood = Fault(.disk(.membershipList(.missing)), at: .zero, on: [2])
    let forAWhile = Fault(.disk(.membershipList(.missing)), at: .zero, lasts: .seconds(1), on: [1])
    let plan = FaultPlan([forGood, forAWhile])
    #expect(plan.neverReturn(modules: 4) == [false, false, true, false])
    #expect(plan.heals)
    #expect(plan.losesDurable(modules: 4) == [false, false, false, false])
  }
}
