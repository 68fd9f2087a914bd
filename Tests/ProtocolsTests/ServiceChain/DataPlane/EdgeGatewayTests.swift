import Testing
import Vocabulary

@testable import Protocols

@Suite("Edge gateway")
struct EdgeGatewayTests {
  private static let ports = Ports([
    Neighbour(Site.b.outer, .outerForwarder), Neighbour(Site.a.gateway, .gateway), Neighbour(Site.c.gateway, .gateway),
  ])

  private func gateway() throws -> EdgeGateway {
    var gateway = EdgeGateway(Site.b.gateway, ports: Self.ports)
    try gateway.install([
      EdgeGateway.Route(AddressPrefix("10.0.0.0/16")!, via: Site.a.gateway),
      EdgeGateway.Route(AddressPrefix(Site.c.outer.networkAddress), via: Site.c.gateway),
    ])
    return gateway
  }

  private func packet(to: ElementID, timeToLive: UInt8 = 64) -> PacketBuffer {
    let packet = PacketBuffer([UInt8](repeating: 7, count: 100))
    IPv4Header(
      totalLength: 0, timeToLive: timeToLive, transport: .udp, source: Site.b.outer.networkAddress,
      destination: to.networkAddress
    ).push(on: packet)
    packet.prepend(14)
    EthernetHeader.write(to: packet, from: Site.b.outer, to: Site.b.gateway, type: .ipv4)
    return packet
  }

  @Test("a packet takes the route of the longest prefix, with one hop less to live and a right checksum")
  func routes() throws {
    var gateway = try gateway()
    for (destination, port, neighbour) in [(Site.a.outer, 1, Site.a.gateway), (Site.c.outer, 2, Site.c.gateway)] {
      let (out, drops) = gateway.take(packet(to: destination), on: 0)
      #expect(drops == [])
      let sent = try #require(out.first)
      #expect(sent.port.slot == port)
      #expect(try EthernetHeader(in: sent.packet).destination == neighbour.linkAddress)
      // Throws for a wrong checksum.
      #expect(try IPv4Header(in: sent.packet, at: 14).timeToLive == 63)
      #expect(Array(sent.packet.bytes[34...]) == [UInt8](repeating: 7, count: 100))
    }
  }

  @Test("the checksum stays right over all 63 steps")
  func checksums() throws {
    var gateway = try gateway()
    var packet = packet(to: Site.a.outer)
    for left in stride(from: UInt8(63), through: 1, by: -1) {
      packet = try #require(gateway.take(packet, on: 0).out.first).packet
      #expect(try IPv4Header(in: packet, at: 14).timeToLive == left)
      EthernetHeader.write(to: packet, from: Site.b.outer, to: Site.b.gateway, type: .ipv4)
    }
    #expect(gateway.take(packet, on: 0).drops == [.ttlExpired])
  }

  @Test("there is no default route")
  func noDefault() throws {
    var gateway = EdgeGateway(Site.b.gateway, ports: Self.ports)
    #expect(gateway.take(packet(to: Site.a.outer), on: 0).drops == [.unknownRoute])
    #expect(throws: RuleDefect.unknownNeighbour) {
      try gateway.install([EdgeGateway.Route(.any, via: ElementID(999))])
    }
    try gateway.install([EdgeGateway.Route(.any, via: Site.a.gateway)])
    #expect(gateway.take(packet(to: ElementID(0xFFFFFF)), on: 0).drops == [])
  }

  @Test("what is not its to route is dropped by name")
  func refusals() throws {
    var gateway = try gateway()
    let changed = packet(to: Site.a.outer)
    changed[14 + 19] ^= 1
    #expect(gateway.take(changed, on: 0).drops == [.badChecksum])
    let short = packet(to: Site.a.outer)
    short.truncate(to: 30)
    #expect(gateway.take(short, on: 0).drops == [.truncated])
    let other = packet(to: Site.a.outer)
    EthernetHeader.write(to: other, from: Site.b.outer, to: Site.a.gateway, type: .ipv4)
    #expect(gateway.take(other, on: 0).drops == [.wrongRecipient])
    let service = packet(to: Site.a.outer)
    EthernetHeader.write(to: service, from: Site.b.outer, to: Site.b.gateway, type: .nsh)
    #expect(gateway.take(service, on: 0).drops == [.unknownProtocol])
    #expect(gateway.take(packet(to: Site.a.outer), on: 3).drops == [.unknownSender])
  }
}
