import Testing
import Vocabulary

@testable import Protocols

@Suite("A whole chain over three sites (paper, figure 6)")
struct WholeChainTests {
  private static let path = ServicePathID(1)
  private static let vCPE = Site.a.function(1)
  private static let cache = Site.b.function(1)
  private static let firewall = Site.c.function(1)
  private static let functions = [vCPE, cache, firewall]
  private static let pairs: [(ElementID, ElementID)?] = [
    (Site.a.encryption(1), Site.b.encryption(1)), (Site.b.encryption(2), Site.c.encryption(1)),
  ]
  private static let allCiphers = [
    Site.a.encryption(1), Site.a.encryption(2), Site.b.encryption(1), Site.b.encryption(2), Site.c.encryption(1),
  ]

  private func loop(integrity: IntegritySettings? = nil, mode: CryptoMode = .real) -> PlaneLoop {
    PlaneLoop(
      functions: [(Self.vCPE, .vCPE), (Self.cache, .cache), (Self.firewall, .firewall)],
      encryptions: Self.allCiphers, integrity: integrity, mode: mode)
  }

  private func plan(encrypted: Bool = true, version: Int = 1) -> ChainPlan {
    ChainPlan(
      path: Self.path, match: FlowMatch(), functions: Self.functions, encryptions: encrypted ? Self.pairs : [nil, nil],
      version: version)
  }

  private func send(_ loop: PlaneLoop, number: UInt32 = 0, port: UInt16 = 80) -> [UInt8] {
    let packet = PlanePackets.datagram(port: port, number: number)
    let content = PlanePackets.content(packet.bytes)
    loop.arrive(packet, at: Site.a.classifier, from: Site.client)
    return content
  }

  private func received(_ loop: PlaneLoop) -> [[UInt8]] {
    (loop.delivered[Site.server] ?? []).map(PlanePackets.content)
  }

  @Test("the server gets the client's bytes, and no wire outside shows them", arguments: CryptoMode.allCases)
  func encrypted(mode: CryptoMode) throws {
    let loop = loop(mode: mode)
    let plan = plan()
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    let sent = (0..<20).map { send(loop, number: $0) }
    #expect(loop.drops == [])
    #expect(received(loop) == sent)
    let outside = loop.frames.filter(\.isOutside)
    // Two links between sites, of three wires each.
    #expect(outside.count == 20 * 6)
    #expect(!outside.contains { $0.bytes.holds(PlanePackets.secret) })
    // Nor does any wire to an outer forwarder.
    let outer = loop.frames.filter { frame in Site.all.contains { $0.outer == frame.to || $0.outer == frame.from } }
    #expect(!outer.contains { $0.bytes.holds(PlanePackets.secret) })
    #expect(loop.visits == 20 * 23)
  }

  @Test("without encryption it is the same chain, and everybody can read along")
  func unencrypted() throws {
    let loop = loop()
    try plan(encrypted: false).install(in: loop)
    let sent = (0..<20).map { send(loop, number: $0) }
    #expect(loop.drops == [])
    #expect(received(loop) == sent)
    #expect(loop.frames.filter(\.isOutside).allSatisfy { $0.bytes.holds(PlanePackets.secret) })
  }

  @Test("the packet visits every function once, in the order of the chain")
  func order() throws {
    let loop = loop()
    let plan = plan()
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    _ = send(loop)
    #expect(loop.frames.map(\.to).filter(Self.functions.contains) == Self.functions)
  }

  @Test("one function may stand twice in a chain")
  func twice() throws {
    let loop = loop()
    let chain = [Self.vCPE, Self.cache, Self.vCPE, Self.firewall]
    let plan = ChainPlan(
      path: Self.path, match: FlowMatch(), functions: chain,
      encryptions: [
        (Site.a.encryption(1), Site.b.encryption(1)), (Site.b.encryption(2), Site.a.encryption(2)),
        (Site.a.encryption(1), Site.c.encryption(1)),
      ])
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    let sent = send(loop)
    #expect(loop.drops == [])
    #expect(received(loop) == [sent])
    #expect(loop.frames.map(\.to).filter(Self.functions.contains) == chain)
    #expect(!loop.frames.filter(\.isOutside).contains { $0.bytes.holds(PlanePackets.secret) })
  }

