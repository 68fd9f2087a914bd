import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("CRB worlds under every load")
struct CRBRobustnessTests {
  static let rates: [WorkloadSpec.Rate] = [
    .saturating(window: 8), .poisson(perSecond: 100), .constant(perSecond: 100),
    .closedLoop(users: 5, think: .milliseconds(20)), .batch(transactions: 7, every: .milliseconds(130)),
  ]

  /// No violation, no measurement that is not a number, and what was written was sent before.
  private func expectSane(_ outcome: RunOutcome, at location: SourceLocation = #_sourceLocation) {
    #expect(outcome.violations == [], sourceLocation: location)
    for (name, value) in outcome.values {
      #expect(value.isFinite && value >= 0, "\(name) is \(value)", sourceLocation: location)
      if name.contains("utilisation") { #expect(value <= 1 + 1e-9, "\(name) is \(value)", sourceLocation: location) }
    }
    #expect(outcome.queues.count == 307, sourceLocation: location)
  }

  @Test("every kind of load, public and encrypted, signed in the run or before", arguments: rates)
  func loads(rate: WorkloadSpec.Rate) throws {
    for (recipient, transactions) in [
      (WorkloadSpec.Recipient.public, WorkloadSpec.Transactions.signed), (.encrypted, .signed),
      (.encrypted, .precomputed),
    ] {
      let scenario = CRBFixture.scenario(signature: .rsa2048PSS, rate: rate).with {
        $0.workload.recipient = recipient
        $0.workload.transactions = transactions
        $0.workload.writers = 2
      }
      let outcome = try CRBFixture.run(scenario)
      expectSane(outcome)
      #expect(outcome.values["write-rate"]! > 20)
    }
  }

  @Test("several writers to any module, wrong clocks", arguments: rates)
  func anyModule(rate: WorkloadSpec.Rate) throws {
    let scenario = CRBFixture.scenario(modules: 7, rate: rate).with {
      $0.workload.writers = 3
      $0.workload.to = .any
      $0.hosts.clockOffset = .normal(mean: 0, deviation: 5e8)
      $0.hosts.clockDriftPartsPerBillion = 200_000
    }
    let outcome = try CRBFixture.run(scenario)
    expectSane(outcome)
    #expect(outcome.values["messages-forward"]! > 0)
    #expect(outcome.values["write-rate"]! > 20)
  }

  @Test("clocks as far off as a heavy tail puts them, and writers slower than time itself")
  func extremes() throws {
    let scenario = CRBFixture.scenario(rate: .constant(perSecond: 1e-10)).with {
      $0.hosts.clockOffset = .pareto(minimum: 1e9, shape: 0.01)
    }
    let outcome = try CRBFixture.run(scenario)
    expectSane(outcome)
    #expect(outcome.values["send-rate"] == 0)
  }

  @Test("buffers that hold a few packets lose some; nothing traps and nothing is split", arguments: rates)
  func smallBuffers(rate: WorkloadSpec.Rate) throws {
    let scenario = CRBFixture.scenario(rate: rate).with {
      $0.network.buffer = ByteCount(3_000)
      $0.network.bandwidth = Bandwidth(bitsPerSecond: 10_000_000)
      $0.workload.writers = 3
    }
    let outcome = try CRBFixture.run(scenario)
    expectSane(outcome)
    let crb = CRBWorld(
      scenario, profile: CRBFixture.profile, seed: 1, options: RunOptions(), trace: .off)
    crb.world.start()
    crb.world.run(until: crb.window.lowerBound)
    let before = Usage(crb.world, modules: crb.chain.nodes).packetsLost
    crb.world.run(until: crb.window.upperBound)
    let lost = Usage(crb.world, modules: crb.chain.nodes).packetsLost
    #expect(lost > 0)
    #expect(outcome.values["packets-lost"] == Double(lost - before))
  }

  @Test("a full pending list refuses, and saturating writers come back", arguments: rates)
  func smallPendingList(rate: WorkloadSpec.Rate) throws {
    let scenario = CRBFixture.scenario(rate: rate).crb { $0.pendingTransactions = 3 }
    let outcome = try CRBFixture.run(scenario)
    expectSane(outcome)
    #expect(outcome.values["pending-transactions-max"]! <= 3)
    #expect(outcome.values["write-rate"]! > 10)
  }

  @Test("blocks that hold one transaction each", arguments: [SignatureSuite.ed25519, .rsa2048PSS])
  func smallBlocks(suite: SignatureSuite) throws {
    // Room for exactly one: RSA 712 and Ed25519 270 bytes and the lengths, in a block of 1,024 and 532 (docs/models/crb.md).
    let scenario = CRBFixture.scenario(signature: suite, rate: .saturating(window: 3))
      .crb { $0.blockMaximum = ByteCount(suite == .ed25519 ? 700 : 1_600) }
    let outcome = try CRBFixture.run(scenario)
    expectSane(outcome)
    #expect(outcome.values["transactions-per-block"] == 1)
    #expect(outcome.values["write-rate"]! > 10)
  }

  @Test("transactions that no block can hold are refused, and nothing is written")
  func tooLarge() throws {
    for (rate, size) in [(Self.rates[0], 100_000), (Self.rates[1], 99_999), (Self.rates[3], 100_000)] {
      let scenario = CRBFixture.scenario(rate: rate).with { $0.workload.configuration = ByteCount(Int64(size)) }
      let outcome = try CRBFixture.run(scenario)
      expectSane(outcome)
      #expect(outcome.values["write-rate"] == 0 && outcome.values["accepted-rate"] == 0)
      #expect(outcome.values["drops-transaction-too-large"]! > 10)
    }
  }

  @Test("one, two and three modules, which tolerate no fault, write as well", arguments: [1, 2, 3])
  func few(modules: Int) throws {
    let outcome = try CRBFixture.run(CRBFixture.scenario(modules: modules))
    expectSane(outcome)
    #expect(abs(outcome.values["write-rate"]! - 50) < 5)
  }
}
