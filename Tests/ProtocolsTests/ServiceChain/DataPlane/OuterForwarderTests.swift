import Testing
import Vocabulary

@testable import Protocols

@Suite("Outer service function forwarder (paper 4.1.2, 4.2)")
struct OuterForwarderTests {
  private static let site = Site.a
  private static let path = ServicePathID(7)
  private static let link = EncryptionPathID(0xABCDEF)
  private static let ports = Ports([
    Neighbour(site.inner, .innerForwarder), Neighbour(site.gateway, .gateway),
    Neighbour(site.encryption(1), .encryptionFunction),
  ])

  private func forwarder(_ site: Site = site, _ rules: [FlowRule]) throws -> OuterForwarder {
    let ports = Ports([
      Neighbour(site.inner, .innerForwarder), Neighbour(site.gateway, .gateway),
      Neighbour(site.encryption(1), .encryptionFunction),
    ])
    var forwarder = OuterForwarder(site.outer, ports: ports, peers: Site.all.filter { $0 != site }.map(\.outer))
    try forwarder.install(RuleSet(path: Self.path, version: 1, rules: rules))
    return forwarder
  }

  private static let plainAway = FlowRule.forward(index: 254, from: site.inner, to: Site.b.outer)
  private static let cipherAway = FlowRule.forwardEncrypted(
    link, index: 254, from: site.encryption(1), to: Site.b.outer)

  private func plain(_ index: UInt8 = 254, timeToLive: UInt8 = 63) -> PacketBuffer {
    PlanePackets.onPath(Self.path, index: index, from: Self.site.inner, to: Self.site.outer, timeToLive: timeToLive)
  }

  private func cipher(_ index: UInt8 = 254) -> PacketBuffer {
    PlanePackets.onEncryptionPath(
      Self.link, index: index, of: Self.path, at: 254, from: Self.site.encryption(1), to: Self.site.outer)
  }

  /// What a gateway hands over at the other end.
  private func across(_ packet: PacketBuffer) -> PacketBuffer {
    EthernetHeader.write(to: packet, from: Site.b.gateway, to: Site.b.outer, type: .ipv4)
    return packet
  }

