import Vocabulary

@testable import Protocols

/// The rules and associations of one service path from the client to the server, as a controller would make them.
struct ChainPlan {
  struct Link {
    var path: EncryptionPathID
    var from: ElementID
    var to: ElementID
  }

  let path: ServicePathID
  private(set) var rules: [(element: ElementID, rules: RuleSet)] = []
  private(set) var links: [Link] = []

  /// - Parameter encryptions: pairs of encryption functions, one for each link between two functions; nil: not encrypted.
  init(
    path: ServicePathID, match: FlowMatch, functions: [ElementID], encryptions: [(ElementID, ElementID)?],
    version: Int = 1,
    firstEncryptionPath: UInt32 = 1
  ) {
    self.path = path
    var rules: [(ElementID, FlowRule)] = []
    var index = NetworkServiceHeader.initialIndex
    var here = Site.a
    var from = here.classifier
    rules.append((from, .classify(match, index: index)))
    for (place, function) in functions.enumerated() {
      let there = Site.of(function)
      let pair = place > 0 ? encryptions[place - 1] : nil
      if let pair {
        let link = EncryptionPathID(firstEncryptionPath + UInt32(links.count))
        links.append(Link(path: link, from: pair.0, to: pair.1))
        rules.append((here.inner, .encrypt(index: index, from: from, over: link, by: pair.0)))
        if here == there {
          rules.append((here.outer, .forwardEncrypted(link, index: 254, from: pair.0, to: pair.1)))
        } else {
          rules.append((here.outer, .forwardEncrypted(link, index: 254, from: pair.0, to: there.outer)))
          rules.append((there.outer, .forwardEncrypted(link, index: 254, from: here.outer, to: pair.1)))
        }
        rules.append((there.inner, .forward(index: index, from: pair.1, to: function)))
      } else if here == there {
        rules.append((here.inner, .forward(index: index, from: from, to: function)))
      } else {
        rules.append((here.inner, .forward(index: index, from: from, to: here.outer)))
        rules.append((here.outer, .forward(index: index, from: here.inner, to: there.outer)))
        rules.append((there.outer, .forward(index: index, from: here.outer, to: there.inner)))
        rules.append((there.inner, .forward(index: index, from: there.outer, to: function)))
      }
      index -= 1
      (here, from) = (there, function)
    }
    rules.append((here.inner, .forward(index: index, from: from, to: here.classifier)))
    rules.append((here.classifier, .endOfChain(index: index, to: Site.server)))
    for element in Set(rules.map(\.0)).sorted() {
      let own = rules.filter { $0.0 == element }.map(\.1)
      self.rules.append((element, RuleSet(path: path, version: version, rules: own)))
    }
  }

  func install(in loop: PlaneLoop) throws {
    for (element, set) in rules { try loop.install(set, at: element) }
  }

  /// Both ends of every encrypted link get an association: first the ends that decrypt.
  func grant(
    in loop: PlaneLoop, spi: UInt32, lifetime: TimeSpan = .seconds(3600),
    method: AssociationGrant.Method = .replace
  ) throws {
    for (number, link) in links.enumerated() {
      let key = PlanePackets.key(spi + UInt32(number))
      for (end, peer, role) in [(link.to, link.from, AssociationGrant.Role.decrypt), (link.from, link.to, .encrypt)] {
        let grant = AssociationGrant(
          path: link.path, spi: spi + UInt32(number), role: role, peer: peer, key: key, lifetime: lifetime,
          method: method)
        try loop.install(grant, at: end)
      }
    }
  }

  /// Every element of the path gets its integrity key.
  func authenticate(
    in loop: PlaneLoop, functions: [ElementID], identifier: UInt32 = 1, use: IntegrityGrant.Use = .protect,
    lifetime: TimeSpan = .seconds(3600), method: AssociationGrant.Method = .makeBeforeBreak
  ) throws {
    let grant = IntegrityGrant(
      path: path, identifier: identifier, use: use,
      key: Array(PlanePackets.key(path.number ^ identifier << 8).prefix(32)),
      lifetime: lifetime, method: method)
    for element in Set(rules.map(\.element) + functions + links.flatMap { [$0.from, $0.to] }).sorted() {
      try loop.install(grant, at: element)
    }
  }
}
