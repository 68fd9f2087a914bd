import Protocols
import Vocabulary

@testable import Scenarios

/// Runs with byzantine modules, some simulated seconds each.
enum ByzantineFixture {
  /// Every behaviour with its parameters.
  static let behaviours: [Misbehaviour] = [
    .silence(to: nil), .silence(to: [1, 2]), .equivocation, .doubleVoting, .forgedCertificates, .staleCertificates,
    .emptyCertificates, .invalidBlocks, .censorship(writer: 0), .delay(by: nil), .amnesia,
    .wrongViews(every: .milliseconds(20)), .viewChangeStorm(every: .milliseconds(50)),
    .replay(every: .milliseconds(10)), .flood(every: .milliseconds(2)), .requestTwice, .watermarkExhaustion,
    .collusion, .mutation(share: 0.3), .falseAnswers, .withholding,
  ]

  static func scenario(_ faults: [Fault], modules: Int = 4, seconds: Int64 = 20, crypto: CryptoMode = .modelled)
    -> Scenario
  {
    CRBFixture.scenario(modules: modules, crypto: crypto, rate: .poisson(perSecond: 20)).with {
      $0.faults = FaultPlan(faults)
      $0.workload.to = .any
      $0.duration = DurationSpec(warmUp: .milliseconds(500), measure: .seconds(seconds))
    }.crb { $0.viewChangeTimeout = .seconds(1) }
  }

  static func fault(
    _ modules: [Int], _ behaviour: Misbehaviour, at: TimeSpan = .seconds(1), lasts: TimeSpan? = nil
  ) -> Fault {
    Fault(.byzantine(ByzantineFault(modules, behaviour)), at: at, lasts: lasts)
  }

  /// A run's world, at its end.
  static func world(_ scenario: Scenario, seed: UInt64 = 1) -> CRBWorld {
    let crb = CRBWorld(scenario, profile: CRBFixture.profile, seed: seed, options: RunOptions(), trace: .off)
    crb.world.start()
    crb.world.run(until: crb.window.upperBound)
    return crb
  }
}
