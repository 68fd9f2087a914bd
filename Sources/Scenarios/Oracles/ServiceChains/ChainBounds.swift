import Protocols
import Vocabulary

/// How long a flow may go without a packet that gets through, once everything behaves: docs/models/chain-worlds.md.
struct ChainBounds {
  private let spec: SFCSpec
  private let layout: SFCLayout
  private let plan: FaultPlan
  /// Until the chains are as they should be again.
  private let repair: TimeSpan
  /// From the first fault to the end of the last.
  private let faulty: TimeSpan

  init(_ layout: SFCLayout, plan: FaultPlan, network: NetworkSpec, costs: ForwardingCosts) {
    self.layout = layout
    spec = layout.spec
    self.plan = plan
    let first = plan.faults.map(\.at).min() ?? .zero
    let last = plan.faults.map { fault -> TimeSpan in
      guard case .outage(let outage) = fault.kind, case .crash(_, let back?) = outage else {
        return fault.at + (fault.lasts ?? .zero)
      }
      return fault.at + back
    }.max()
    faulty = (last ?? first) - first
    // Links that deliver twice, one after another, fill all buffers of a way.
    let queues = plan.multiplies ? network.drainage * Int64(spec.mostLinks) : .zero
    let transit = Self.transit + queues
    switch spec.control {
    case .static: repair = transit
    case .live:
      // A request that was made in vain, and the one after it.
      var repair = transit + ControlEndpoint.Patience().limit * 3
      if let change = spec.keys.change { repair += change }
      if let polls = spec.detection?.polls { repair += polls.interval * Int64(polls.misses) + polls.timeout }
      if let hellos = spec.detection?.hellos {
        repair += hellos.detectionTime
        // Without keys nobody is judged, and they may expire while the centre waits for who is lost.
        if spec.integrity == .hmac, spec.keys.expire != nil { repair += ControlEndpoint.Patience().limit }
      }
      let (functions, encryption) = layout.absentAtStart
      repair += costs.instantiateFunction * Int64(functions) + costs.instantiateEncryption * Int64(encryption)
      // Each of a controller's three steps is decided first, the first of them by modules that have waited since the first fault.
      if let ledger = spec.ledger { repair += faulty * 2 + ledger.smb.viewChangeTimeout * 12 }
      self.repair = repair
    }
  }

  /// Packets that wait behind others, or for a slow link.
  private static let transit = TimeSpan.seconds(2)
  /// Most that a sender doubles its timeout to, and its first (RFC 6298, 2).
  private static let longestTimeout = TimeSpan.seconds(60)
  private static let firstTimeout = TimeSpan.seconds(3)

  /// Of an entry of the scenario's traffic; nil where it may stay without for ever.
  func bound(of traffic: Int) -> TimeSpan? {
    let entry = spec.traffic[traffic]
    guard plan.heals, !isTouchedForGood, let chain = spec.chain(of: entry) else { return nil }
    let path = Set(spec.plans.flatMap { $0.paths[chain] })
    guard !path.contains(where: { function in spec.functions[function].denies.contains { $0.takes(entry) } }) else {
      return nil
    }
    if spec.chains[chain].isEncrypted, losesKeys || mayMeetEveryChange(entry) { return nil }
    switch entry.kind {
    case .constant(let perSecond, _): return repair + TimeSpan(nanoseconds: Int64(1e9 / perSecond))
    case .ping(let period, _): return repair + period * 2
    // What it waits for doubles as long as nothing gets through.
    case .tcp: return repair + min(Self.longestTimeout, Self.firstTimeout + faulty + repair)
    }
  }

  /// The longest of those whose source does not wait for anything.
  var ofPackets: TimeSpan {
    spec.traffic.indices.filter { place in
      if case .tcp = spec.traffic[place].kind { false } else { true }
    }.compactMap(bound).max() ?? repair
  }

