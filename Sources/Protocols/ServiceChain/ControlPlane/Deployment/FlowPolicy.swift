/// What may stand in the rules of a deployment's elements, whoever wrote them: the controller checks its own, and what
/// somebody hands it (paper, 6.2.2).
public struct FlowPolicy {
  private let deployment: Deployment
  private let sites: [ElementID: Int]
  private let kinds: [ElementID: ElementKind]

  public init(_ deployment: Deployment) {
    self.deployment = deployment
    var sites: [ElementID: Int] = [:]
    var kinds: [ElementID: ElementKind] = [:]
    for site in deployment.sites {
      for (element, kind) in [
        (site.classifier, ElementKind.classifier), (site.inner, .innerForwarder), (site.outer, .outerForwarder),
      ] {
        sites[element] = site.number
        kinds[element] = kind
      }
    }
    for function in deployment.functions {
      sites[function.element] = function.site
      kinds[function.element] = function.kind
    }
    self.sites = sites
    self.kinds = kinds
  }

  /// What the policy forbids about the sets, in their order.
  public func violations(of issued: [IssuedRules]) -> [PolicyViolation] {
    issued.flatMap { set in set.rules.rules.compactMap { violation(of: $0, in: set) } } + loops(in: issued)
  }

  private func violation(of rule: FlowRule, in set: IssuedRules) -> PolicyViolation? {
    guard let site = sites[set.element] else { return .unknownElement(set.element) }
    let path = set.rules.path
    switch rule {
    case .classify, .endOfChain, .deny: return nil
    case .encrypt(_, let from, _, let function):
      guard let there = sites[function] else { return .unknownElement(function) }
      guard there == site else { return .separated(function, from: from) }
      return kinds[function] == .encryptionFunction ? nil : .wrongKind(function)
    case .forward(let index, let from, let to):
      guard let there = sites[to] else { return .unknownElement(to) }
      guard let here = sites[from] else { return .unknownElement(from) }
      if kinds[from] == .encryptionFunction, here != site { return .separated(from, from: set.element) }
      guard there != site || (kinds[set.element] == .innerForwarder && kinds[to] == .outerForwarder) else { return nil }
      return mayLeave(path, index) ? nil : .leavesUnencrypted(path, at: set.element)
    case .forwardEncrypted(_, let index, _, let to):
      guard let there = sites[to] else { return .unknownElement(to) }
      guard index == ServiceIndex.toEncrypt else { return nil }
      return there == site ? nil : .leavesUnencrypted(path, at: set.element)
    }
  }

  /// Whether packets of the path may leave the compute node unencrypted on the hop with this index.
  private func mayLeave(_ path: ServicePathID, _ index: UInt8) -> Bool {
    guard let chain = deployment.chains.first(where: { $0.path == path }) else { return true }
    guard !chain.isEncrypted else { return false }
    return !chain.links.contains { chain.index(ofHop: $0.hop) == index }
  }

  // MARK: Circles

  private struct Arrival: Hashable {
    var path: ServicePathID
    var element: ElementID
    var from: ElementID
    var index: UInt8
  }

  /// Forwarders leave the index as it is: who meets a forwarder again with it goes in a circle.
  private func loops(in issued: [IssuedRules]) -> [PolicyViolation] {
    var next: [Arrival: ElementID] = [:]
    var arrivals: [Arrival] = []
    for set in issued {
      for case .forward(let index, let from, let to) in set.rules.rules {
        let arrival = Arrival(path: set.rules.path, element: set.element, from: from, index: index)
        if next[arrival] == nil { arrivals.append(arrival) }
        next[arrival] = to
      }
    }
    var found: [PolicyViolation] = []
    var harmless: Set<Arrival> = []
    for start in arrivals {
      var way: Set<Arrival> = []
      var place = start
      while let to = next[place], !harmless.contains(place) {
        guard way.insert(place).inserted else {
          found.append(.loop(place.path, at: place.element))
          break
        }
        place = Arrival(path: place.path, element: to, from: place.element, index: place.index)
      }
      harmless.formUnion(way)
    }
    return found
  }
}
