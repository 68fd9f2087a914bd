import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Oracles of service function chains (docs/models/oracles.md)")
struct ChainOracleTests {
  /// A packet of the first flow, which can be read.
  private func readable(_ world: SFCWorld) -> PacketBuffer {
    var word = FlowSecret.word(of: 0).bigEndian
    let secret = withUnsafeBytes(of: &word) { [UInt8]($0) }
    let packet = PacketBuffer([UInt8](repeating: 0, count: 60) + secret + secret + secret)
    packet.mark = PacketMark(source: 0, sequence: 1).rawValue
    return packet
  }

  /// The first node of a role in the first of whose links `isOutside` says it is.
  private func link(_ world: SFCWorld, _ role: SFCLayout.Role, port: Int) -> LinkID {
    world.world.hosts[world.layout.node(role, 0)].ports[port]
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
