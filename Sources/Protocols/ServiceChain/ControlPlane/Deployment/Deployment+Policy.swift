extension Deployment {
  /// Everything that the policy forbids about the deployment, in the order of its parts; empty: it may be issued.
  public var violations: [PolicyViolation] {
    inventoryViolations + chains.flatMap { violations(of: $0) }
  }

  private var inventoryViolations: [PolicyViolation] {
    var found: [PolicyViolation] = []
    var numbers: Set<Int> = []
    for site in sites where !numbers.insert(site.number).inserted { found.append(.duplicate("site \(site.number)")) }
    var elements: Set<ElementID> = []
    for element in sites.flatMap({ [$0.classifier, $0.inner, $0.outer] }) + functions.map(\.element) {
      if !elements.insert(element).inserted { found.append(.duplicate("\(element)")) }
    }
    for function in functions {
      if !numbers.contains(function.site) { found.append(.unknownSite(function.site)) }
      if function.kind != .serviceFunction, function.kind != .encryptionFunction {
        found.append(.wrongKind(function.element))
      }
    }
    var paths: Set<ServicePathID> = []
    for chain in chains where !paths.insert(chain.path).inserted { found.append(.duplicate("\(chain.path)")) }
    var links: Set<EncryptionPathID> = []
    for link in encryptionLinks where !links.insert(link.path).inserted { found.append(.duplicate("\(link.path)")) }
    return found
  }

  private func violations(of chain: Chain) -> [PolicyViolation] {
    guard chain.functions.count < Int(ServiceIndex.first) else { return [.tooLong(chain.path)] }
    var found: [PolicyViolation] = []
    for site in [chain.entry, chain.exit] where self.site(site) == nil { found.append(.unknownSite(site)) }
    for element in chain.functions { check(element, is: .serviceFunction, &found) }
    for link in chain.links {
      check(link.encryption.encrypting, is: .encryptionFunction, &found)
      check(link.encryption.decrypting, is: .encryptionFunction, &found)
    }
    guard found.isEmpty, let route = Route(of: chain, in: self) else { return found }
    var hops: Set<Int> = []
    for link in chain.links {
      guard route.hops.indices.contains(link.hop) else {
        found.append(.unknownHop(chain.path, hop: link.hop))
        continue
      }
      if !hops.insert(link.hop).inserted { found.append(.duplicate("hop \(link.hop) of \(chain.path)")) }
      let hop = route.hops[link.hop]
      if function(link.encryption.encrypting)?.site != hop.start.number {
        found.append(.separated(link.encryption.encrypting, from: hop.from))
      }
      if function(link.encryption.decrypting)?.site != hop.end.number {
        found.append(.separated(link.encryption.decrypting, from: hop.to))
      }
      if link.encryption.encrypting == link.encryption.decrypting {
        found.append(.loop(chain.path, at: link.encryption.encrypting))
      }
    }
    for (number, hop) in route.hops.enumerated() where chain.isEncrypted && hop.link == nil {
      if hop.start.number != hop.end.number { found.append(.unencryptedHop(chain.path, hop: number)) }
    }
    return found
  }

  private func check(_ element: ElementID, is kind: ElementKind, _ found: inout [PolicyViolation]) {
    guard let function = function(element) else { return found.append(.unknownElement(element)) }
    if function.kind != kind { found.append(.wrongKind(element)) }
  }
}