  @Test("two encryption functions on one node: the same path and index are told apart by where the packet came from")
  func sameNode() throws {
    let second = Site.a.function(2)
    let loop = PlaneLoop(
      functions: [(Self.vCPE, .vCPE), (second, .cache), (Self.firewall, .firewall)], encryptions: Self.allCiphers)
    let plan = ChainPlan(
      path: Self.path, match: FlowMatch(), functions: [Self.vCPE, second, Self.firewall],
      encryptions: [
        (Site.a.encryption(1), Site.a.encryption(2)), (Site.a.encryption(1), Site.c.encryption(1)),
      ])
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    let sent = send(loop)
    #expect(loop.drops == [])
    #expect(received(loop) == [sent])
    #expect(
      loop.frames.map(\.to).filter([Self.vCPE, second, Self.firewall].contains) == [Self.vCPE, second, Self.firewall])
  }

  @Test("flows of one chain keep to their own paths and keys (requirement ii)")
  func flows() throws {
    let loop = loop()
    let mail = ChainPlan(
      path: ServicePathID(2), match: FlowMatch(destinationPorts: 25...25), functions: [Self.vCPE, Self.firewall],
      encryptions: [(Site.a.encryption(2), Site.c.encryption(1))], firstEncryptionPath: 10)
    let web = ChainPlan(
      path: ServicePathID(1), match: FlowMatch(destinationPorts: 80...80), functions: Self.functions,
      encryptions: Self.pairs)
    for plan in [mail, web] {
      try plan.install(in: loop)
      try plan.grant(in: loop, spi: plan.path.number * 1000)
    }
    let first = send(loop, port: 25)
    #expect(!loop.frames.map(\.to).contains(Self.cache))
    let second = send(loop, port: 80)
    #expect(loop.drops == [])
    #expect(received(loop) == [first, second])
    _ = send(loop, port: 443)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.classifier, reason: .unclassified)])
  }

  @Test("the firewall filters inside an encrypted chain")
  func firewall() throws {
    let loop = loop()
    let plan = plan()
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    try loop.install(
      RuleSet(path: Self.path, version: 1, rules: [.deny(FlowMatch(transport: 17, destinationPorts: 23...23))]),
      at: Self.firewall)
    _ = send(loop, port: 23)
    #expect(loop.drops == [PlaneLoop.Drop(at: Self.firewall, reason: .denied)])
    #expect(received(loop) == [])
    let sent = send(loop)
    #expect(received(loop) == [sent])
  }

  @Test("without keys nothing gets through, and nothing is shown")
  func noKeys() throws {
    let loop = loop()
    try plan().install(in: loop)
    _ = send(loop)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.encryption(1), reason: .unknownAssociation)])
    #expect(loop.frames.filter(\.isOutside).isEmpty)
  }

  @Test("keys that expire stop the traffic until fresh ones come (paper 6.2.4)")
  func expiry() throws {
    let loop = loop()
    let plan = plan()
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000, lifetime: .seconds(10))
    _ = send(loop)
    #expect(received(loop).count == 1)
    loop.advance(to: Instant(nanoseconds: 10_000_000_001))
    #expect(loop.notes.filter { $0.kind == ServiceChainNote.associationExpired.rawValue }.count == 4)
    _ = send(loop)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.encryption(1), reason: .associationExpired)])
    try plan.grant(in: loop, spi: 6_000, lifetime: .seconds(10))
    _ = send(loop)
    #expect(received(loop).count == 2)
  }

  @Test("new keys, made before the old are broken, lose no packet, whatever is under way")
  func makeBeforeBreak() throws {
    let loop = loop()
    let plan = plan()
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    // Holds what goes from site to site, and lets it go on after the next change of keys.
    var held: [(PacketBuffer, ElementID, ElementID)] = []
    loop.tamper = { packet, from, to in
      guard (from, to) == (Site.a.gateway, Site.b.gateway) else { return packet }
      held.append((packet, from, to))
      return nil
    }
    for round in UInt32(1)...20 {
      _ = send(loop, number: round)
      try plan.grant(in: loop, spi: 5_000 + 10 * round, method: .makeBeforeBreak)
      _ = send(loop, number: 1000 + round)
      for (packet, from, to) in held { loop.arrive(packet, at: to, from: from) }
      held = []
    }
    #expect(loop.drops == [])
    #expect(received(loop).count == 40)
  }

  @Test("new keys that replace the old lose what is under way, by name")
  func replacement() throws {
    let loop = loop()
    let plan = plan()
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    var held: [(PacketBuffer, ElementID, ElementID)] = []
    loop.tamper = { packet, from, to in
      guard (from, to) == (Site.a.gateway, Site.b.gateway) else { return packet }
      held.append((packet, from, to))
      return nil
    }
    _ = send(loop)
    try plan.grant(in: loop, spi: 6_000)
    loop.tamper = { packet, _, _ in packet }
    for (packet, from, to) in held { loop.arrive(packet, at: to, from: from) }
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.b.encryption(1), reason: .unknownAssociation)])
  }

  @Test("rules that send a packet in a circle end by the time to live")
  func circle() throws {
    let loop = loop()
    let rules: [(ElementID, [FlowRule])] = [
      (Site.a.classifier, [.classify(FlowMatch(), index: 255)]),
      (
        Site.a.inner,
        [
          .forward(index: 255, from: Site.a.classifier, to: Site.a.outer),
          .forward(index: 255, from: Site.a.outer, to: Site.a.outer),
        ]
      ),
      (
        Site.a.outer,
        [
          .forward(index: 255, from: Site.a.inner, to: Site.b.outer),
          .forward(index: 255, from: Site.b.outer, to: Site.a.inner),
        ]
      ),
      (Site.b.outer, [.forward(index: 255, from: Site.a.outer, to: Site.a.outer)]),
    ]
    for (element, rules) in rules {
      try loop.install(RuleSet(path: Self.path, version: 1, rules: rules), at: element)
    }
    _ = send(loop)
    #expect(loop.drops.map(\.reason) == [.ttlExpired])
    #expect(loop.visits < 63 * 3)
  }

  @Test("a bit that flips anywhere outside never reaches the server as data")
  func flippedBits() throws {
    let loop = loop()
    let plan = plan()
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    var stream = RandomStream(seed: 11)
    var sent: Set<[UInt8]> = []
    loop.tamper = { packet, from, to in
      guard (from, to) == (Site.a.gateway, Site.b.gateway) else { return packet }
      packet[Int(stream.below(UInt64(packet.count)))] ^= 1 << UInt8(stream.below(8))
      return packet
    }
    for number in 0..<300 { sent.insert(send(loop, number: UInt32(number))) }
    // What is not covered (MAC addresses, time to live of the tunnel's header) may pass; content may not change.
    #expect(Set(received(loop)).isSubset(of: sent))
    #expect(received(loop).count + loop.drops.count == 300)
    #expect(loop.drops.filter { $0.reason == .badAuthentication }.count > 100)
  }

  @Test("metadata of MD type 1 passes through all elements")
  func fixedMetadata() throws {
    let loop = loop()
    try plan(encrypted: false).install(in: loop)
    let packet = PlanePackets.onPath(
      Self.path, index: 255, from: Site.a.classifier, to: Site.a.inner, metadataType: .fixed)
    loop.arrive(packet, at: Site.a.inner, from: Site.a.classifier)
    #expect(loop.drops == [])
    #expect(received(loop).count == 1)
  }

  @Test("an integrity key lets the chain work as before", arguments: CryptoMode.allCases)
  func integrity(mode: CryptoMode) throws {
    for isEncrypted in [true, false] {
      let loop = loop(integrity: IntegritySettings(mode))
      let plan = plan(encrypted: isEncrypted)
      try plan.install(in: loop)
      try plan.grant(in: loop, spi: 5_000)
      try plan.authenticate(in: loop, functions: Self.functions)
      let sent = (0..<10).map { send(loop, number: $0) }
      #expect(loop.drops == [])
      #expect(received(loop) == sent)
    }
  }
}
