import Protocols
import Vocabulary

/// How the chains of one copy lead at one time: where every function stands, and which path each chain takes.
struct SFCPlan: Hashable {
  /// A function at one of its sites, or its duplicate.
  struct Variant: Hashable {
    var function: Int
    var isStandby: Bool
    var site: Int
  }

  /// Where a function is, and where the encryption functions beside it are: the same site, if all is well.
  struct Stand: Hashable {
    var function: Int
    /// In front of it, where packets arrive.
    var decrypting: Int
    /// Behind it.
    var encrypting: Int

    init(_ site: Int) { (function, decrypting, encrypting) = (site, site, site) }
  }

  /// One end of an encrypted link: an encryption function in front of, or behind, a stop of a chain.
  struct Slot: Hashable {
    var chain: Int
    /// The function; nil: a classifier.
    var stop: Int?
    /// Which visit to it on the path, from 0; of classifiers 0 for the client's, 1 for the server's.
    var visit: Int
    /// Whether it encrypts what leaves the stop.
    var encrypts: Bool
    var isStandby: Bool
    var site: Int
  }

  struct Link: Hashable {
    var from: Slot
    var to: Slot
  }

  /// A chain's way from the client's classifier to the server's.
  struct Hop: Hashable {
    var from: Int
    var to: Int
    /// Nil: in the clear.
    var link: Link?
  }

  /// By chain: functions over all rounds.
  var paths: [[Int]]
  /// By function.
  var stands: [Stand]
  /// Whether the functions that have a duplicate are replaced by it.
  var isFailedOver: Bool

  init(_ spec: SFCSpec) {
    paths = spec.chains.map { chain in (0..<spec.rounds).flatMap { _ in chain.path } }
    stands = spec.functions.map { Stand($0.site) }
    isFailedOver = false
  }

  func variant(_ function: Int, _ spec: SFCSpec) -> Variant {
    guard isFailedOver, let standby = spec.functions[function].standby else {
      return Variant(function: function, isStandby: false, site: stands[function].function)
    }
    return Variant(function: function, isStandby: true, site: standby)
  }

  /// Where an encryption function beside a variant stands.
  private func encryptionSite(_ variant: Variant, _ which: KeyPath<Stand, Int>) -> Int {
    variant.isStandby ? variant.site : stands[variant.function][keyPath: which]
  }

  /// What becomes of the plan.
  func after(_ operation: SFCSpec.Operation) -> SFCPlan {
    var plan = self
    switch operation.kind {
    case .provision(_, let chain, let path): plan.paths[chain] = path
    case .migrate(let function, let site, .both): plan.stands[function] = Stand(site)
    case .migrate(let function, let site, .function): plan.stands[function].function = site
    case .migrate(let function, let site, .encryption):
      plan.stands[function].decrypting = site
      plan.stands[function].encrypting = site
    case .migrate(let function, let site, .encrypting): plan.stands[function].encrypting = site
    }
    return plan
  }

  /// Whether encryption functions are beside the functions that they serve; nothing else is ever in force.
  var isSound: Bool { stands.allSatisfy { $0 == Stand($0.function) } }

  func hops(of chain: Int, _ spec: SFCSpec) -> [Hop] {
    let path = paths[chain]
    let variants = path.map { variant($0, spec) }
    let sites = [spec.client] + variants.map(\.site) + [spec.server]
    let encrypting = [spec.client] + variants.map { encryptionSite($0, \.encrypting) } + [spec.server]
    let decrypting = [spec.client] + variants.map { encryptionSite($0, \.decrypting) } + [spec.server]
    return (0...path.count).map { hop in
      let (from, to) = (sites[hop], sites[hop + 1])
      let isBetween = hop > 0 && hop < path.count
      guard spec.chains[chain].isEncrypted, isBetween || from != to else { return Hop(from: from, to: to, link: nil) }
      let meetsStandby = [hop - 1, hop].contains { variants.indices.contains($0) && variants[$0].isStandby }
      func slot(_ place: Int, encrypts: Bool, site: Int) -> Slot {
        let isOwn = variants.indices.contains(place) && variants[place].isStandby
        let isFunction = path.indices.contains(place)
        return Slot(
          chain: chain, stop: isFunction ? path[place] : nil,
          visit: isFunction ? path[..<place].count { $0 == path[place] } : place < 0 ? 0 : 1, encrypts: encrypts,
          // The partner at a stop that stays is used again, unless it has a duplicate, too.
          isStandby: isOwn || meetsStandby && spec.protection == .duplicate, site: site)
      }
      let link = Link(
        from: slot(hop - 1, encrypts: true, site: encrypting[hop]),
        to: slot(hop, encrypts: false, site: decrypting[hop + 1]))
      return Hop(from: from, to: to, link: link)
    }
  }

  /// Every encrypted link, chain by chain.
  func links(_ spec: SFCSpec) -> [Link] {
    spec.chains.indices.flatMap { hops(of: $0, spec).compactMap(\.link) }
  }
}

extension SFCSpec {
  /// Service and encryption functions on the longest way of a packet at the start.
  var hops: Int? {
    let plan = SFCPlan(self)
    return chains.indices.map { plan.paths[$0].count + 2 * plan.hops(of: $0, self).count { $0.link != nil } }.max()
  }

  /// Gives each chain so many functions of its path, gone through again and again, that with the encryption functions on
  /// its way they are no more than `hops`; one at least.
  mutating func fillPaths(to hops: Int) {
    for chain in chains.indices {
      let path = chains[chain].path
      func isTooLong(_ count: Int) -> Bool {
        chains[chain].path = (0..<count).map { path[$0 % path.count] }
        let links = SFCPlan(self).hops(of: chain, self).count { $0.link != nil }
        return count + 2 * links > hops
      }
      let length = (2...max(2, hops)).first(where: isTooLong) ?? hops + 1
      chains[chain].path = (0..<max(1, length - 1)).map { path[$0 % path.count] }
    }
  }

  /// The plan at the start, and what each operation asks for. Those that the policy forbids leave nothing behind.
  var plans: [SFCPlan] {
    var plan = SFCPlan(self)
    return [plan]
      + operations.map { operation in
        let next = plan.after(operation)
        if next.isSound { plan = next }
        return next
      }
  }

  /// Where the last plan leads when functions with a duplicate fail; nil where none has one.
  var failedOver: SFCPlan? {
    guard hasStandby, var plan = plans.last(where: \.isSound) else { return nil }
    plan.isFailedOver = true
    return plan
  }

  /// Every function, duplicate and place to move to that there is room for.
  var variants: [SFCPlan.Variant] {
    let standbys = functions.indices.compactMap { function in
      functions[function].standby.map { SFCPlan.Variant(function: function, isStandby: true, site: $0) }
    }
    var variants = functions.indices.map { SFCPlan.Variant(function: $0, isStandby: false, site: functions[$0].site) }
    variants += standbys
    for plan in plans {
      for function in functions.indices {
        let variant = plan.variant(function, self)
        if !variants.contains(variant) { variants.append(variant) }
      }
    }
    return variants
  }

  /// Every encryption function of one copy that any plan needs, in the order of their first use.
  var slots: [SFCPlan.Slot] {
    var seen: Set<SFCPlan.Slot> = []
    var slots: [SFCPlan.Slot] = []
    for plan in plans + [failedOver].compactMap({ $0 }) {
      for link in plan.links(self) {
        for slot in [link.from, link.to] where seen.insert(slot).inserted { slots.append(slot) }
      }
    }
    return slots
  }
}
