import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Oracles of service function chains (docs/models/oracles.md)")
struct ChainOracleTests {
  /// A packet of the first flow, which can be read.
  private func readable(_ world: SFCWorld, flow: Int = 0) -> PacketBuffer {
    var word = FlowSecret.word(of: flow).bigEndian
    let secret = withUnsafeBytes(of: &word) { [UInt8]($0) }
    let packet = PacketBuffer([UInt8](repeating: 0, count: 60) + secret + secret + secret)
    packet.mark = PacketMark(source: flow, sequence: 1).rawValue
    return packet
  }

  /// A link of the node of a role at a site.
  private func link(_ world: SFCWorld, _ role: SFCLayout.Role, site: Int = 0, port: Int) -> LinkID {
    world.world.hosts[world.layout.node(role, site)].ports[port]
  }

  @Test("an encrypted flow's content on a link between compute nodes is found, on one inside it is not")
  func plaintext() throws {
    let chain = try ChainFixture.world()
    let oracles = try #require(chain.oracles)
    oracles.enters(readable(chain), link(chain, .classifier, port: 0), loss: nil, at: .start)
    #expect(oracles.violations == [])
    oracles.enters(readable(chain), link(chain, .gateway, port: 0), loss: nil, at: .start)
    #expect(oracles.violations.map(\.oracle) == ["plaintext"])
  }

  @Test("it is found, too, inside a compute node at which no function of its chain stands; at its own it is not")
  func foreignSite() throws {
    let chain = try ChainFixture.world()
    let oracles = try #require(chain.oracles)
    // The pings pass the second site, and no function there.
    for (flow, site) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 2)] {
      oracles.enters(readable(chain, flow: flow), link(chain, .inner, site: site, port: 0), loss: nil, at: .start)
    }
    #expect(oracles.violations == [])
    oracles.enters(readable(chain, flow: 1), link(chain, .inner, site: 1, port: 0), loss: nil, at: .start)
    #expect(oracles.violations.map(\.oracle) == ["plaintext"])
    let forged = readable(chain, flow: 1)
    forged.mark = AdversaryMark(.links(attack: 0), isInsider: true, isContentForged: false, serial: 1).rawValue
    oracles.enters(forged, link(chain, .inner, site: 1, port: 0), loss: nil, at: .start)
    #expect(oracles.violations.count == 1)
  }

  @Test("a packet that arrives past a function of its chain, or in another order, is found")
  func order() throws {
    let chain = try ChainFixture.world()
    let oracles = try #require(chain.oracles)
    let packet = readable(chain)
    func visit(_ role: SFCLayout.Role, _ number: Int) {
      oracles.arrives(packet, at: NodeID(chain.layout.node(role, number)), on: PortNumber(0), at: .start)
    }
    for function in 0..<3 { visit(.function, function) }
    visit(.server, 0)
    #expect(oracles.violations == [])
    for function in [0, 2] { visit(.function, function) }
    visit(.server, 0)
    #expect(oracles.violations.count == 1)
    for function in [1, 0, 2] { visit(.function, function) }
    visit(.server, 0)
    #expect(oracles.violations.map(\.oracle) == ["chain-order", "chain-order"])
  }

  @Test("a function that is not on a packet's chain must not see it")
  func isolation() throws {
    let chain = try ChainFixture.world()
    let oracles = try #require(chain.oracles)
    let ping = PacketBuffer([0])
    ping.mark = PacketMark(source: 1, sequence: 0).rawValue
    oracles.arrives(ping, at: NodeID(chain.layout.node(.function, 1)), on: PortNumber(0), at: .start)
    #expect(oracles.violations.map(\.oracle) == ["isolation"])
  }

  @Test("an element that swallows a packet without a reason is found, and so is one that the world loses")
  func conservation() throws {
    let chain = try ChainFixture.world()
    let oracles = try #require(chain.oracles)
    let node = NodeID(chain.layout.node(.inner, 0))
    oracles.handled(sent: 1, drop: nil, by: node, at: .start)
    oracles.handled(sent: 0, drop: .unknownPath, by: node, at: .start)
    #expect(oracles.violations == [])
    oracles.handled(sent: 0, drop: nil, by: node, at: .start)
    chain.world.packetCounters.sent += 1
    oracles.finish(chain.world)
    #expect(oracles.violations.map(\.oracle) == ["conservation", "conservation"])
  }
}
