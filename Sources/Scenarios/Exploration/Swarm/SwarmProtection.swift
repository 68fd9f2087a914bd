import Protocols
import SimKernel
import Vocabulary

/// Varies how service function chains guard their headers, and how they notice that elements are lost, with cryptography of either kind. It draws from a stream of its
/// own, so that it shifts no other draw.
struct SwarmProtection {
  var dice: Dice

  init(_ dice: Dice) { self.dice = dice }

  /// After all other settings.
  mutating func vary(_ scenario: inout Scenario) {
    guard case .sfc(var sfc) = scenario.system else { return }
    if !keeps() { sfc.integrity = dice.pick([.none, .hmac]) }
    switch sfc.integrity {
    case .none: sfc.removeIdleKeys()
    case .hmac:
      if !keeps() { sfc.timestampTolerance = dice.span(.seconds(2)...(.seconds(16))) }
      bring(&scenario.hosts.clockOffset, within: sfc.timestampTolerance - ChainClocks.transit)
    }
    if let detection = sfc.detection, !keeps() { sfc.detection = vary(detection) }
    if !keeps() { sfc.crypto = dice.pick([.real, .modelled]) }
    slowKeys(&sfc, scenario.network)
    slowTraffic(&sfc, scenario.network)
    scenario.system = .sfc(sfc)
  }

  private mutating func keeps() -> Bool { dice.chance(1, in: 2) }

  /// Clocks further apart stop every chain for good: then only what must never happen is judged. Three times of four they are nearer.
  private mutating func bring(_ offset: inout Distribution, within span: TimeSpan) {
    let most = Double(span.nanoseconds) / 4
    guard case .uniform(_, let width) = offset, width > most, dice.chance(3, in: 4) else { return }
    let nearer = Double(dice.span(.milliseconds(1)...TimeSpan(nanoseconds: Int64(most))).nanoseconds)
    offset = .uniform(low: -nearer, high: nearer)
  }

  /// All new keys go out at once. What a link's buffer does not hold is lost, and sent again after 0.5 s, then after twice as long
  /// each time; and a key goes to those who verify before those who protect. Keys that change sooner than all have arrived are late
  /// for ever.
  private func slowKeys(_ sfc: inout SFCSpec, _ network: NetworkSpec) {
    guard let change = sfc.keys.change, let buffer = network.buffer, !network.bandwidth.isUnlimited else { return }
    var wait = ControlEndpoint.Patience().retry
    var least = TimeSpan.zero
    var waiting = sfc.mostBytesOfKeys - buffer.bytes
    while waiting > 0, least < .seconds(10) {
      least += wait
      wait = wait * 2
      waiting -= buffer.bytes
    }
    let rounds = least * 2
    guard change < rounds else { return }
    sfc.keys.change = rounds
    sfc.keys.expire = sfc.keys.expire.map { $0 + (rounds - change) * 2 }
  }

  /// Of more than links carry, queues are all that is left: headers grow older in them than the tolerance, and on a long way
  /// nothing gets through. Datagrams and echoes take half of the busiest link at most; streams adapt themselves to the rest.
  private func slowTraffic(_ sfc: inout SFCSpec, _ network: NetworkSpec) {
    guard !network.bandwidth.isUnlimited else { return }
    let excess = 2 * sfc.mostBitsPerSecond / Double(network.bandwidth.bitsPerSecond)
    guard excess > 1 else { return }
    for place in sfc.traffic.indices {
      switch sfc.traffic[place].kind {
      case .constant(let rate, let size):
        let slower = (rate / excess * 10).rounded(.down) / 10
        sfc.traffic[place].kind = .constant(perSecond: max(0.1, slower), size: size)
      case .ping(let every, let size):
        let longer = (Double(every.nanoseconds) / 1e6 * excess).rounded(.up)
        sfc.traffic[place].kind = .ping(every: .milliseconds(Int64(longer)), size: size)
      case .tcp: break
      }
    }
  }

  /// By polls, hellos, or both.
  private mutating func vary(_ detection: SFCSpec.Detection) -> SFCSpec.Detection {
    let polls =
      detection.polls ?? SFCSpec.Polls(interval: .seconds(2), timeout: .milliseconds(500), misses: 1)
    let hellos = LivenessSettings(every: dice.span(.milliseconds(100)...(.seconds(2))), multiplier: 2 + dice.below(5))
    switch dice.below(3) {
    case 0: return SFCSpec.Detection(polls: polls, hellos: nil)
    case 1: return SFCSpec.Detection(polls: nil, hellos: hellos)
    default: return SFCSpec.Detection(polls: polls, hellos: hellos)
    }
  }
}

extension SFCSpec {
  /// Of the requests for new keys of all links and headers, roughly: half a dozen elements to a hop take half a kilobyte each.
  fileprivate var mostBytesOfKeys: Int64 {
    let hops = plans.map { plan in plan.paths.map { $0.count + 1 }.reduce(0, +) }.max() ?? 0
    return Int64(2 * copies * hops * 6 * 512)
  }

  /// Of datagrams and echoes, on the link that carries most, roughly: headers of all layers are at most 200 B.
  fileprivate var mostBitsPerSecond: Double {
    let plans = plans + [failedOver].compactMap { $0 }
    return traffic.reduce(0) { sum, flow in
      let uses = chain(of: flow).map { chain in plans.map { $0.mostUses(of: chain) }.max() ?? 1 } ?? 1
      let bytesPerSecond =
        switch flow.kind {
        case .constant(let rate, let size): rate * Double(size.bytes + 200)
        case .ping(let every, let size): (way == .chain ? 2 : 1) / every.seconds * Double(size.bytes + 200)
        case .tcp: 0.0
        }
      return sum + 8 * bytesPerSecond * Double(uses * copies)
    }
  }

  /// Without codes of headers and encrypted chains there is nothing that keys are for.
  mutating func removeIdleKeys() {
    guard integrity == .none, !chains.contains(where: \.isEncrypted) else { return }
    (keys.change, keys.expire) = (nil, nil)
  }
}

extension SFCPlan {
  /// How often a packet of the chain takes the same link in one direction, at most: who has left a site must come back before it
  /// leaves again, but may visit one function many times.
  fileprivate func mostUses(of chain: Int) -> Int {
    let path = paths[chain]
    let visits = Dictionary(path.map { ($0, 1) }, uniquingKeysWith: +).values.max() ?? 0
    return max(path.count / 2 + 1, visits)
  }
}
