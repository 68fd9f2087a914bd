import Testing
import Vocabulary

@testable import Protocols

@Suite("Classifier (RFC 7665, 4.7)")
struct ClassifierTests {
  private static let site = Site.a
  private static let ports = Ports([
    Neighbour(site.inner, .innerForwarder), Neighbour(Site.client, .endpoint), Neighbour(Site.server, .endpoint),
  ])
  private static let web = FlowMatch(transport: 17, destinationPorts: 80...80)
  private static let mail = FlowMatch(transport: 17, destinationPorts: 25...25)

  private func classifier() throws -> Classifier {
    var classifier = Classifier(Self.site.classifier, ports: Self.ports)
    try classifier.install(
      RuleSet(
        path: ServicePathID(1), version: 1,
        rules: [.classify(Self.web, index: 255), .endOfChain(index: 252, to: Site.server)]))
    try classifier.install(
      RuleSet(path: ServicePathID(2), version: 1, rules: [.classify(Self.mail, index: 200)]))
    return classifier
  }

  @Test("a packet of a known flow enters its path: Ethernet off, NSH on")
  func enters() throws {
    var classifier = try classifier()
    let given = PlanePackets.datagram()
    let content = PlanePackets.content(given.bytes)
    let (out, drops) = classifier.take(given, on: 1)
    #expect(drops == [])
    let sent = try #require(out.first)
    #expect(sent.port == PortNumber(0))
    #expect(try EthernetHeader(in: sent.packet).type == .nsh)
    let service = try NetworkServiceHeader(in: sent.packet, at: 14)
    #expect((service.path, service.index) == (ServicePathID(1), 255))
    #expect(service.timeToLive == 63)
    #expect(service.nextProtocol == .ipv4)
    #expect(Array(sent.packet.bytes[(14 + service.byteCount)...]) == content)
  }

  @Test("flows are told apart by their five-tuple, again and again")
  func flows() throws {
    var classifier = try classifier()
    for _ in 0..<3 {
      for (port, path) in [(80, 1), (25, 2)] as [(UInt16, UInt32)] {
        let sent = try #require(classifier.take(PlanePackets.datagram(port: port), on: 1).out.first)
        #expect(try NetworkServiceHeader(in: sent.packet, at: 14).path == ServicePathID(path))
      }
      #expect(classifier.take(PlanePackets.datagram(port: 443), on: 1).drops == [.unclassified])
    }
  }

  @Test("new rules count for flows that were seen before")
  func newRules() throws {
    var classifier = try classifier()
    #expect(classifier.take(PlanePackets.datagram(), on: 1).drops == [])
    try classifier.install(RuleSet(path: ServicePathID(1), version: 2, rules: []))
    #expect(classifier.take(PlanePackets.datagram(), on: 1).drops == [.unclassified])
  }

  @Test("flows of a chain that has no rules do not take the way of a chain that comes after it")
  func exceptions() throws {
    var classifier = try classifier()
    try classifier.install(
      RuleSet(path: ServicePathID(3), version: 1, rules: [.deny(Self.web), .classify(FlowMatch(), index: 100)]))
    func path(_ port: UInt16) throws -> ServicePathID? {
      try classifier.take(PlanePackets.datagram(port: port), on: 1).out.first.map {
        try NetworkServiceHeader(in: $0.packet, at: 14).path
      }
    }
    #expect(try path(80) == ServicePathID(1))
    #expect(try path(443) == ServicePathID(3))
    try classifier.install(RuleSet(path: ServicePathID(1), version: 2, rules: []))
    for _ in 0..<2 { #expect(classifier.take(PlanePackets.datagram(), on: 1).drops == [.denied]) }
    #expect(try path(443) == ServicePathID(3))
  }

  @Test("at the end of its path a packet leaves as it came: NSH off, Ethernet on")
  func ends() throws {
    var classifier = try classifier()
    let given = PlanePackets.onPath(ServicePathID(1), index: 252, from: Self.site.inner, to: Self.site.classifier)
    let content = Array(given.bytes[22...])
    let (out, drops) = classifier.take(given, on: 0)
    #expect(drops == [])
    let sent = try #require(out.first)
    #expect(sent.port == PortNumber(2))
    #expect(
      try EthernetHeader(in: sent.packet)
        == EthernetHeader(
          destination: Site.server.linkAddress, source: Self.site.classifier.linkAddress, type: .ipv4))
    #expect(PlanePackets.content(sent.packet.bytes) == content)
  }

  @Test("a packet that has not been through its path does not leave")
  func bypass() throws {
    var classifier = try classifier()
    for (path, index) in [(1, 255), (1, 253), (1, 251), (2, 252), (9, 252)] as [(UInt32, UInt8)] {
      let given = PlanePackets.onPath(
        ServicePathID(path), index: index, from: Self.site.inner, to: Self.site.classifier)
      #expect(classifier.take(given, on: 0).drops == [.unknownPath])
    }
  }

  @Test("customers cannot bring headers of their own, and nothing unclassifiable gets in")
  func refusals() throws {
    var classifier = try classifier()
    let headed = PlanePackets.onPath(ServicePathID(1), index: 252, from: Site.client, to: Self.site.classifier)
    #expect(classifier.take(headed, on: 1).drops == [.unknownProtocol])
    let wrong = PlanePackets.datagram()
    wrong[14 + 12] ^= 1
    #expect(classifier.take(wrong, on: 1).drops == [.badChecksum])
    let short = PlanePackets.datagram()
    short.truncate(to: 40)
    #expect(classifier.take(short, on: 1).drops == [.truncated])
    #expect(classifier.take(PlanePackets.datagram(via: Self.site.inner), on: 1).drops == [.wrongRecipient])
    #expect(classifier.take(PlanePackets.datagram(via: Self.site.classifier), on: 7).drops == [.unknownSender])
    let plain = PlanePackets.datagram(via: Self.site.classifier)
    #expect(classifier.take(plain, on: 0).drops == [.wrongRecipient])
  }

  @Test("a datagram too short for ports has none to be classified by")
  func noPorts() throws {
    var classifier = try classifier()
    let packet = PacketBuffer([1, 2])
    IPv4Header(
      totalLength: 0, transport: .udp, source: Site.client.networkAddress, destination: Site.server.networkAddress
    ).push(on: packet)
    packet.prepend(14)
    EthernetHeader.write(to: packet, from: Site.client, to: Self.site.classifier, type: .ipv4)
    #expect(classifier.take(packet, on: 1).drops == [.truncated])
  }

  @Test("rules for unknown neighbours, no endpoints, other elements or a taken exit are refused")
  func refusedRules() throws {
    let cases: [(FlowRule, RuleDefect)] = [
      (.endOfChain(index: 252, to: ElementID(999)), .unknownNeighbour),
      (.endOfChain(index: 252, to: Self.site.inner), .wrongNeighbour),
      (.forward(index: 255, from: Self.site.inner, to: Site.server), .wrongElement),
    ]
    for (rule, defect) in cases {
      var classifier = try classifier()
      #expect(throws: defect) { try classifier.install(RuleSet(path: ServicePathID(1), version: 2, rules: [rule])) }
      #expect(classifier.take(PlanePackets.datagram(), on: 1).drops == [])
    }
    var classifier = try classifier()
    let twice = [FlowRule.endOfChain(index: 9, to: Site.client), .endOfChain(index: 9, to: Site.server)]
    #expect(throws: RuleDefect.conflicting) {
      try classifier.install(RuleSet(path: ServicePathID(5), version: 1, rules: twice))
    }
  }
}
