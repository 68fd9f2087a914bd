import Protocols

/// The paper's topology (figures 6 and 7): three sites in a line, three service functions, encryption functions in pairs.
enum PaperNetwork {
  static let client = ElementID(1)
  static let server = ElementID(2)
  static let (vcpe, cache, firewall) = (ElementID(41), ElementID(42), ElementID(43))
  /// EF1 and EF2 stand on the first link, EF3 and EF4 on the second, EF5 and EF6 at A and B and at B and C for the way back.
  static let ef = (1...8).map { ElementID(UInt32(50 + $0)) }
  /// Copies at A of what stands at B.
  static let (spareCache, spareEF2, spareEF3) = (ElementID(72), ElementID(82), ElementID(83))
  static let mail = FlowMatch(transport: 6, destinationPorts: 25...25)
  static let web = FlowMatch(transport: 6, destinationPorts: 80...80)

  static let sites = (0..<3).map { site in
    Deployment.Site(
      number: site, classifier: element(site, 1), inner: element(site, 2), outer: element(site, 3))
  }

  static func element(_ site: Int, _ role: UInt32) -> ElementID { ElementID(UInt32(site + 1) * 10 + role) }

  /// vCPE at A, firewall at C, an encrypted link between them.
  static let twoFunctions = Deployment(
    sites: sites,
    functions: [
      .init(vcpe, .serviceFunction, site: 0), .init(firewall, .serviceFunction, site: 2),
      .init(ef[0], .encryptionFunction, site: 0), .init(ef[3], .encryptionFunction, site: 2),
    ],
    chains: [
      chain(1, [vcpe, firewall], [.init(hop: 1, link(1, 0, 3))])
    ])

  /// With the cache at B between them: EF1 and EF4 meet other peers.
  static let threeFunctions = Deployment(
    sites: sites,
    functions: [
      .init(vcpe, .serviceFunction, site: 0), .init(cache, .serviceFunction, site: 1),
      .init(firewall, .serviceFunction, site: 2), .init(ef[0], .encryptionFunction, site: 0),
      .init(ef[1], .encryptionFunction, site: 1), .init(ef[2], .encryptionFunction, site: 1),
      .init(ef[3], .encryptionFunction, site: 2),
    ],
    chains: [
      chain(2, [vcpe, cache, firewall], [.init(hop: 1, link(2, 0, 1)), .init(hop: 2, link(3, 2, 3))])
    ])

  /// After B is lost: the cache and its two encryption functions stand at A beside EF1.
  static let failedOver = Deployment(
    sites: sites,
    functions: [
      .init(vcpe, .serviceFunction, site: 0), .init(spareCache, .serviceFunction, site: 0),
      .init(firewall, .serviceFunction, site: 2), .init(ef[0], .encryptionFunction, site: 0),
      .init(spareEF2, .encryptionFunction, site: 0), .init(spareEF3, .encryptionFunction, site: 0),
      .init(ef[3], .encryptionFunction, site: 2),
    ],
    chains: [
      chain(
        3, [vcpe, spareCache, firewall],
        [
          .init(hop: 1, EncryptionLink(EncryptionPathID(4), from: ef[0], to: spareEF2)),
          .init(hop: 2, EncryptionLink(EncryptionPathID(5), from: spareEF3, to: ef[3])),
        ])
    ])

  static func chain(
    _ path: UInt32, _ functions: [ElementID], _ links: [Deployment.Link], match: FlowMatch = FlowMatch(),
    isEncrypted: Bool = true
  ) -> Deployment.Chain {
    Deployment.Chain(
      path: ServicePathID(path), match: match, isEncrypted: isEncrypted, entry: 0, functions: functions, exit: 2,
      receiver: server, links: links)
  }

  static func link(_ path: UInt32, _ from: Int, _ to: Int) -> EncryptionLink {
    EncryptionLink(EncryptionPathID(path), from: ef[from], to: ef[to])
  }

  // MARK: Machines

  /// The site that each function's place is at, with all copies.
  static let places: [(element: ElementID, kind: ElementKind, site: Int)] =
    [(vcpe, .serviceFunction, 0), (cache, .serviceFunction, 1), (firewall, .serviceFunction, 2)]
    + [(spareCache, .serviceFunction, 0)]
    + zip(ef, [0, 1, 1, 2, 0, 1, 1, 2]).map { ($0, .encryptionFunction, $1) }
    + [(spareEF2, .encryptionFunction, 0), (spareEF3, .encryptionFunction, 0)]

  static func inner(
    _ site: Int, integrity: IntegritySettings? = nil, liveness: LivenessSettings? = nil
  ) -> InnerForwarder {
    var neighbours = [
      Neighbour(element(site, 1), .classifier), Neighbour(element(site, 3), .outerForwarder),
    ]
    for place in places where place.site == site { neighbours.append(Neighbour(place.element, place.kind)) }
    return InnerForwarder(
      element(site, 2), ports: Ports(neighbours), integrity: integrity, liveness: liveness)
  }

  static func outer(
    _ site: Int, integrity: IntegritySettings? = nil, liveness: LivenessSettings? = nil
  ) -> OuterForwarder {
    var neighbours = [Neighbour(element(site, 2), .innerForwarder), Neighbour(element(site, 4), .gateway)]
    for place in places where place.site == site && place.kind == .encryptionFunction {
      neighbours.append(Neighbour(place.element, place.kind))
    }
    let peers = (0..<3).filter { $0 != site }.map { element($0, 3) }
    return OuterForwarder(
      element(site, 3), ports: Ports(neighbours), peers: peers, integrity: integrity, liveness: liveness)
  }

  static func encryptionFunction(
    _ element: ElementID, site: Int, integrity: IntegritySettings? = nil
  ) -> EncryptionFunction {
    EncryptionFunction(
      element,
      ports: Ports([
        Neighbour(Self.element(site, 2), .innerForwarder), Neighbour(Self.element(site, 3), .outerForwarder),
      ]), integrity: integrity)
  }
}
