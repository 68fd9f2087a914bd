import Foundation
import Testing
import Vocabulary

@testable import Protocols

@Suite("Rules and associations as JSON")
struct FlowRuleTests {
  private static let samples: [(FlowRule, String)] = [
    (
      .classify(
        FlowMatch(destination: AddressPrefix("10.0.0.0/8")!, transport: 6, destinationPorts: 80...80), index: 255),
      #"{"action":"classify","index":255,"match":{"destination":"10.0.0.0/8","destination-ports":[80,80],"transport":6}}"#
    ),
    (.endOfChain(index: 252, to: ElementID(2)), #"{"action":"end-of-chain","index":252,"to":2}"#),
    (
      .forward(index: 255, from: ElementID(101), to: ElementID(111)),
      #"{"action":"forward","from":101,"index":255,"to":111}"#
    ),
    (
      .encrypt(index: 254, from: ElementID(111), over: EncryptionPathID(7), by: ElementID(151)),
      #"{"action":"encrypt","encryption-path":7,"from":111,"index":254,"to":151}"#
    ),
    (
      .forwardEncrypted(EncryptionPathID(7), index: 254, from: ElementID(151), to: ElementID(203)),
      #"{"action":"forward-encrypted","encryption-path":7,"from":151,"index":254,"to":203}"#
    ),
    (.deny(FlowMatch(sourcePorts: 1...1023)), #"{"action":"deny","match":{"source-ports":[1,1023]}}"#),
  ]

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test("each rule has its form, and is read back from it")
  func rules() throws {
    for (rule, text) in Self.samples {
      #expect(try json(rule) == text)
      #expect(try JSONDecoder().decode(FlowRule.self, from: Data(text.utf8)) == rule)
    }
    let set = RuleSet(path: ServicePathID(9), version: 4, rules: Self.samples.map(\.0))
    #expect(try JSONDecoder().decode(RuleSet.self, from: Data(try json(set).utf8)) == set)
  }

  @Test("an association is read back as it was written")
  func associations() throws {
    let grant = AssociationGrant(
      path: EncryptionPathID(7), spi: 4711, role: .decrypt, peer: ElementID(9), key: PlanePackets.key(1),
      lifetime: .milliseconds(12_345), method: .makeBeforeBreak)
    #expect(try JSONDecoder().decode(AssociationGrant.self, from: Data(try json(grant).utf8)) == grant)
  }

  @Test(
    "numbers out of range, unknown actions, missing parts and bad prefixes are errors, not traps",
    arguments: [
      #"{"action":"forward","from":16777216,"index":255,"to":1}"#, #"{"action":"forward","from":1,"index":256,"to":1}"#,
      #"{"action":"forward","from":1,"index":255}"#, #"{"action":"teleport","index":255,"to":1}"#,
      #"{"action":"encrypt","encryption-path":16777216,"from":1,"index":254,"to":1}"#,
      #"{"action":"deny","match":{"source-ports":[2,1]}}"#, #"{"action":"deny","match":{"source-ports":[2]}}"#,
      #"{"action":"deny","match":{"source":"10.0.0.0/33"}}"#, #"{"action":"deny","match":{"source":"10.0.0"}}"#,
      #"{"action":"deny","match":{"source":"10.0.0.256"}}"#, #"{"action":"deny","match":{"source":""}}"#, "[]",
    ])
  func bad(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(FlowRule.self, from: Data(text.utf8)) }
  }

  @Test("a match compares every part of the five-tuple")
  func matching() {
    let packet = FiveTuple(
      source: 0x0A00_0001, destination: 0x0A00_0002, transport: 6, sourcePort: 40_000, destinationPort: 80)
    #expect(FlowMatch().matches(packet))
    let match = FlowMatch(
      source: AddressPrefix("10.0.0.0/31")!, destination: AddressPrefix("10.0.0.2")!, transport: 6,
      sourcePorts: 40_000...40_000, destinationPorts: 80...443)
    #expect(match.matches(packet))
    var other = packet
    other.source = 0x0A00_0003
    #expect(!match.matches(other))
    other = packet
    other.destination = 0x0A00_0003
    #expect(!match.matches(other))
    other = packet
    other.transport = 17
    #expect(!match.matches(other))
    other = packet
    other.sourcePort = 39_999
    #expect(!match.matches(other))
    other = packet
    other.destinationPort = 444
    #expect(!match.matches(other))
    let back = FiveTuple(
      source: packet.destination, destination: packet.source, transport: 6, sourcePort: 80, destinationPort: 40_000)
    #expect(match.reversed.matches(back))
    #expect(!match.matches(back))
  }

  @Test("matches overlap where some packet is of both")
  func overlaps() {
    let web = FlowMatch(destination: AddressPrefix("10.1.0.0/16")!, transport: 6, destinationPorts: 80...90)
    let alike = [
      FlowMatch(), FlowMatch(destination: AddressPrefix("10.1.2.3")!), FlowMatch(destinationPorts: 90...100),
      FlowMatch(destination: AddressPrefix("10.0.0.0/8")!, transport: 6), web,
    ]
    for other in alike { #expect(web.overlaps(other) && other.overlaps(web), "\(other)") }
    let apart = [
      FlowMatch(destination: AddressPrefix("10.2.0.0/16")!), FlowMatch(transport: 17),
      FlowMatch(destinationPorts: 91...100), FlowMatch(destination: AddressPrefix("11.1.0.0/16")!),
    ]
    for other in apart { #expect(!web.overlaps(other) && !other.overlaps(web), "\(other)") }
  }

  @Test("addresses follow from an element's number, and lead back to it")
  func addresses() {
    let element = ElementID(0x01_0203)
    #expect(element.linkAddress == 0x0200_0001_0203)
    #expect(element.networkAddress == 0x0A01_0203)
    #expect(ElementID(networkAddress: 0x0A01_0203) == element)
    #expect(ElementID(networkAddress: 0x0B01_0203) == nil)
  }

  @Test("ports keep their numbers while neighbours come and go")
  func ports() {
    var ports = Ports([Neighbour(ElementID(1), .classifier), Neighbour(ElementID(2), .serviceFunction)])
    #expect(ports.attach(Neighbour(ElementID(3), .serviceFunction)) == PortNumber(2))
    ports.detach(ElementID(2))
    #expect(ports.port(to: ElementID(2)) == nil)
    #expect(ports[PortNumber(1)] == nil)
    #expect(ports.port(to: ElementID(3)) == PortNumber(2))
    #expect(ports.attach(Neighbour(ElementID(2), .serviceFunction)) == PortNumber(3))
    #expect(ports.attach(Neighbour(ElementID(1), .classifier)) == PortNumber(0))
    #expect(ports[PortNumber(-1)] == nil)
  }
}
