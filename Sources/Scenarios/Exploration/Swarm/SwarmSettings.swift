import SimKernel
import Vocabulary

/// Varies what a scenario says about load, blocks, network and clocks; half of the time each part stays as it is.
struct SwarmSettings {
  var dice: Dice

  init(_ dice: Dice) { self.dice = dice }

  mutating func vary(_ scenario: inout Scenario) {
    let plain = scenario
    network(&scenario.network, carries: Self.bandwidths(of: scenario.system))
    clocks(&scenario.hosts)
    switch scenario.system {
    case .crb(var crb):
      workload(&scenario.workload, crb)
      let slowestLink = slowest(scenario.network.latency)
      chain(&crb, slowestLink: slowestLink)
      if let share = scenario.load, case .crb(let usual) = plain.system {
        load(&scenario.workload, like: plain, share: share, bandwidth: scenario.network.bandwidth)
        pace(&crb, like: usual, slowestLink: slowestLink)
      }
      scenario.system = .crb(crb)
    case .nfv(var nfv):
      let slowestLink = slowest(scenario.network.latency)
      chain(&nfv.crb, slowestLink: slowestLink)
      chain(&nfv.smb, slowestLink: slowestLink)
      scenario.system = .nfv(nfv)
    case .sfc(var sfc):
      chains(&sfc)
      scenario.system = .sfc(sfc)
    }
  }

  /// A stream fills what links of service function chains carry, and each of its packets is dozens of events.
  private static func bandwidths(of system: SystemSpec) -> ClosedRange<Int64> {
    switch system {
    case .crb, .nfv: 10_000_000...1_000_000_000
    case .sfc: 500_000...4_000_000
    }
  }

  private mutating func keeps() -> Bool { dice.chance(1, in: 2) }

  private mutating func network(_ network: inout NetworkSpec, carries bandwidths: ClosedRange<Int64>) {
    if !keeps() {
      let mean = Double(dice.span(.microseconds(50)...(.milliseconds(20))).nanoseconds)
      switch dice.below(4) {
      case 0: network.latency = .constant(mean)
      case 1: network.latency = .uniform(low: 0, high: 2 * mean)
      case 2: network.latency = .exponential(mean: mean)
      default: network.latency = .normal(mean: mean, deviation: (mean / 4).rounded())
      }
    }
    if !keeps() {
      network.bandwidth = Bandwidth(bitsPerSecond: dice.number(bandwidths))
      network.buffer = network.buffer ?? ByteCount(256_000_000)
    }
  }

  private mutating func clocks(_ hosts: inout HostsSpec) {
    if !keeps() {
      let width = Double(dice.span(.milliseconds(1)...(.seconds(10))).nanoseconds)
      hosts.clockOffset = .uniform(low: -width, high: width)
    }
    if !keeps() { hosts.clockDriftPartsPerBillion = dice.number(1_000...200_000) }
  }

  private mutating func workload(_ workload: inout WorkloadSpec, _ crb: CRBSpec) {
    if !keeps() || workload.writers == 0 { workload.writers = 1 + dice.below(4) }
    if !keeps() { workload.to = dice.pick([.primary, .any]) }
    if !keeps() {
      let room = min(crb.blockMaximum.bytes, crb.pendingBytes.bytes) - WorldChecks.transactionOverhead
      workload.configuration = ByteCount(dice.number(1...max(1, min(4_000, room))))
    }
    guard !keeps() else { return }
    switch dice.below(4) {
    case 0: workload.rate = .poisson(perSecond: Double(dice.number(1...60)))
    case 1: workload.rate = .constant(perSecond: Double(dice.number(1...60)))
    case 2:
      workload.rate = .closedLoop(
        users: 1 + dice.below(8), think: dice.span(.milliseconds(10)...(.seconds(1))))
    default:
      workload.rate = .batch(
        transactions: 1 + dice.below(20), every: dice.span(.milliseconds(200)...(.seconds(5))))
    }
  }

