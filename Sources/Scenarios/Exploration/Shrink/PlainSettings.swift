import SimKernel
import Vocabulary

/// The plainest values of what a swarm varies: the format's defaults where there are some.
enum PlainSettings {
  typealias Edit = (inout Scenario) -> Void

  static func edits(of scenario: Scenario) -> [Edit] {
    var edits: [Edit] = [
      { $0.exploration.order = nil },
      { $0.exploration.jitter = .zero },
      { $0.hosts.clockOffset = .constant(0) },
      { $0.hosts.clockDriftPartsPerBillion = 0 },
      { $0.network.latency = .constant(.microseconds(200)) },
      {
        $0.network.bandwidth = Bandwidth(bitsPerSecond: 1_000_000_000)
        $0.network.buffer = ByteCount(256_000_000)
      },
      { $0.network.mtu = nil },
    ]
    switch scenario.system {
    case .crb:
      edits += [
        { $0.workload.writers = 1 },
        { $0.workload.configuration = ByteCount(400) },
        { $0.workload.transactions = .precomputed },
        { $0.workload.recipient = .public },
        { $0.workload.to = .any },
      ]
      edits += rates(scenario.workload.rate).map { rate in { $0.workload.rate = rate } }
    case .nfv: break
    case .sfc: return edits + chains
    }
    edits += [
      chain { $0.blockMaximum = ByteCount(16_000_000) },
      chain { $0.blockInterval = .milliseconds(200) },
      chain { $0.pendingTransactions = 100_000 },
      chain { $0.pendingBytes = ByteCount(64_000_000) },
      chain { $0.signature = .rsa2048PSS },
    ]
    // A load that goes with its timeout need not go with another.
    if scenario.load == nil { edits.append(chain { $0.viewChangeTimeout = .seconds(2) }) }
    return edits
  }

  private static var chains: [Edit] {
    [
      sfc { $0.protection = .none },
      sfc { $0.detection = nil },
      sfc { $0.keys = SFCSpec.Keys(change: nil, expire: nil, method: .replace) },
      sfc { $0.keys.expire = nil },
      sfc { $0.keys.method = .replace },
      sfc { $0.way = .direct },
      sfc { $0.insideLatency = .microseconds(20) },
      sfc { $0.control = .static },
      sfc { spec in for place in spec.functions.indices { spec.functions[place].denies = [] } },
      sfc { spec in for place in spec.chains.indices { spec.chains[place].isEncrypted = false } },
      sfc { spec in for place in spec.traffic.indices { spec.traffic[place].kind = spec.traffic[place].kind.plain } },
    ]
  }

  private static func sfc(_ change: @escaping (inout SFCSpec) -> Void) -> Edit {
    { scenario in
      guard case .sfc(var sfc) = scenario.system else { return }
      change(&sfc)
      scenario.system = .sfc(sfc)
    }
  }

  /// Plainer forms of load, and half of the load.
  private static func rates(_ rate: WorkloadSpec.Rate) -> [WorkloadSpec.Rate] {
    switch rate {
    case .saturating, .closedLoop, .batch: return [.constant(perSecond: 5), .constant(perSecond: 20)]
    case .poisson(let perSecond): return [.constant(perSecond: perSecond)]
    case .constant(let perSecond):
      guard perSecond > 1 else { return [] }
      return [.constant(perSecond: 1), .constant(perSecond: max(1, (perSecond / 2).rounded()))]
    }
  }

  private static func chain(_ change: @escaping (inout CRBSpec) -> Void) -> Edit {
    { scenario in
      switch scenario.system {
      case .crb(var crb):
        change(&crb)
        scenario.system = .crb(crb)
      case .nfv(var nfv):
        change(&nfv.crb)
        change(&nfv.smb)
        scenario.system = .nfv(nfv)
      case .sfc: break
      }
    }
  }
}

extension SFCSpec.Traffic.Kind {
  /// Few packets of a usual size.
  fileprivate var plain: SFCSpec.Traffic.Kind {
    switch self {
    case .constant: .constant(perSecond: 10, size: ByteCount(512))
    case .tcp: .tcp(window: ByteCount(8_000))
    case .ping: .ping(every: .milliseconds(500), size: ByteCount(84))
    }
  }
}
