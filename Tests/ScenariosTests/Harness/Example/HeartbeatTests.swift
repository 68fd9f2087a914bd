import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("An example protocol (docs/adding-a-protocol.md)")
struct HeartbeatTests {
  /// Loses all that a node sends from some instant on.
  final class Silence: PacketInterceptor {
    let network: Network
    let node: NodeID
    let start: Instant

    init(of node: NodeID, from start: Instant, in network: Network) {
      self.network = network
      self.node = node
      self.start = start
    }

    func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict {
      network.sender(of: link) == node && now >= start ? .drop(.disconnected) : .pass
    }
  }

  @Test("a node that falls silent is suspected by all others after three periods, and nobody else is")
  func silence() {
    let machines = (0..<4).map { Heartbeat(number: $0, of: 4, period: .milliseconds(100)) }
    let world = ProbeWorld(machines, latency: .uniform(low: 1e6, high: 5e6))
    let silence = Silence(of: NodeID(2), from: .start + .seconds(1), in: world.world.network)
    world.world.network.interceptor = silence
    world.run(until: .seconds(10))

    #expect(world.noted.map(\.node).sorted() == [0, 1, 3])
    #expect(world.noted.allSatisfy { $0.subject == 2 })
    // Its last word is from 900 ms; three periods later, at the next tick, its time is up.
    #expect(world.noted.allSatisfy { $0.nanoseconds == 1_300_000_000 })
  }

  @Test("slow messages alone make nobody suspect")
  func slow() {
    let machines = (0..<4).map { Heartbeat(number: $0, of: 4, period: .milliseconds(100)) }
    let world = ProbeWorld(machines, latency: .constant(150e6))
    world.run(until: .seconds(10))
    #expect(world.noted.isEmpty)
  }
}