  /// The timeout stays well above what a round takes on this network: a shorter one is no fault of the protocol.
  private mutating func chain(_ crb: inout CRBSpec, slowestLink: TimeSpan) {
    if !keeps() { crb.blockInterval = dice.span(.milliseconds(10)...(.seconds(1))) }
    if !keeps() {
      crb.viewChangeTimeout =
        dice.span(.milliseconds(500)...(.seconds(4))) + crb.blockInterval * 2 + slowestLink * 20
    }
  }

  /// How keys change, what stands ready, and when operations are; traffic stays well below what links carry.
  private mutating func chains(_ sfc: inout SFCSpec) {
    if sfc.keys.change != nil, !keeps() {
      let change = dice.span(.seconds(1)...(.seconds(10)))
      sfc.keys.change = change
      sfc.keys.expire = dice.chance(1, in: 2) ? change * 2 + dice.span(.milliseconds(1)...(.seconds(10))) : nil
      sfc.keys.method = dice.pick([.replace, .makeBeforeBreak])
    }
    if sfc.control == .live, sfc.functions.contains(where: { $0.standby != nil }), !keeps() {
      sfc.protection = dice.pick([.none, .reuseOuter, .duplicate])
    }
    if !keeps() { sfc.way = dice.pick([.direct, .chain]) }
    if !keeps() { sfc.insideLatency = dice.span(.microseconds(100)...(.milliseconds(5))) }
    for place in sfc.operations.indices where !keeps() {
      if case .provision(_, let chain, let path) = sfc.operations[place].kind {
        sfc.operations[place].kind = .provision(dice.pick([.full, .soft, .rePeering]), chain: chain, path: path)
      }
      sfc.operations[place].at = dice.moment(.zero...max(sfc.operations[place].at, .milliseconds(2)))
    }
    sfc.operations.sort { $0.at < $1.at }
    for place in sfc.traffic.indices where !keeps() { vary(&sfc.traffic[place].kind) }
    sizes(&sfc)
  }

  /// What `hops` and `encryption` vary: functions on a path, and whether links are encrypted.
  private mutating func sizes(_ sfc: inout SFCSpec) {
    // What is forbidden needs its encryption functions.
    guard !sfc.breaksPolicy else { return }
    if !keeps() {
      let isEncrypted = dice.chance(2, in: 3)
      for chain in sfc.chains.indices where !isEncrypted || sfc.canBeEncrypted(chain) {
        sfc.chains[chain].isEncrypted = isEncrypted
      }
    }
    if !keeps() {
      let hops = Int(dice.number(1...16))
      // The path would go from its end to its start again.
      let isOpen = sfc.rounds == 1 && sfc.chains.allSatisfy { !$0.isEncrypted || $0.path.first != $0.path.last }
      var longer = sfc
      if isOpen { longer.fillPaths(to: hops) }
      if longer.isShortEnough { sfc = longer }
    }
    sfc.removeIdleKeys()
  }

  private mutating func vary(_ kind: inout SFCSpec.Traffic.Kind) {
    switch kind {
    case .constant: kind = .constant(perSecond: Double(dice.number(1...30)), size: packetSize())
    case .tcp: kind = .tcp(window: ByteCount(dice.number(2_000...16_000)))
    case .ping: kind = .ping(every: dice.span(.milliseconds(100)...(.seconds(2))), size: packetSize())
    }
  }

  private mutating func packetSize() -> ByteCount { ByteCount(dice.number(64...500)) }

  private func slowest(_ latency: Distribution) -> TimeSpan {
    let mean = latency.mean
    return mean.isFinite ? TimeSpan(nanoseconds: Int64(mean) / 1_000_000 * 2_000_000) : .zero
  }
}

extension SFCSpec {
  /// Whether no link of a chain leads from a function to itself, under any plan.
  fileprivate func canBeEncrypted(_ chain: Int) -> Bool {
    plans.allSatisfy { plan in
      let path = plan.paths[chain]
      return zip(path, path.dropFirst()).allSatisfy { $0 != $1 }
    }
  }

  /// Whether packets live to the end of every chain, under any plan.
  fileprivate var isShortEnough: Bool {
    (plans + [failedOver].compactMap { $0 }).allSatisfy { plan in
      chains.indices.allSatisfy { plan.forwarders(on: $0, self) <= SFCPlan.mostForwarders }
    }
  }
}