  @Test("a packet for another site goes to the gateway in VXLAN-GPE, between the forwarders' underlay addresses")
  func encapsulates() throws {
    var forwarder = try forwarder([Self.plainAway])
    let given = plain()
    let inside = Array(given.bytes[14...])
    let (out, drops) = forwarder.take(given, on: 0)
    #expect(drops == [])
    let sent = try #require(out.first)
    #expect(sent.port == PortNumber(1))
    let frame = try EthernetHeader(in: sent.packet)
    #expect(
      frame
        == EthernetHeader(
          destination: Self.site.gateway.linkAddress, source: Self.site.outer.linkAddress, type: .ipv4))
    let network = try IPv4Header(in: sent.packet, at: 14)
    #expect(network.source == Self.site.outer.networkAddress)
    #expect(network.destination == Site.b.outer.networkAddress)
    #expect(network.totalLength == sent.packet.count - 14)
    let udp = try UDPHeader(in: sent.packet, at: 34, count: network.payloadCount)
    #expect(udp.destinationPort == 4790)
    #expect(udp.length == network.payloadCount)
    let vxlan = try VXLANGPEHeader(in: sent.packet, at: 42)
    #expect(vxlan.nextProtocol == .nsh)
    let rest = Array(sent.packet.bytes[50...])
    #expect(rest.count == inside.count)
    #expect(try NetworkServiceHeader(in: sent.packet, at: 50).timeToLive == 62)
    #expect(Array(rest[4...]) == Array(inside[4...]))
  }

  @Test("the other end takes the tunnel off and goes by the neighbour that the packet came from")
  func decapsulates() throws {
    var here = try forwarder([Self.plainAway, Self.cipherAway])
    var there = try forwarder(
      Site.b,
      [
        .forward(index: 254, from: Self.site.outer, to: Site.b.inner),
        .forwardEncrypted(Self.link, index: 254, from: Self.site.outer, to: Site.b.encryption(1)),
      ])
    let first = try #require(here.take(plain(), on: 0).out.first)
    let (out, drops) = there.take(across(first.packet), on: 1)
    #expect(drops == [])
    #expect(out.map(\.port.slot) == [0])
    #expect(try EthernetHeader(in: #require(out.first).packet).type == .nsh)
    let second = try #require(here.take(cipher(), on: 2).out.first)
    let (encrypted, more) = there.take(across(second.packet), on: 1)
    #expect(more == [])
    #expect(encrypted.map(\.port.slot) == [2])
    let header = try NetworkServiceHeader(in: #require(encrypted.first).packet, at: 14)
    #expect((header.encryptionPath, header.encryptionIndex) == (Self.link, 254))
  }

  @Test("a tunnel from another site than the rule's, or from a stranger, gives nothing")
  func otherOrigin() throws {
    var here = try forwarder([Self.plainAway])
    var there = try forwarder(Site.b, [.forward(index: 254, from: Site.c.outer, to: Site.b.inner)])
    let first = try #require(here.take(plain(), on: 0).out.first)
    #expect(there.take(across(first.packet), on: 1).drops == [.unknownPath])
    var stranger = OuterForwarder(ElementID(0xBEEF), ports: Self.ports, peers: [Site.b.outer])
    try stranger.install(RuleSet(path: Self.path, version: 1, rules: [Self.plainAway]))
    let forged = PlanePackets.onPath(Self.path, index: 254, from: Self.site.inner, to: ElementID(0xBEEF))
    let second = try #require(stranger.take(forged, on: 0).out.first)
    #expect(there.take(across(second.packet), on: 1).drops == [.unknownSender])
  }

  @Test("there is no default route, on either layer; the layers do not mix")
  func noDefault() throws {
    var forwarder = try forwarder([Self.plainAway, Self.cipherAway])
    #expect(forwarder.take(plain(253), on: 0).drops == [.unknownPath])
    #expect(forwarder.take(cipher(255), on: 2).drops == [.unknownPath])
    #expect(forwarder.take(cipher(254), on: 0).drops == [.unknownPath])
    #expect(forwarder.take(plain(254), on: 2).drops == [.unknownPath])
  }

  @Test("bad tunnels are dropped by name")
  func badTunnels() throws {
    func tunnel(_ spoil: (PacketBuffer) -> Void) throws -> [DropReason] {
      var here = try forwarder([Self.plainAway])
      var there = try forwarder(Site.b, [.forward(index: 254, from: Self.site.outer, to: Site.b.inner)])
      let packet = across(try #require(here.take(plain(), on: 0).out.first).packet)
      spoil(packet)
      return there.take(packet, on: 1).drops
    }
    #expect(try tunnel { _ in } == [])
    #expect(try tunnel { $0[14 + 8] = 1 } == [.badChecksum])
    #expect(try tunnel { $0[14] = 0x65 } == [.badHeader])
    #expect(try tunnel { $0.truncate(to: 60) } == [.truncated])
    #expect(try tunnel { $0.set(0x86DD as UInt16, at: 12) } == [.unknownProtocol])
    #expect(try tunnel { $0[45] = 1 } == [.unknownProtocol])
    #expect(try tunnel { $0[48] = 77 } == [.badHeader])
    #expect(try tunnel { $0.set(4789 as UInt16, at: 36) } == [.unknownProtocol])
    #expect(try tunnel { $0.set(0x4000_0000 as UInt32, at: 50) } == [.badHeader])
    #expect(try tunnel { $0.set(0xFFFF as UInt16, at: 40) } == [.badChecksum])
    #expect(try tunnel { $0.set(9 as UInt16, at: 38) } == [.truncated])
  }

  @Test("a time to live of 1 ends here")
  func timeToLive() throws {
    var forwarder = try forwarder([Self.plainAway])
    #expect(forwarder.take(plain(timeToLive: 1), on: 0).drops == [.ttlExpired])
  }

  @Test("bytes that pad the frame behind the packet do not travel on")
  func padding() throws {
    var here = try forwarder([Self.plainAway])
    var there = try forwarder(Site.b, [.forward(index: 254, from: Self.site.outer, to: Site.b.inner)])
    let given = plain()
    let count = given.count
    let packet = across(try #require(here.take(given, on: 0).out.first).packet)
    packet.append(6)
    let (out, _) = there.take(packet, on: 1)
    #expect(try #require(out.first).packet.count == count)
  }

  @Test("rules for unknown neighbours, of other elements and across the layers are refused")
  func refusedRules() throws {
    let stranger = ElementID(999)
    let cipher = Self.site.encryption(1)
    let cases: [(FlowRule, RuleDefect)] = [
      (.forward(index: 254, from: Self.site.inner, to: stranger), .unknownNeighbour),
      (.forward(index: 254, from: stranger, to: Self.site.inner), .unknownNeighbour),
      (.forward(index: 254, from: Self.site.inner, to: cipher), .wrongNeighbour),
      (.forward(index: 254, from: cipher, to: Site.b.outer), .wrongNeighbour),
      (.forwardEncrypted(Self.link, index: 254, from: cipher, to: stranger), .unknownNeighbour),
      (.forwardEncrypted(Self.link, index: 254, from: cipher, to: Self.site.inner), .wrongNeighbour),
      (.encrypt(index: 254, from: Self.site.inner, over: Self.link, by: cipher), .wrongElement),
      (.classify(FlowMatch(), index: 255), .wrongElement),
      (.endOfChain(index: 252, to: Site.server), .wrongElement),
      (.deny(FlowMatch()), .wrongElement),
    ]
    for (rule, defect) in cases {
      var forwarder = try forwarder([Self.plainAway])
      #expect(throws: defect) { try forwarder.install(RuleSet(path: Self.path, version: 2, rules: [rule])) }
      #expect(forwarder.ruleSets.map(\.rules) == [[Self.plainAway]])
    }
  }

  @Test("two paths cannot claim one encryption path")
  func conflicts() throws {
    var forwarder = try forwarder([Self.cipherAway])
    #expect(throws: RuleDefect.conflicting) {
      try forwarder.install(RuleSet(path: ServicePathID(8), version: 1, rules: [Self.cipherAway]))
    }
  }
}
