import Testing
import Vocabulary

@testable import Protocols

@Suite("Inner service function forwarder (paper 4.1.1, 4.2)")
struct InnerForwarderTests {
  private static let site = Site.a
  private static let path = ServicePathID(7)
  private static let ports = Ports([
    Neighbour(site.classifier, .classifier), Neighbour(site.outer, .outerForwarder),
    Neighbour(site.function(1), .serviceFunction), Neighbour(site.encryption(1), .encryptionFunction),
    Neighbour(site.encryption(2), .encryptionFunction),
  ])

  private func forwarder(_ rules: [FlowRule]) throws -> InnerForwarder {
    var forwarder = InnerForwarder(Self.site.inner, ports: Self.ports)
    try forwarder.install(RuleSet(path: Self.path, version: 1, rules: rules))
    return forwarder
  }

  private func packet(_ index: UInt8 = 255, timeToLive: UInt8 = 63, from: ElementID = site.classifier) -> PacketBuffer {
    PlanePackets.onPath(Self.path, index: index, from: from, to: Self.site.inner, timeToLive: timeToLive)
  }

  private static let toFunction = FlowRule.forward(index: 255, from: site.classifier, to: site.function(1))

  @Test("a packet goes to the neighbour that the rule names, with new addresses and one hop less to live")
  func forwards() throws {
    var forwarder = try forwarder([Self.toFunction])
    let given = packet()
    let before = given.bytes
    let (out, drops) = forwarder.take(given, on: 0)
    #expect(drops == [])
    let sent = try #require(out.first)
    #expect(sent.port == PortNumber(2))
    let frame = try EthernetHeader(in: sent.packet)
    #expect(frame.destination == Self.site.function(1).linkAddress)
    #expect(frame.source == Self.site.inner.linkAddress)
    let service = try NetworkServiceHeader(in: sent.packet, at: 14)
    #expect(service.timeToLive == 62)
    #expect(service.index == 255)
    // Nothing else has changed.
    #expect(Array(sent.packet.bytes[18...]) == Array(before[18...]))
  }

  @Test("at the end of its time to live a packet is dropped; 0 counts as 64 (RFC 8300, 2.2)")
  func timeToLive() throws {
    var forwarder = try forwarder([Self.toFunction])
    #expect(forwarder.take(packet(timeToLive: 1), on: 0).drops == [.ttlExpired])
    #expect(forwarder.take(packet(timeToLive: 2), on: 0).drops == [])
    let (out, _) = forwarder.take(packet(timeToLive: 0), on: 0)
    #expect(try NetworkServiceHeader(in: #require(out.first).packet, at: 14).timeToLive == 63)
  }

  @Test("a packet that is to be encrypted gets a header of MD type 3 that shows its path and index")
  func encrypts() throws {
    let link = EncryptionPathID(9)
    var forwarder = try forwarder([
      .encrypt(index: 254, from: Self.site.function(1), over: link, by: Self.site.encryption(1))
    ])
    let (out, drops) = forwarder.take(packet(254, from: Self.site.function(1)), on: 2)
    #expect(drops == [])
    let sent = try #require(out.first)
    #expect(sent.port == PortNumber(3))
    let outer = try NetworkServiceHeader(in: sent.packet, at: 14)
    #expect(outer.metadataType == .encryption)
    #expect(outer.nextProtocol == .nsh)
    #expect((outer.path, outer.index) == (Self.path, 254))
    #expect((outer.encryptionPath, outer.encryptionIndex) == (link, 255))
    #expect(outer.byteCount == 12)
    let inner = try NetworkServiceHeader(in: sent.packet, at: 26)
    #expect((inner.path, inner.index) == (Self.path, 254))
    #expect(inner.nextProtocol == .ipv4)
  }

  @Test("the same path and index go different ways, by the neighbour that they arrive from")
  func arrivingNeighbour() throws {
    let function = Self.site.function(1)
    var forwarder = try forwarder([
      .encrypt(index: 254, from: Self.site.classifier, over: EncryptionPathID(9), by: Self.site.encryption(1)),
      .forward(index: 254, from: Self.site.encryption(2), to: function),
    ])
    #expect(forwarder.take(packet(254), on: 0).out.map(\.port.slot) == [3])
    #expect(forwarder.take(packet(254, from: Self.site.encryption(2)), on: 4).out.map(\.port.slot) == [2])
    #expect(forwarder.take(packet(254, from: function), on: 2).drops == [.unknownPath])
    #expect(forwarder.take(packet(254, from: Self.site.encryption(1)), on: 3).drops == [.unknownPath])
  }

  @Test("there is no default route: another path, another index, index 0")
  func noDefault() throws {
    var forwarder = try forwarder([Self.toFunction])
    #expect(forwarder.take(packet(254), on: 0).drops == [.unknownPath])
    #expect(forwarder.take(packet(0), on: 0).drops == [.unknownPath])
    let other = PlanePackets.onPath(ServicePathID(8), index: 255, from: Self.site.classifier, to: Self.site.inner)
    #expect(forwarder.take(other, on: 0).drops == [.unknownPath])
  }

