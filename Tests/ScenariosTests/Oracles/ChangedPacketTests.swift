import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Oracles of chains, where links deliver twice and change bits (docs/models/chain-worlds.md)")
struct ChangedPacketTests {
  private static let service = 14

  /// Ethernet and a service header of this type, with nothing behind.
  private static func frame(type: UInt8) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 60)
    (bytes[12], bytes[13]) = (0x89, 0x4F)
    bytes[service + 2] = type
    return bytes
  }

  private static func lead(_ frame: [UInt8], _ offset: Int, hasIntegrity: Bool = false) -> Bool {
    strays(frame, [offset], hasIntegrity: hasIntegrity)
  }

  /// Whether it may go astray when all of these bytes have been changed.
  private static func strays(_ frame: [UInt8], _ offsets: [Int], hasIntegrity: Bool = false) -> Bool {
    var trail = PacketTrail()
    for offset in offsets {
      frame.withUnsafeBytes { trail.changed(at: offset, in: $0, hasIntegrity: hasIntegrity) }
    }
    return trail.mayStray
  }

  @Test("of a header that stands alone the path and its index lead, and nothing else; with a code nothing does")
  func alone() {
    let frame = Self.frame(type: 2)
    let leading = (0..<60).filter { Self.lead(frame, $0) }
    #expect(leading == Array(Self.service + 4..<Self.service + 8))
    #expect(!(0..<60).contains { Self.lead(frame, $0, hasIntegrity: true) })
  }

  @Test("in a tunnel it leads where it stands there: right behind VXLAN-GPE")
  func tunnelled() {
    var frame = [UInt8](repeating: 0, count: 90)
    (frame[12], frame[13], frame[23]) = (0x08, 0, IPProtocol.udp.rawValue)
    (frame[36], frame[37]) = (0x12, 0xB6)
    frame[50 + 2] = 2
    #expect((0..<90).filter { Self.lead(frame, $0) } == Array(54..<58))
  }

  @Test("of two headers one wrong bit leads nowhere; a second one does if both stand in the paths that they show")
  func nested() {
    var frame = Self.frame(type: 3)
    frame[Self.service + 1] = 4
    // The outer header has a word of context.
    let paths = [Int](Self.service + 4..<Self.service + 12) + [Int](Self.service + 20..<Self.service + 24)
    #expect(!(0..<60).contains { Self.lead(frame, $0) })
    for other in paths { #expect((0..<60).filter { Self.strays(frame, [other, $0]) } == paths) }
    #expect(!(0..<60).contains { Self.strays(frame, [50, $0]) })
    #expect(!(0..<60).contains { Self.strays(frame, [Self.service + 5, $0], hasIntegrity: true) })
  }

  @Test("before a packet has a service header its ports lead")
  func user() {
    var frame = [UInt8](repeating: 0, count: 60)
    (frame[12], frame[13]) = (0x08, 0)
    #expect((0..<60).filter { Self.lead(frame, $0) } == Array(34..<38))
  }

  @Test("each of two copies is followed by itself")
  func copies() throws {
    let chain = try ChainFixture.world()
    let oracles = try #require(chain.oracles)
    let packet = PacketBuffer(count: 60)
    packet.mark = PacketMark(source: 0, sequence: 1).rawValue
    packet.serial = 7
    func visit(_ packet: PacketBuffer, _ role: SFCLayout.Role, _ number: Int) {
      oracles.arrives(packet, at: NodeID(chain.layout.node(role, number)), on: PortNumber(0), at: .start)
    }
    visit(packet, .function, 0)
    let copy = packet.copy()
    copy.serial = 8
    oracles.copies(packet, to: copy)
    for one in [packet, copy] {
      for function in [1, 2] { visit(one, .function, function) }
      visit(one, .server, 0)
    }
    #expect(oracles.violations == [])
    // What the copy has met does not count for the other.
    for one in [packet, copy] { visit(one, .function, 0) }
    visit(copy, .server, 0)
    #expect(oracles.violations.map(\.oracle) == ["chain-order"])
  }

  @Test("a packet whose path was changed may go astray, one whose content was may not")
  func changed() throws {
    for (offset, expected) in [(Self.service + 5, 0), (50, 1)] {
      let chain = try ChainFixture.world()
      let oracles = try #require(chain.oracles)
      let packet = PacketBuffer(Self.frame(type: 2))
      packet.mark = PacketMark(source: 0, sequence: 1).rawValue
      let changed = packet.copy()
      changed[offset] ^= 1
      oracles.changes(packet, into: changed)
      oracles.arrives(changed, at: NodeID(chain.layout.node(.function, 2)), on: PortNumber(0), at: .start)
      oracles.arrives(changed, at: NodeID(chain.layout.node(.server, 0)), on: PortNumber(0), at: .start)
      #expect(oracles.violations.count == expected)
    }
  }

  @Test("one that is lost where it may only be as its path was changed is judged by that", arguments: [true, false])
  func lost(strays: Bool) throws {
    let chain = try ChainFixture.world()
    let oracles = try #require(chain.oracles)
    var word = FlowSecret.word(of: 0).bigEndian
    let secret = withUnsafeBytes(of: &word) { [UInt8]($0) }
    let packet = PacketBuffer(Self.frame(type: 2) + secret + secret + secret)
    packet.mark = PacketMark(source: 0, sequence: 1).rawValue
    let changed = packet.copy()
    changed[strays ? Self.service + 5 : 50] ^= 1
    oracles.changes(packet, into: changed)
    let cable = chain.world.hosts[chain.layout.node(.gateway, 0)].ports[0]
    oracles.enters(changed, cable, loss: .disconnected, at: .start)
    #expect(oracles.violations.map(\.oracle) == (strays ? [] : ["plaintext"]))
  }

  @Test("copies and wrong bits on all links break no promise", arguments: ["duplicate: 30 %", "corrupt: 30 %"])
  func run(fault: String) throws {
    let outcome = try ChainFixture.run(
      ("measure: [chains]\n", "measure: [chains]\nfaults:\n  - {at: 100 ms, \(fault), for: 1500 ms}\n"))
    #expect(outcome.violations == [])
    #expect(try #require(outcome.values["chain-packets-delivered"]) > 100)
  }
}
