import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Runs of a CRB world")
struct CRBRunTests {
  @Test("the same scenario and seed give the same run; another seed gives another")
  func determinism() throws {
    let scenario = CRBFixture.scenario(rate: .poisson(perSecond: 80))
    let (first, again) = (try CRBFixture.run(scenario), try CRBFixture.run(scenario))
    let other = try CRBFixture.run(scenario, seed: 2)
    #expect(first.fingerprint == again.fingerprint && first.values == again.values && first.events == again.events)
    #expect(first.fingerprint != other.fingerprint)
  }

  @Test("remembering verifications changes no event")
  func memo() throws {
    var options = RunOptions()
    options.remembersVerifications = false
    let scenario = CRBFixture.scenario()
    let (with, without) = (try CRBFixture.run(scenario), try CRBFixture.run(scenario, options: options))
    #expect(with.fingerprint == without.fingerprint && with.values == without.values)
  }

  @Test("keeping disks changes no event")
  func disks() throws {
    var options = RunOptions()
    options.diskDirectory = FormatFixture.temporaryFolder("crb-run-disks")
    let scenario = CRBFixture.scenario()
    #expect(try CRBFixture.run(scenario, options: options).fingerprint == CRBFixture.run(scenario).fingerprint)
  }

  @Test(
    "real and modelled cryptography: the same event times, sizes and decisions",
    arguments: SignatureSuite.allCases, [WorkloadSpec.Recipient.public, .encrypted])
  func crypto(suite: SignatureSuite, recipient: WorkloadSpec.Recipient) throws {
    guard recipient == .public || suite.supportsSealing else { return }
    var options = RunOptions()
    options.ignoresContents = true
    let outcomes = try CryptoMode.allCases.map { mode in
      let scenario = CRBFixture.scenario(signature: suite, crypto: mode, rate: .poisson(perSecond: 40))
        .with { $0.workload.recipient = recipient }
      return try CRBFixture.run(scenario, options: options)
    }
    #expect(outcomes[0].fingerprint == outcomes[1].fingerprint)
    #expect(outcomes[0].values == outcomes[1].values)
    #expect(outcomes[0].events == outcomes[1].events)
    #expect(outcomes[0].values["blocks"]! > 10)
  }

  @Test("messages of a decision, as measured: 24 at n = 4, 480 at n = 16", arguments: [(4, 24), (16, 480)])
  func messages(modules: Int, expected: Int) throws {
    // One transaction a block, and blocks well inside the window.
    let scenario = CRBFixture.scenario(modules: modules, rate: .batch(transactions: 1, every: .milliseconds(500)))
      .with { $0.duration = DurationSpec(warmUp: .milliseconds(250), measure: .seconds(5)) }
    let values = try CRBFixture.run(scenario).values
    #expect(values["blocks"] == 10)
    let sum = ["pre-prepare", "prepare", "commit"].reduce(0) { $0 + values["messages-\($1)"]! }
    #expect(sum == Double(expected))
  }

  @Test("latency is in true time, whatever the clocks show")
  func clocks() throws {
    func mean(offset: Distribution, drift: Int64) throws -> Double {
      let scenario = CRBFixture.scenario().with {
        $0.hosts.clockOffset = offset
        $0.hosts.clockDriftPartsPerBillion = drift
      }
      let outcome = try CRBFixture.run(scenario)
      #expect(outcome.violations == [])
      return try #require(outcome.values["latency-mean"])
    }
    let right = try mean(offset: .constant(0), drift: 0)
    let ahead = try mean(offset: .constant(3_600e9), drift: 0)
    let behind = try mean(offset: .uniform(low: -400e6, high: 400e6), drift: 50_000)
    #expect(abs(right - ahead) < right / 10)
    #expect(abs(right - behind) < right / 5)
  }

  @Test("a slower machine, a slower disk and a slower network each make blocks slower")
  func slower() throws {
    let base = CRBFixture.scenario()
    let delay = try #require(try CRBFixture.run(base).values["consensus-delay"])
    var slow = CRBFixture.profile
    slow.prices = slow.prices.mapValues { $0 * 3 }
    let slowProcessor = try SystemRun.run(base, profile: slow, seed: 1, options: RunOptions()).values["consensus-delay"]
    slow = CRBFixture.profile
    slow.disk.sync = .milliseconds(5)
    let slowDisk = try SystemRun.run(base, profile: slow, seed: 1, options: RunOptions()).values["consensus-delay"]
    let far = try CRBFixture.run(base.with { $0.network.latency = .constant(5e6) }).values["consensus-delay"]
    // Three syncs follow each other at the primary: pre-prepare, commit, block.
    #expect(try #require(slowDisk) - delay > 0.0125)
    // Three messages follow each other: pre-prepare, prepare, commit.
    #expect(try #require(far) - delay > 0.0135)
    #expect(try #require(slowProcessor) > delay * 1.5)
  }
}