  @Test(
    "what is no plain packet for this forwarder is dropped: encrypted, for another, without NSH, truncated, from nowhere"
  )
  func refusals() throws {
    var forwarder = try forwarder([Self.toFunction])
    let encrypted = PlanePackets.onEncryptionPath(
      EncryptionPathID(9), index: 255, of: Self.path, at: 255, from: Self.site.classifier, to: Self.site.inner)
    #expect(forwarder.take(encrypted, on: 0).drops == [.badHeader])
    let astray = PlanePackets.onPath(Self.path, index: 255, from: Self.site.classifier, to: Self.site.outer)
    #expect(forwarder.take(astray, on: 0).drops == [.wrongRecipient])
    let plain = PlanePackets.datagram(via: Self.site.inner)
    #expect(forwarder.take(plain, on: 0).drops == [.wrongRecipient])
    let short = packet()
    short.truncate(to: 20)
    #expect(forwarder.take(short, on: 0).drops == [.truncated])
    #expect(forwarder.take(packet(), on: 99).drops == [.unknownSender])
    #expect(forwarder.take(packet(), on: -1).drops == [.unknownSender])
  }

  @Test(
    "rules for unknown neighbours, for neighbours of the wrong kind and for other elements are refused, and change nothing"
  )
  func refusedRules() throws {
    let stranger = ElementID(999)
    let function = Self.site.function(1)
    let cipher = Self.site.encryption(1)
    let link = EncryptionPathID(9)
    let cases: [(FlowRule, RuleDefect)] = [
      (.forward(index: 255, from: Self.site.classifier, to: stranger), .unknownNeighbour),
      (.forward(index: 255, from: stranger, to: function), .unknownNeighbour),
      (.encrypt(index: 255, from: function, over: link, by: stranger), .unknownNeighbour),
      (.encrypt(index: 255, from: function, over: link, by: Self.site.outer), .wrongNeighbour),
      (.forward(index: 255, from: function, to: cipher), .wrongNeighbour),
      (.forwardEncrypted(link, index: 255, from: function, to: cipher), .wrongElement),
      (.classify(FlowMatch(), index: 255), .wrongElement),
      (.endOfChain(index: 252, to: Site.server), .wrongElement),
      (.deny(FlowMatch()), .wrongElement),
    ]
    for (rule, defect) in cases {
      var forwarder = try forwarder([Self.toFunction])
      #expect(throws: defect) {
        try forwarder.install(RuleSet(path: Self.path, version: 2, rules: [rule]))
      }
      #expect(forwarder.ruleSets == [RuleSet(path: Self.path, version: 1, rules: [Self.toFunction])])
      #expect(forwarder.take(packet(), on: 0).drops == [])
    }
  }

  @Test("two rules for the same packets are refused")
  func conflicts() throws {
    var forwarder = InnerForwarder(Self.site.inner, ports: Self.ports)
    let other = FlowRule.forward(index: 255, from: Self.site.classifier, to: Self.site.outer)
    #expect(throws: RuleDefect.conflicting) {
      try forwarder.install(RuleSet(path: Self.path, version: 1, rules: [Self.toFunction, other]))
    }
    #expect(forwarder.ruleSets == [])
  }

  @Test("a newer set takes the old one's place; an older one is refused, even after a withdrawal")
  func versions() throws {
    var forwarder = try forwarder([Self.toFunction])
    let toOuter = FlowRule.forward(index: 255, from: Self.site.classifier, to: Self.site.outer)
    try forwarder.install(RuleSet(path: Self.path, version: 3, rules: [toOuter]))
    #expect(forwarder.take(packet(), on: 0).out.map(\.port.slot) == [1])
    #expect(throws: RuleDefect.outdated) {
      try forwarder.install(RuleSet(path: Self.path, version: 2, rules: [Self.toFunction]))
    }
    #expect(throws: RuleDefect.outdated) {
      try forwarder.install(RuleSet(path: Self.path, version: 3, rules: [Self.toFunction]))
    }
    // The same again is no harm: a controller may repeat itself.
    try forwarder.install(RuleSet(path: Self.path, version: 3, rules: [toOuter]))
    try forwarder.install(RuleSet(path: Self.path, version: 4, rules: []))
    #expect(forwarder.ruleSets == [])
    #expect(forwarder.take(packet(), on: 0).drops == [.unknownPath])
    #expect(throws: RuleDefect.outdated) {
      try forwarder.install(RuleSet(path: Self.path, version: 3, rules: [toOuter]))
    }
  }

  @Test("a visit is charged: one packet, and its bytes")
  func charges() throws {
    var forwarder = try forwarder([Self.toFunction])
    var effects = Effects()
    let given = packet()
    let count = given.count
    forwarder.step(.packet(given, on: PortNumber(0)), at: .start, into: &effects)
    #expect(effects.meter.count(.packet) == 1)
    #expect(effects.meter.count(.packetByte) == Int64(count))
  }
}
