extension Deployment {
  /// The rules of every element that the chains concern, by path, each path's elements from the exit back to the entry: in
  /// this order, none is ever told to send to one that does not know yet. Chains that break the policy have none.
  ///
  /// - Parameter version: of each path.
  public func ruleSets(version: (ServicePathID) -> Int) -> [IssuedRules] {
    chains.sorted { $0.path < $1.path }.flatMap { chain in
      rules(of: chain).map {
        IssuedRules(RuleSet(path: chain.path, version: version(chain.path), rules: $0.1), for: $0.0)
      }
    }
  }

  /// The rules of one chain by element, the last element of the path first.
  func rules(of chain: Chain) -> [(ElementID, [FlowRule])] {
    guard let route = Route(of: chain, in: self) else { return [] }
    var elements: [ElementID] = []
    var rules: [ElementID: [FlowRule]] = [:]
    func add(_ rule: FlowRule, _ element: ElementID) {
      if rules[element] == nil { elements.append(element) }
      rules[element, default: []].append(rule)
    }
    for match in chain.exceptions { add(.deny(match), route.entry.classifier) }
    add(.classify(chain.match, index: chain.index(ofHop: 0)), route.entry.classifier)
    for hop in route.hops {
      for (element, rule) in hop.rules { add(rule, element) }
    }
    add(.endOfChain(index: chain.index(ofHop: chain.functions.count), to: chain.receiver), route.exit.classifier)
    var filters: [ElementID] = []
    for element in chain.functions where !filters.contains(element) {
      for match in function(element)?.denies ?? [] { add(.deny(match), element) }
      filters.append(element)
    }
    // An element that the path meets twice is told when all behind its first place know.
    return elements.sorted { route.place(of: $0) > route.place(of: $1) }.map { ($0, rules[$0] ?? []) }
  }
}

/// A chain's way over the sites.
struct Route {
  struct Hop {
    var index: UInt8
    var from: ElementID
    var to: ElementID
    /// The sites of both ends.
    var start: Deployment.Site
    var end: Deployment.Site
    var link: EncryptionLink?
    /// The sites of the encryption functions: those of the ends, if the policy is kept to.
    var encryption: Deployment.Site
    var decryption: Deployment.Site

    /// The forwarders' rules, in the order of the packets' way.
    var rules: [(ElementID, FlowRule)] {
      guard let link else {
        guard start.number != end.number else { return [(start.inner, .forward(index: index, from: from, to: to))] }
        return [
          (start.inner, .forward(index: index, from: from, to: start.outer)),
          (start.outer, .forward(index: index, from: start.inner, to: end.outer)),
          (end.outer, .forward(index: index, from: start.outer, to: end.inner)),
          (end.inner, .forward(index: index, from: end.outer, to: to)),
        ]
      }
      let first = FlowRule.encrypt(index: index, from: from, over: link.path, by: link.encrypting)
      let last = FlowRule.forward(index: index, from: link.decrypting, to: to)
      func carry(_ from: ElementID, _ to: ElementID) -> FlowRule {
        .forwardEncrypted(link.path, index: ServiceIndex.encrypted, from: from, to: to)
      }
      guard start.number == encryption.number, end.number == decryption.number else { return separatedRules(link) }
      guard start.number != end.number else {
        return [(start.inner, first), (start.outer, carry(link.encrypting, link.decrypting)), (end.inner, last)]
      }
      return [
        (start.inner, first), (start.outer, carry(link.encrypting, end.outer)),
        (end.outer, carry(start.outer, link.decrypting)), (end.inner, last),
      ]
    }

    /// What somebody would have to tell forwarders so that packets reach encryption functions on other compute nodes: packets
    /// that are tagged and not encrypted would go over the tunnel, and decrypted ones back (paper, 6.2.2).
    private func separatedRules(_ link: EncryptionLink) -> [(ElementID, FlowRule)] {
      func carry(_ at: Deployment.Site, _ index: UInt8, _ from: ElementID, _ to: ElementID) -> (ElementID, FlowRule) {
        (at.outer, .forwardEncrypted(link.path, index: index, from: from, to: to))
      }
      var rules: [(ElementID, FlowRule)] = []
      let isFar = start.number != encryption.number
      rules.append(
        (start.inner, .encrypt(index: index, from: from, over: link.path, by: isFar ? start.outer : link.encrypting)))
      if isFar {
        rules.append(carry(start, ServiceIndex.toEncrypt, start.inner, encryption.outer))
        rules.append(carry(encryption, ServiceIndex.toEncrypt, start.outer, link.encrypting))
      }
      if encryption.number == decryption.number {
        rules.append(carry(encryption, ServiceIndex.encrypted, link.encrypting, link.decrypting))
      } else {
        rules.append(carry(encryption, ServiceIndex.encrypted, link.encrypting, decryption.outer))
        rules.append(carry(decryption, ServiceIndex.encrypted, encryption.outer, link.decrypting))
      }
      guard decryption.number != end.number else {
        return rules + [(end.inner, .forward(index: index, from: link.decrypting, to: to))]
      }
      return rules + [
        (decryption.inner, .forward(index: index, from: link.decrypting, to: decryption.outer)),
        (decryption.outer, .forward(index: index, from: decryption.inner, to: end.outer)),
        (end.outer, .forward(index: index, from: decryption.outer, to: end.inner)),
        (end.inner, .forward(index: index, from: end.outer, to: to)),
      ]
    }
  }

  var entry: Deployment.Site
  var exit: Deployment.Site
  var hops: [Hop] = []
  /// In the order of the path, each where it is met first.
  private var places: [ElementID: Int] = [:]

  /// Nil if an element or a site is unknown, or if there are more functions than an index can count.
  init?(of chain: Deployment.Chain, in deployment: Deployment) {
    guard chain.functions.count < Int(ServiceIndex.first) else { return nil }
    guard let entry = deployment.site(chain.entry), let exit = deployment.site(chain.exit) else { return nil }
    self.entry = entry
    self.exit = exit
    var (last, lastSite) = (entry.classifier, entry)
    meet(entry.classifier)
    for (hop, next) in (chain.functions + [exit.classifier]).enumerated() {
      let site: Deployment.Site
      if hop == chain.functions.count {
        site = exit
      } else {
        guard let number = deployment.function(next)?.site, let own = deployment.site(number) else { return nil }
        site = own
      }
      let link = chain.links.first { $0.hop == hop }?.encryption
      func place(_ element: ElementID?) -> Deployment.Site? {
        element.flatMap { deployment.function($0) }.flatMap { deployment.site($0.site) }
      }
      hops.append(
        Hop(
          index: chain.index(ofHop: hop), from: last, to: next, start: lastSite, end: site, link: link,
          encryption: place(link?.encrypting) ?? lastSite, decryption: place(link?.decrypting) ?? site))
      for (element, _) in hops[hop].rules { meet(element) }
      meet(next)
      (last, lastSite) = (next, site)
    }
  }

  /// But encryption functions.
  var elements: [ElementID] { places.keys.sorted() }

  func place(of element: ElementID) -> Int { places[element] ?? .max }

  private mutating func meet(_ element: ElementID) {
    if places[element] == nil { places[element] = places.count }
  }
}
