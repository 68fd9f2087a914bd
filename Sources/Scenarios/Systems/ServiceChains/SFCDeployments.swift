import Protocols
import Vocabulary

/// Makes deployments from plans. Paths and links keep their numbers from plan to plan.
struct SFCDeployments {
  /// With other functions a chain has another path, so that packets under way end the way that they began.
  private struct PathKey: Hashable {
    var copy: Int
    var chain: Int
    var flow: Int
    var functions: [Int]
    var isBack: Bool

    var back: PathKey {
      var key = self
      key.isBack = true
      return key
    }
  }

  private struct LinkKey: Hashable {
    var path: PathKey
    var link: SFCPlan.Link
  }

  let layout: SFCLayout
  /// From 1, in the order of the chains, which is that of classification. Never iterated.
  private var paths: [PathKey: ServicePathID] = [:]
  /// From 1, in the order of their first use. Never iterated.
  private var links: [LinkKey: EncryptionPathID] = [:]

  init(_ layout: SFCLayout) {
    self.layout = layout
    let ways = spec.chains.indices.map { chain in spec.plans.map { $0.paths[chain] } }
    for copy in 0..<spec.copies {
      for (chain, ways) in ways.enumerated() {
        for flow in spec.chains[chain].match.flows.indices {
          for functions in ways {
            number(PathKey(copy: copy, chain: chain, flow: flow, functions: functions, isBack: false))
          }
        }
      }
    }
  }

  private mutating func number(_ key: PathKey) {
    for key in spec.way == .chain ? [key, key.back] : [key] where paths[key] == nil {
      paths[key] = ServicePathID(UInt32(paths.count + 1))
    }
  }

  private var spec: SFCSpec { layout.spec }

  /// What stands where under a plan. A chain has a service path for each of its ports, and as many for the way back if that is a
  /// chain.
  mutating func deployment(_ plan: SFCPlan) -> Deployment {
    let sites = spec.sites.indices.map { site in
      Deployment.Site(
        number: site, classifier: element(.classifier, site), inner: element(.inner, site),
        outer: element(.outer, site))
    }
    var deployment = Deployment(sites: sites)
    for copy in 0..<spec.copies {
      var known: Set<ElementID> = []
      let firstChain = deployment.chains.count
      for chain in spec.chains.indices {
        for function in plan.paths[chain] {
          let variant = plan.variant(function, spec)
          let element = SFCLayout.element(layout.function(variant, copy: copy))
          guard known.insert(element).inserted else { continue }
          deployment.functions.append(
            Deployment.Function(
              element, .serviceFunction, site: variant.site,
              denies: spec.functions[function].denies.flatMap(\.flows)))
        }
        for slot in plan.hops(of: chain, spec).compactMap(\.link).flatMap({ [$0.from, $0.to] }) {
          let element = SFCLayout.element(layout.encryption(slot, copy: copy))
          guard known.insert(element).inserted else { continue }
          deployment.functions.append(Deployment.Function(element, .encryptionFunction, site: slot.site))
        }
        for flow in spec.chains[chain].match.flows.indices {
          let key = PathKey(copy: copy, chain: chain, flow: flow, functions: plan.paths[chain], isBack: false)
          deployment.chains += chains(key, plan)
        }
      }
      // Copies have addresses of their own.
      deployment.separateFlows(from: firstChain)
    }
    return deployment
  }

  private func element(_ role: SFCLayout.Role, _ number: Int) -> ElementID {
    SFCLayout.element(layout.node(role, number))
  }

  private mutating func chains(_ key: PathKey, _ plan: SFCPlan) -> [Deployment.Chain] {
    let chain = spec.chains[key.chain]
    let (client, server) = (element(.client, key.copy), element(.server, key.copy))
    var flow = chain.match.flows[key.flow]
    flow.source = AddressPrefix(client.networkAddress)
    flow.destination = AddressPrefix(server.networkAddress)
    let functions = key.functions.map {
      SFCLayout.element(layout.function(plan.variant($0, spec), copy: key.copy))
    }
    var chains = [
      Deployment.Chain(
        path: paths[key]!, match: flow, isEncrypted: chain.isEncrypted, entry: spec.client, functions: functions,
        exit: spec.server, receiver: server, links: links(key, plan))
    ]
    guard spec.way == .chain else { return chains }
    let back = key.back
    chains.append(
      Deployment.Chain(
        path: paths[back]!, match: flow.reversed, isEncrypted: chain.isEncrypted, entry: spec.server,
        functions: functions.reversed(), exit: spec.client, receiver: client, links: links(back, plan)))
    return chains
  }

  /// On the way back the functions at the ends of a link change their parts.
  private mutating func links(_ key: PathKey, _ plan: SFCPlan) -> [Deployment.Link] {
    let hops = plan.hops(of: key.chain, spec)
    var made: [Deployment.Link] = []
    for (number, hop) in hops.enumerated() {
      guard let link = hop.link else { continue }
      let first = SFCLayout.element(layout.encryption(link.from, copy: key.copy))
      let second = SFCLayout.element(layout.encryption(link.to, copy: key.copy))
      let path = encryptionPath(LinkKey(path: key, link: link))
      made.append(
        Deployment.Link(
          hop: key.isBack ? hops.count - 1 - number : number,
          EncryptionLink(path, from: key.isBack ? second : first, to: key.isBack ? first : second)))
    }
    return key.isBack ? made.reversed() : made
  }

  private mutating func encryptionPath(_ key: LinkKey) -> EncryptionPathID {
    if let path = links[key] { return path }
    let path = EncryptionPathID(UInt32(links.count + 1))
    links[key] = path
    return path
  }
}

extension Deployment {
  /// From this chain on: says which flows of a chain are other chains', as these come first in the classifier that they share.
  fileprivate mutating func separateFlows(from first: Int) {
    for later in chains.indices.dropFirst(first) {
      let chain = chains[later]
      let others = chains[first...].filter { $0.entry == chain.entry && $0.path < chain.path }
      chains[later].exceptions = others.map(\.match).filter { $0.overlaps(chain.match) }
    }
  }
}
