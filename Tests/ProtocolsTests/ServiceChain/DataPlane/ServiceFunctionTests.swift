import Testing
import Vocabulary

@testable import Protocols

@Suite("Service function (paper 4.4)")
struct ServiceFunctionTests {
  private static let site = Site.c
  private static let path = ServicePathID(3)
  private static let telnet = FlowMatch(transport: 17, destinationPorts: 23...23)

  private func function(_ kind: ServiceFunction.Kind) -> ServiceFunction {
    ServiceFunction(Self.site.function(1), kind: kind, ports: Ports([Neighbour(Self.site.inner, .innerForwarder)]))
  }

  private func packet(
    _ index: UInt8 = 255, timeToLive: UInt8 = 63, path: ServicePathID = path, port: UInt16 = 80
  ) -> PacketBuffer {
    PlanePackets.onPath(
      path, index: index, from: Self.site.inner, to: Self.site.function(1), timeToLive: timeToLive, port: port)
  }

  @Test(
    "a packet comes back with its service index one lower and all else as it was",
    arguments: ServiceFunction.Kind.allCases)
  func serves(kind: ServiceFunction.Kind) throws {
    var function = function(kind)
    let given = packet(timeToLive: 17)
    let content = Array(given.bytes[22...])
    let (out, drops) = function.take(given, on: 0)
    #expect(drops == [])
    let sent = try #require(out.first)
    #expect(sent.port == PortNumber(0))
    #expect(try EthernetHeader(in: sent.packet).destination == Self.site.inner.linkAddress)
    let service = try NetworkServiceHeader(in: sent.packet, at: 14)
    #expect((service.path, service.index, service.timeToLive) == (Self.path, 254, 17))
    #expect(Array(sent.packet.bytes[22...]) == content)
    #expect(function.forwarded.packets == 1)
    #expect(function.forwarded.bytes == Int64(content.count))
  }

  @Test("an index of 0 cannot be counted down (RFC 8300, 2.3)")
  func exhausted() {
    var function = function(.cache)
    #expect(function.take(packet(0), on: 0).drops == [.indexExhausted])
    #expect(function.take(packet(1), on: 0).drops == [])
  }

  @Test("a firewall drops the denied flows of a path, and counts them by rule")
  func denies() throws {
    var firewall = function(.firewall)
    let smtp = FlowMatch(destinationPorts: 25...25)
    try firewall.install(RuleSet(path: Self.path, version: 1, rules: [.deny(Self.telnet), .deny(smtp)]))
    #expect(firewall.take(packet(port: 23), on: 0).drops == [.denied])
    #expect(firewall.take(packet(port: 23), on: 0).drops == [.denied])
    #expect(firewall.take(packet(port: 25), on: 0).drops == [.denied])
    #expect(firewall.take(packet(port: 80), on: 0).drops == [])
    #expect(firewall.take(packet(path: ServicePathID(4), port: 23), on: 0).drops == [])
    #expect(firewall.denials.map(\.packets) == [2, 1])
    #expect(firewall.forwarded.packets == 2)
    // Counts of rules that stay go on.
    try firewall.install(RuleSet(path: Self.path, version: 2, rules: [.deny(Self.telnet)]))
    #expect(firewall.denials.map(\.packets) == [2])
    #expect(firewall.take(packet(port: 25), on: 0).drops == [])
  }

  @Test("a firewall drops what it cannot read")
  func unreadable() throws {
    var firewall = function(.firewall)
    try firewall.install(RuleSet(path: Self.path, version: 1, rules: [.deny(Self.telnet)]))
    let wrong = packet()
    wrong[22 + 16] ^= 1
    #expect(firewall.take(wrong, on: 0).drops == [.badChecksum])
  }

  @Test("only firewalls take denials, and no function takes another element's rules")
  func refusedRules() {
    var cache = function(.cache)
    #expect(throws: RuleDefect.wrongElement) {
      try cache.install(RuleSet(path: Self.path, version: 1, rules: [.deny(Self.telnet)]))
    }
    var firewall = function(.firewall)
    #expect(throws: RuleDefect.wrongElement) {
      try firewall.install(RuleSet(path: Self.path, version: 1, rules: [.classify(Self.telnet, index: 255)]))
    }
  }

  @Test("encrypted packets, packets without NSH, for others or of unknown content are dropped")
  func refusals() {
    var function = function(.vCPE)
    let encrypted = PlanePackets.onEncryptionPath(
      EncryptionPathID(9), index: 255, of: Self.path, at: 255, from: Self.site.inner, to: Self.site.function(1))
    #expect(function.take(encrypted, on: 0).drops == [.badHeader])
    let astray = PlanePackets.onPath(Self.path, index: 255, from: Self.site.inner, to: Self.site.function(2))
    #expect(function.take(astray, on: 0).drops == [.wrongRecipient])
    let nested = packet()
    nested[17] = 4
    #expect(function.take(nested, on: 0).drops == [.unknownProtocol])
    let plain = PlanePackets.datagram(from: Self.site.inner, via: Self.site.function(1))
    #expect(function.take(plain, on: 0).drops == [.wrongRecipient])
    #expect(function.take(packet(), on: 1).drops == [.unknownSender])
  }
}