  /// Something never comes back that nothing takes the place of.
  private var isTouchedForGood: Bool {
    let gone = withoutForgedBlocks.neverReturn(modules: layout.count)
    let canDoWithout = Set(spec.replaceable(layout) + spec.replaceableEncryption(layout))
    return gone.indices.contains { gone[$0] && !canDoWithout.contains($0) }
  }

  /// Modules that only lie about blocks, and are too few to keep them from anybody, hold nothing up.
  private var withoutForgedBlocks: FaultPlan {
    let (others, forging) = plan.faults.reduce(into: ([Fault](), Set<Int>())) { parts, fault in
      guard case .byzantine(let byzantine) = fault.kind, byzantine.behaviour == .forgedBlocks else {
        return parts.0.append(fault)
      }
      parts.1.formUnion(byzantine.modules)
    }
    return forging.count <= spec.ledger?.smb.faultBudget ?? 0 ? FaultPlan(others) : plan
  }

  /// Its packets come as rarely as new keys: each may fall between an old one and its replacement.
  private func mayMeetEveryChange(_ entry: SFCSpec.Traffic) -> Bool {
    guard let change = spec.keys.change, spec.keys.method == .replace else { return false }
    switch entry.kind {
    case .constant(let perSecond, _): return 2e9 / perSecond > Double(change.nanoseconds)
    case .ping(let period, _): return period * 2 > change
    case .tcp: return false
    }
  }

  /// Encryption functions may have lost keys that nobody gives them again.
  private var losesKeys: Bool {
    let encryption = layout.nodes(.encryption)
    switch spec.control {
    case .live: return spec.keys.expire != nil && spec.keys.change == nil
    case .static:
      return plan.faults.contains { fault in
        guard case .outage(.crash(let nodes, _)) = fault.kind else { return false }
        return nodes.contains(where: encryption.contains)
      }
    }
  }
}

extension SFCLayout {
  /// Service and encryption functions that are made later, if at all, of all copies.
  fileprivate var absentAtStart: (functions: Int, encryption: Int) {
    var plans = [SFCPlan(spec)]
    if let failedOver = spec.failedOver, spec.protection != .none { plans.append(failedOver) }
    let functions = Set(plans.flatMap { plan in plan.paths.joined().map { plan.variant($0, spec) } })
    let encryption = Set(plans.flatMap { plan in plan.links(spec).flatMap { [$0.from, $0.to] } })
    return (
      spec.copies * (variants.count - functions.count), spec.copies * (slots.count - encryption.count)
    )
  }
}

extension FaultPlan {
  fileprivate var multiplies: Bool {
    faults.contains { fault in
      guard case .network(.duplicate) = fault.kind else { return false }
      return true
    }
  }
}

extension NetworkSpec {
  /// How long a full buffer takes.
  fileprivate var drainage: TimeSpan {
    guard let buffer, !bandwidth.isUnlimited else { return .zero }
    return bandwidth.serialisation(ofBytes: buffer.bytes)
  }
}

extension SFCSpec {
  /// Links on the way of a packet, there or back, at most: eight from one service function to the next, if all is encrypted.
  fileprivate var mostLinks: Int {
    8 * ((plans.flatMap { plan in plan.paths.map(\.count) }.max() ?? 0) + 1)
  }

  /// The nodes of encryption functions beside those, which are left with them.
  fileprivate func replaceableEncryption(_ layout: SFCLayout) -> [Int] {
    guard !replaceable(layout).isEmpty else { return [] }
    return layout.nodes(.encryption).filter { node in
      let slot = layout.slots[(node - layout.nodes(.encryption).lowerBound) % layout.slots.count]
      return !slot.isStandby && slot.stop.map { functions[$0].standby != nil } == true
    }
  }

  /// The nodes of functions whose duplicate takes over when they are lost.
  func replaceable(_ layout: SFCLayout) -> [Int] {
    guard control == .live, detection != nil else { return [] }
    return layout.nodes(.function).filter { node in
      let variant = layout.variant(node - layout.nodes(.function).lowerBound)
      return !variant.isStandby && functions[variant.function].standby != nil
    }
  }
}
