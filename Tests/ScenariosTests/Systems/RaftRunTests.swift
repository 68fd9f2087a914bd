import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("A chain that Raft orders, in the simulated world (docs/models/raft.md)")
struct RaftRunTests {
  private func scenario(_ modules: Int, crypto: CryptoMode = .modelled, faults: [Fault] = []) -> Scenario {
    var scenario = CRBFixture.scenario(modules: modules, crypto: crypto)
    guard case .crb(var spec) = scenario.system else { preconditionFailure("a CRB fixture") }
    spec.consensus = .raft
    spec.viewChangeTimeout = .milliseconds(500)
    scenario.system = .crb(spec)
    scenario.workload.to = .any
    scenario.faults = FaultPlan(faults)
    return scenario
  }

  @Test("all that writers send is decided, whatever the number of modules", arguments: [1, 2, 3, 4, 7])
  func decides(modules: Int) throws {
    let outcome = try CRBFixture.run(scenario(modules))
    #expect(outcome.violations == [])
    #expect(outcome.values["write-rate"]! > 45)
    #expect(outcome.values["lag"]! <= 1)
    #expect(outcome.values["consensus-bytes"]! > 0 || modules == 1)
    #expect(outcome.values["byte-rate-pre-prepare"] == nil, "what PBFT sends was not measured")
    #expect(outcome.values["byte-rate-append-entries"] != nil)
  }

  @Test("the same seed gives the same run, and modelled cryptography the same times as real")
  func deterministic() throws {
    var options = RunOptions()
    options.ignoresContents = true
    let first = try CRBFixture.run(scenario(3), options: options)
    #expect(try CRBFixture.run(scenario(3), options: options).fingerprint == first.fingerprint)
    #expect(try CRBFixture.run(scenario(3, crypto: .real), options: options).fingerprint == first.fingerprint)
    #expect(try CRBFixture.run(scenario(3), seed: 2, options: options).fingerprint != first.fingerprint)
  }

  @Test("a minority may crash for good, and the budget says so; nothing is decided without a majority")
  func budget() throws {
    let crash = Fault(.outage(.crash([3, 4], restartAfter: nil)), at: .milliseconds(700))
    let kept = try CRBFixture.run(scenario(5, faults: [crash]))
    #expect(kept.violations == [])
    #expect(kept.budgets?.first?.isKept == true)
    #expect(kept.values["write-rate"]! > 20)
    let crashes = Fault(.outage(.crash([2, 3, 4], restartAfter: nil)), at: .milliseconds(600))
    let beyond = try CRBFixture.run(scenario(5, faults: [crashes]))
    #expect(beyond.violations == [])
    #expect(beyond.budgets?.first?.isKept == false)
    #expect(beyond.values["blocks"]! < 5)
  }

  @Test("a disk that forgets is no crash: with one, safety is not asked for")
  func forgettingDisk() throws {
    let lies = Fault(.disk(.lyingSync(.share(0.5))), at: .milliseconds(600), lasts: nil, on: [1])
    let outcome = try CRBFixture.run(scenario(5, faults: [lies]))
    #expect(outcome.budgets?.first?.isSafe == false)
    #expect(outcome.budgets?.first?.description.contains("safety is not asked for") == true)
  }

  @Test("with as many modules Raft sends less than PBFT for a transaction, and decides sooner")
  func cheaper() throws {
    let raft = try CRBFixture.run(scenario(7))
    var other = CRBFixture.scenario(modules: 7)
    other.workload.to = .any
    let pbft = try CRBFixture.run(other)
    #expect(raft.values["consensus-bytes"]! < pbft.values["consensus-bytes"]! / 2)
    #expect(raft.values["consensus-delay"]! < pbft.values["consensus-delay"]!)
  }
}
