import Protocols
import SimKernel
import Vocabulary

@testable import Scenarios

/// A small CRB world, to be varied.
enum CRBFixture {
  /// Fifty transactions a second at four modules for two seconds, on hosts that take their time.
  static func scenario(
    modules: Int = 4, signature: SignatureSuite = .ed25519, crypto: CryptoMode = .modelled,
    rate: WorkloadSpec.Rate = .constant(perSecond: 50)
  ) -> Scenario {
    Scenario(
      seed: 1,
      system: .crb(
        CRBSpec(
          modules: modules, consensus: .pbft, signature: signature, crypto: crypto, blockMaximum: ByteCount(100_000),
          blockInterval: .milliseconds(50), pendingTransactions: 500, pendingBytes: ByteCount(1_000_000),
          viewChangeTimeout: .seconds(5), tolerates: nil)),
      hosts: HostsSpec(
        profile: "test", cores: nil, pageCache: nil, clockOffset: .constant(0), clockDriftPartsPerBillion: 0),
      network: NetworkSpec(
        latency: .uniform(low: 100_000, high: 300_000), bandwidth: Bandwidth(bitsPerSecond: 1_000_000_000),
        buffer: ByteCount(1_000_000), mtu: ByteCount(1_500)),
      workload: WorkloadSpec(
        writers: 1, transactions: .precomputed, recipient: .public, configuration: ByteCount(200), rate: rate,
        to: .primary),
      duration: DurationSpec(warmUp: .milliseconds(500), measure: .seconds(2)))
  }

  /// A machine with round prices: signing 1 ms, verifying 100 us.
  static let profile: CostProfile = {
    let microsecond: Int64 = 1_000_000
    var prices: [String: Int64] = [:]
    for suite in SignatureSuite.allCases {
      for operation in Meter.Operation.allCases {
        let price: Int64 =
          switch operation {
          case .sign, .open, .generateKey: 1_000 * microsecond
          case .verify, .seal: 100 * microsecond
          case .message, .transaction, .index, .query, .packet, .associate, .authenticate: 10 * microsecond
          case .hashByte, .codecByte, .cipherByte, .messageByte, .packetByte: 5_000
          }
        prices[PriceName.of(operation, suite: suite)] = price
      }
    }
    return CostProfile(
      name: "test", title: "round prices", path: "", text: "", cores: 2,
      disk: DiskCosts(
        sector: ByteCount(4_096), seek: .microseconds(100), transferRate: Bandwidth(bitsPerSecond: 1_000_000_000),
        sync: .microseconds(500), cache: ByteCount(1_000_000)),
      numbers: [], prices: prices)
  }()

  static func run(
    _ scenario: Scenario, seed: UInt64 = 1, options: RunOptions = RunOptions()
  ) throws -> RunOutcome {
    try SystemRun.run(scenario, profile: profile, seed: seed, options: options)
  }
}

extension Scenario {
  /// With the CRB's part changed.
  func crb(_ change: (inout CRBSpec) -> Void) -> Scenario {
    guard case .crb(var spec) = system else { return self }
    change(&spec)
    var scenario = self
    scenario.system = .crb(spec)
    return scenario
  }

  func with(_ change: (inout Scenario) -> Void) -> Scenario {
    var scenario = self
    change(&scenario)
    return scenario
  }
}
