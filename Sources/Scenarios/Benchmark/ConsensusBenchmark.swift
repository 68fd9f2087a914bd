import Protocols
import SimKernel
import Vocabulary

/// Wall time per consensus decision: one request a block over links of 250 ms +- 50 ms without bandwidth limit, on
/// hosts whose work is free, through the production kernel, host, codecs and replica.
public struct ConsensusBenchmark {
  /// What is compared.
  public enum Variant: String, CaseIterable, Sendable {
    case modelled
    case realEd25519 = "ed25519"
    /// Modelled, every repeated verification done again.
    case withoutMemo = "modelled-without-memo"
  }

  public struct Result: Sendable {
    public var replicas: Int
    public var variant: Variant
    public var decisions: Int
    /// Wall milliseconds a decision, median of the parts that the run is cut into.
    public var millisecondsPerDecision: Double
    /// Consensus messages a decision.
    public var messagesPerDecision: Double
  }

  /// Seconds from any fixed point.
  let clock: () -> Double

  public init(clock: @escaping () -> Double) { self.clock = clock }

  /// Runs `parts` parts of `decisionsPerPart` decisions after one part to warm up.
  public func measure(_ replicas: Int, _ variant: Variant, decisionsPerPart: Int, parts: Int = 5) -> Result {
    let crb = Self.world(replicas, variant)
    crb.world.start()
    run(crb, decisions: decisionsPerPart)
    let sentBefore = Self.messages(crb)
    var times: [Double] = []
    for _ in 0..<parts {
      let start = clock()
      run(crb, decisions: decisionsPerPart)
      times.append((clock() - start) * 1_000 / Double(decisionsPerPart))
    }
    let violations = crb.violations()
    precondition(violations.isEmpty, "consensus benchmark: \(violations)")
    let decisions = decisionsPerPart * parts
    return Result(
      replicas: replicas, variant: variant, decisions: decisions,
      millisecondsPerDecision: times.sorted()[parts / 2],
      messagesPerDecision: Double(Self.messages(crb) - sentBefore) / Double(decisions))
  }

  /// Wall milliseconds a decision in each of `parts` parts of one long run: flat unless something grows.
  public func growth(_ replicas: Int, decisionsPerPart: Int, parts: Int) -> [Double] {
    let crb = Self.world(replicas, .modelled)
    crb.world.start()
    return (0..<parts).map { _ in
      let start = clock()
      run(crb, decisions: decisionsPerPart)
      return (clock() - start) * 1_000 / Double(decisionsPerPart)
    }
  }

  /// Each decision takes one period: a request is sent every `period`, and is decided well before the next.
  private static let period = TimeSpan.seconds(4)

  private func run(_ crb: CRBWorld, decisions: Int) {
    let before = crb.module(0).replica.ledger.height
    crb.world.run(until: crb.world.simulator.now + Self.period * Int64(decisions))
    let decided = crb.module(0).replica.ledger.height - before
    precondition(decided == decisions, "\(decided) decisions in \(decisions) periods")
  }

  private static func messages(_ crb: CRBWorld) -> Int64 {
    [.prePrepare, .prepare, .commit].reduce(0) { $0 + crb.traffic.messages($1) }
  }

  static func world(_ replicas: Int, _ variant: Variant) -> CRBWorld {
    let (suite, mode): (SignatureSuite, CryptoMode) =
      switch variant {
      case .modelled, .withoutMemo: (.rsa2048PSS, .modelled)
      case .realEd25519: (.ed25519, .real)
      }
    let scenario = Scenario(
      seed: 1,
      system: .crb(
        CRBSpec(
          modules: replicas, consensus: .pbft, signature: suite, crypto: mode, blockMaximum: ByteCount(1_000_000),
          blockInterval: .milliseconds(100), pendingTransactions: 1_000, pendingBytes: ByteCount(1_000_000),
          viewChangeTimeout: .seconds(60), tolerates: nil)),
      hosts: HostsSpec(
        profile: "free", cores: nil, pageCache: nil, clockOffset: .constant(0), clockDriftPartsPerBillion: 0),
      network: NetworkSpec(
        latency: .normal(mean: 250e6, deviation: 50e6), bandwidth: .unlimited, buffer: ByteCount(1 << 40),
        mtu: ByteCount(1_500)),
      workload: WorkloadSpec(
        writers: 1, transactions: .precomputed, recipient: .public, configuration: ByteCount(400),
        rate: .batch(transactions: 1, every: period), to: .primary),
      duration: DurationSpec(warmUp: .zero, measure: .seconds(1_000_000_000)))
    var options = RunOptions()
    options.remembersVerifications = variant != .withoutMemo
    return CRBWorld(scenario, profile: .free, seed: 1, options: options, trace: .off)
  }
}

extension CostProfile {
  /// Every operation and the disk take no time: what is left is the protocol itself.
  static let free = CostProfile(
    name: "free", title: "no operation takes time", path: "", text: "", cores: 1,
    disk: DiskCosts(
      sector: ByteCount(4_096), seek: .zero, transferRate: .unlimited, sync: .zero, cache: ByteCount(0)),
    numbers: [], prices: [:])
}
