import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The forgery oracle (docs/models/chain-attacks.md)")
struct ForgeryOracleTests {
  private struct Case {
    let world: SFCWorld
    let oracle: ForgeryOracle

    /// Chain 0 has all three functions, chain 1 the first and the last.
    init(_ changes: (String, String)..., isAuthenticated: Bool = false) throws {
      let loaded = try ExplorationFixture.load(ChainFixture.text(changes), path: "chain.yaml")
      world = SFCWorld(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions(), trace: .off)
      oracle = ForgeryOracle(
        world.layout, SFCFlows(world.layout, mtu: nil), world.control.deployments, plan: loaded.scenario.faults,
        isAuthenticated: isAuthenticated)
    }

    func arrives(_ packet: PacketBuffer, _ role: SFCLayout.Role, _ number: Int) {
      oracle.arrives(packet, at: NodeID(world.layout.node(role, number)), on: PortNumber(0), at: .start)
    }

    func function(_ number: Int) -> AdversaryMark.Origin { .function(node: world.layout.node(.function, number)) }
  }

  private func packet(
    _ origin: AdversaryMark.Origin, path: UInt32 = 1, showing flow: Int? = nil, isForged: Bool = true,
    isInsider: Bool = false
  ) -> PacketBuffer {
    var content = [UInt8](repeating: 0, count: 64)
    if let flow {
      let word = FlowSecret.word(of: flow)
      content = (0..<64).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * ($0 % 8))) }
    }
    let packet = PacketBuffer(content)
    NetworkServiceHeader(path: ServicePathID(path), index: 254).push(on: packet)
    EthernetHeader(destination: 1, source: 2, type: .nsh).push(on: packet)
    packet.mark = AdversaryMark(origin, isInsider: isInsider, isContentForged: isForged, serial: 7).rawValue
    return packet
  }

  @Test("a packet that was made between compute nodes is found on an encrypted chain, and on any with integrity")
  func entry() throws {
    let encrypted = try Case()
    encrypted.arrives(packet(.links(attack: 0)), .function, 0)
    encrypted.arrives(packet(.links(attack: 0)), .classifier, 2)
    #expect(encrypted.oracle.violations.count == 2)
    encrypted.arrives(packet(.links(attack: 0), isForged: false), .function, 0)
    encrypted.arrives(packet(.links(attack: 0), isInsider: true), .function, 0)
    #expect(encrypted.oracle.violations.count == 2)
    let plain = try Case(ChainAttackFixture.plain)
    plain.arrives(packet(.links(attack: 0)), .function, 0)
    #expect(plain.oracle.violations == [])
    let authenticated = try Case(ChainAttackFixture.plain, isAuthenticated: true)
    authenticated.arrives(packet(.links(attack: 0)), .function, 0)
    #expect(authenticated.oracle.violations.count == 1)
  }

  @Test("a function that is led to read an encrypted flow of a chain that it is not on is found")
  func reading() throws {
    let encrypted = try Case()
    // Flow 1 takes the chain without the cache.
    encrypted.arrives(packet(.links(attack: 1), showing: 1, isForged: false), .function, 1)
    encrypted.arrives(packet(.links(attack: 1), showing: 1, isForged: false), .function, 2)
    #expect(encrypted.oracle.violations.map(\.oracle) == ["forgery"])
    encrypted.arrives(packet(.links(attack: 1), showing: 1, isForged: false, isInsider: true), .function, 1)
    #expect(encrypted.oracle.violations.count == 1)
    let plain = try Case(ChainAttackFixture.plain)
    plain.arrives(packet(.links(attack: 1), showing: 1, isForged: false), .function, 1)
    #expect(plain.oracle.violations == [])
  }

  @Test("a compromised function must not reach those in front of it, nor a server past those behind it")
  func function() throws {
    let chain = try Case()
    let good = packet(chain.function(1))
    chain.arrives(good, .function, 2)
    chain.arrives(good, .server, 0)
    #expect(chain.oracle.violations == [])
    chain.arrives(packet(chain.function(1)), .function, 0)
    #expect(chain.oracle.violations.count == 1)
    let skipping = packet(chain.function(0))
    chain.arrives(skipping, .server, 0)
    #expect(chain.oracle.violations.count == 2)
    // From the first function straight to the last is the other chain's way.
    let other = packet(chain.function(0))
    chain.arrives(other, .function, 2)
    chain.arrives(other, .server, 0)
    #expect(chain.oracle.violations.count == 2)
  }

  @Test("what a manager does for a compromised function is found")
  func grant() throws {
    let chain = try Case()
    let grant = RogueElement.Grant(
      request: .deleteFunction(ElementID(2)), manager: NodeID(chain.world.layout.node(.provisioner, 0)))
    chain.oracle.judge(grant, by: chain.world.layout.node(.function, 1), at: .start)
    #expect(chain.oracle.violations.first?.description.contains("provisioner 0 does for function 1: DELETE") == true)
  }

  @Test("honest packets are none of its business")
  func honest() throws {
    let chain = try Case()
    let packet = packet(.links(attack: 0))
    packet.mark = PacketMark(source: 0, sequence: 3).rawValue
    chain.arrives(packet, .function, 0)
    chain.arrives(packet, .server, 0)
    #expect(chain.oracle.violations == [])
  }
}
