import Protocols
import Vocabulary

/// How the chains of one copy lead at one time: where every function stands, and which path each chain takes.
struct SFCPlan: Hashable {
  /// A function, or its duplicate at another site.
  struct Variant: Hashable {
    var function: Int
    var isStandby: Bool
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
  /// Whether the functions that have a duplicate are replaced by it.
  var isFailedOver: Bool

  init(_ spec: SFCSpec) {
    paths = spec.chains.map { chain in (0..<spec.rounds).flatMap { _ in chain.path } }
    isFailedOver = false
  }

  func variant(_ function: Int, _ spec: SFCSpec) -> Variant {
    Variant(function: function, isStandby: isFailedOver && spec.functions[function].standby != nil)
  }

  func hops(of chain: Int, _ spec: SFCSpec) -> [Hop] {
    let path = paths[chain]
    let variants = path.map { variant($0, spec) }
    let sites = [spec.client] + variants.map { spec.site(of: $0) } + [spec.server]
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
        from: slot(hop - 1, encrypts: true, site: from), to: slot(hop, encrypts: false, site: to))
      return Hop(from: from, to: to, link: link)
    }
  }

  /// Every encrypted link, chain by chain.
  func links(_ spec: SFCSpec) -> [Link] {
    spec.chains.indices.flatMap { hops(of: $0, spec).compactMap(\.link) }
  }
}

extension SFCSpec {
  func site(of variant: SFCPlan.Variant) -> Int {
    let function = functions[variant.function]
    return variant.isStandby ? function.standby ?? function.site : function.site
  }

  /// The plan at the start, and after each operation.
  var plans: [SFCPlan] {
    var plan = SFCPlan(self)
    return [plan]
      + operations.map { operation in
        plan.paths[operation.chain] = operation.path
        return plan
      }
  }

  /// Where the last plan leads when functions with a duplicate fail; nil where none has one.
  var failedOver: SFCPlan? {
    guard functions.contains(where: { $0.standby != nil }), var plan = plans.last else { return nil }
    plan.isFailedOver = true
    return plan
  }

  /// Every function and duplicate that there is room for.
  var variants: [SFCPlan.Variant] {
    functions.indices.map { SFCPlan.Variant(function: $0, isStandby: false) }
      + functions.indices.filter { functions[$0].standby != nil }.map {
        SFCPlan.Variant(function: $0, isStandby: true)
      }
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
