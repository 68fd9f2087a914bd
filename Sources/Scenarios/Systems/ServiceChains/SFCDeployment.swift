import Protocols
import Vocabulary

extension SFCLayout {
  /// Everything that the rules of the elements follow from. A chain has a service path for each of its ports, and as many for the
  /// way back if that is a chain.
  var deployment: Deployment {
    let sites = spec.sites.indices.map { site in
      Deployment.Site(
        number: site, classifier: Self.element(node(.classifier, site)), inner: Self.element(node(.inner, site)),
        outer: Self.element(node(.outer, site)))
    }
    var functions: [Deployment.Function] = []
    for place in nodes(.function) {
      let denies = spec.functions[(place - nodes(.function).lowerBound) % spec.functions.count].denies
      functions.append(
        Deployment.Function(
          Self.element(place), .serviceFunction, site: site(place), denies: denies.flatMap(\.flows)))
    }
    for place in nodes(.encryption) {
      functions.append(Deployment.Function(Self.element(place), .encryptionFunction, site: site(place)))
    }
    var numbers = PathNumbers()
    return Deployment(
      sites: sites, functions: functions, chains: (0..<spec.copies).flatMap { chains(ofCopy: $0, &numbers) })
  }

  /// Paths and encryption paths are numbered from 1.
  private struct PathNumbers {
    var service: UInt32 = 0
    var encryption: UInt32 = 0

    mutating func nextService() -> ServicePathID {
      service += 1
      return ServicePathID(service)
    }
    mutating func nextEncryption() -> EncryptionPathID {
      encryption += 1
      return EncryptionPathID(encryption)
    }
  }

  private func chains(ofCopy copy: Int, _ numbers: inout PathNumbers) -> [Deployment.Chain] {
    let (client, server) = (Self.element(node(.client, copy)), Self.element(node(.server, copy)))
    var chains: [Deployment.Chain] = []
    for (number, chain) in spec.chains.enumerated() {
      for var flow in chain.match.flows {
        flow.source = AddressPrefix(client.networkAddress)
        flow.destination = AddressPrefix(server.networkAddress)
        let path = spec.way(of: chain).map { Self.element(function($0, copy: copy)) }
        chains.append(
          Deployment.Chain(
            path: numbers.nextService(), match: flow, isEncrypted: chain.isEncrypted, entry: spec.client, functions: path,
            exit: spec.server, receiver: server, links: links(of: number, copy: copy, isBack: false, &numbers)))
        guard spec.way == .chain else { continue }
        chains.append(
          Deployment.Chain(
            path: numbers.nextService(), match: flow.reversed, isEncrypted: chain.isEncrypted, entry: spec.server,
            functions: path.reversed(), exit: spec.client, receiver: client,
            links: links(of: number, copy: copy, isBack: true, &numbers)))
      }
    }
    return chains
  }

  /// The encrypted links of a chain. On the way back the functions at their ends change their parts.
  private func links(
    of chain: Int, copy: Int, isBack: Bool, _ numbers: inout PathNumbers
  ) -> [Deployment.Link] {
    let slots = encryptionFunctions.indices.filter { encryptionFunctions[$0].chain == chain }
    let last = spec.way(of: spec.chains[chain]).count
    let links = stride(from: 0, to: slots.count, by: 2).map { place -> Deployment.Link in
      let hop = encryptionFunctions[slots[place]].hop
      let (first, second) = (slots[place], slots[place + 1])
      let ends = (Self.element(encryption(first, copy: copy)), Self.element(encryption(second, copy: copy)))
      return Deployment.Link(
        hop: isBack ? last - hop : hop,
        EncryptionLink(numbers.nextEncryption(), from: isBack ? ends.1 : ends.0, to: isBack ? ends.0 : ends.1))
    }
    return isBack ? links.reversed() : links
  }
}

extension SFCSpec.Match {
  /// One for each port; one for all if no port is named.
  var flows: [FlowMatch] {
    let all = FlowMatch(transport: transport?.protocolNumber)
    guard !ports.isEmpty else { return [all] }
    return ports.map { port in
      var flow = all
      flow.destinationPorts = port...port
      return flow
    }
  }
}

extension SFCSpec.Transport {
  fileprivate var protocolNumber: UInt8 {
    switch self {
    case .tcp: IPProtocol.tcp.rawValue
    case .udp: IPProtocol.udp.rawValue
    case .icmp: IPProtocol.icmp.rawValue
    }
  }
}
