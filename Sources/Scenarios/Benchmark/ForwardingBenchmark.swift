import Protocols
import SimKernel
import Vocabulary

/// Wall time per packet through a chain of three service functions at three sites, from the client's UDP source to the server,
/// through the production kernel, network, processors, hosts, elements and codecs; hosts whose work is free. Nobody judges.
public struct ForwardingBenchmark {
  /// What is compared.
  public enum Variant: String, CaseIterable, Sendable {
    /// Both links between functions encrypted, with real AES-256-GCM.
    case encrypted
    /// The same with keyed digests in its place.
    case modelled
    case plain
  }

  public struct Result: Sendable {
    public var variant: Variant
    /// Packets that arrived, each through all elements.
    public var packets: Int64
    /// Steps of nodes that a packet takes, its source and server among them.
    public var visitsPerPacket: Double
    /// A second of wall time, median of the parts that the run is cut into; the lowest and highest of them.
    public var packetsPerSecond: Double
    public var slowest: Double
    public var fastest: Double
    /// A second of processor time, median: what it would be without other programs.
    public var packetsPerProcessorSecond: Double
    /// Simulated events per packet.
    public var eventsPerPacket: Double
  }

  /// Bytes of each IPv4 packet.
  public static let packetSize = 512
  /// Packets a second of simulated time: on links of 10 Gbit/s, a twentieth of what they carry.
  private static let rate: Int64 = 100_000

  /// Wall time and the process's processor time, in seconds from any fixed points.
  let clocks: () -> (wall: Double, processor: Double)

  public init(clocks: @escaping () -> (wall: Double, processor: Double)) { self.clocks = clocks }

  /// Runs `parts` parts of `packetsPerPart` packets after one part to warm up.
  public func measure(_ variant: Variant, packetsPerPart: Int, parts: Int = 7) -> Result {
    precondition(packetsPerPart > 0 && parts > 0, "\(parts) parts of \(packetsPerPart) packets")
    let sfc = Self.world(variant)
    sfc.world.start()
    let span = PacketRate.perSecond(Self.rate).offset(of: Int64(packetsPerPart))
    // Long enough for the first to arrive: from then on as many arrive as leave.
    sfc.world.run(until: .start + span + .milliseconds(10))
    let before = Self.counts(sfc)
    var rates: [Double] = []
    var processorRates: [Double] = []
    for _ in 0..<parts {
      let arrived = Self.counts(sfc).packets
      let start = clocks()
      sfc.world.run(until: sfc.world.simulator.now + span)
      let end = clocks()
      let packets = Double(Self.counts(sfc).packets - arrived)
      rates.append(packets / (end.wall - start.wall))
      processorRates.append(packets / (end.processor - start.processor))
    }
    let after = Self.counts(sfc)
    let packets = after.packets - before.packets
    precondition(packets == Int64(parts * packetsPerPart), "\(packets) of \(parts * packetsPerPart) packets arrived")
    rates.sort()
    processorRates.sort()
    return Result(
      variant: variant, packets: packets, visitsPerPacket: Double(after.visits - before.visits) / Double(packets),
      packetsPerSecond: rates[parts / 2], slowest: rates[0], fastest: rates[parts - 1],
      packetsPerProcessorSecond: processorRates[parts / 2],
      eventsPerPacket: Double(after.events - before.events) / Double(packets))
  }

  private static func counts(_ sfc: SFCWorld) -> (packets: Int64, visits: Int64, events: UInt64) {
    let arrived = sfc.recorder.byFlow.reduce(0) { $0 + ($1.record?.delivered ?? 0) }
    return (arrived, sfc.world.packetCounters.taken + arrived, UInt64(sfc.world.simulator.handledEvents))
  }

  static func world(_ variant: Variant) -> SFCWorld {
    let functions = [("vcpe", ServiceFunction.Kind.vCPE), ("cache", .cache), ("firewall", .firewall)]
    let spec = SFCSpec(
      sites: ["a", "b", "c"], client: 0, server: 2,
      functions: functions.enumerated().map { site, function in
        SFCSpec.Function(name: function.0, kind: function.1, site: site, standby: nil, denies: [])
      },
      chains: [
        SFCSpec.Chain(
          name: "all", match: SFCSpec.Match(transport: nil, ports: []), path: [0, 1, 2],
          isEncrypted: variant != .plain)
      ],
      rounds: 1, copies: 1, way: .direct, crypto: variant == .modelled ? .modelled : .real,
      control: .static, keys: SFCSpec.Keys(change: nil, expire: nil, method: .replace), protection: .none,
      detection: nil, operations: [],
      traffic: [
        SFCSpec.Traffic(
          kind: .constant(perSecond: Double(rate), size: ByteCount(Int64(packetSize))), port: 5_001, start: .zero,
          lasts: nil)
      ],
      insideLatency: .microseconds(10))
    let scenario = Scenario(
      seed: 1, system: .sfc(spec),
      hosts: HostsSpec(
        profile: "free", cores: nil, pageCache: nil, clockOffset: .constant(0), clockDriftPartsPerBillion: 0),
      network: NetworkSpec(
        latency: .constant(100e3), bandwidth: Bandwidth(bitsPerSecond: 10_000_000_000), buffer: ByteCount(1 << 30),
        mtu: nil),
      workload: WorkloadSpec(
        writers: 0, transactions: .precomputed, recipient: .public, configuration: ByteCount(400),
        rate: .batch(transactions: 1, every: .seconds(1)), to: .primary),
      duration: DurationSpec(warmUp: .zero, measure: .seconds(1_000_000_000)))
    var profile = CostProfile.free
    profile.forwarding = ForwardingCosts(latency: .zero, instantiateFunction: .zero, instantiateEncryption: .zero)
    var options = RunOptions()
    options.isJudged = false
    return SFCWorld(scenario, profile: profile, seed: 1, options: options, trace: .off)
  }
}
