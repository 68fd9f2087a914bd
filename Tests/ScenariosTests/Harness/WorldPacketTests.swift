import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Packets between ports")
struct WorldPacketTests {
  private func isBalanced(_ world: World) -> Bool { world.packetCounters.isBalanced(underWay: world.packets.count) }

  @Test("a packet takes each cable's latency and its frame's time at the rate, and arrives once, changed by each node")
  func path() {
    let run = PacketWorld(nodes: 4, bytes: 101, packets: 3, bandwidth: Bandwidth(bitsPerSecond: 1_000_000_000))
    run.run()
    #expect(run.arrived == [0, 1, 2])
    // 101 + 24 bytes at 1 Gbit/s are 1 us on each of three cables.
    #expect(run.probe.noted.map(\.nanoseconds) == [1_033_000, 2_033_000, 3_033_000])
    #expect(run.probe.noted.allSatisfy { $0.subject == 2 })
    #expect(isBalanced(run.world))
    #expect(run.world.packetCounters.sent == 9)
  }

  @Test("a short frame takes the time of the shortest: 84 bytes with preamble and gap (IEEE 802.3)")
  func shortest() {
    let run = PacketWorld(nodes: 2, bytes: 10, packets: 1, latency: .zero, bandwidth: Bandwidth(bitsPerSecond: 8_000_000))
    run.run()
    #expect(run.probe.noted.map(\.nanoseconds) == [1_000_000 + 84_000])
  }

  @Test("the time to forward delays each packet and keeps no other waiting")
  func forwardingLatency() {
    let run = PacketWorld(nodes: 4, packets: 50, latency: .zero, forwarding: .milliseconds(6))
    run.run()
    #expect(run.arrived == Array(0..<50))
    // The source takes its time, too.
    let times: [Int64] = (1...50).map { $0 * 1_000_000 + 18_000_000 }
    #expect(run.probe.noted.map(\.nanoseconds) == times)
    #expect(isBalanced(run.world))
  }

  @Test("work has its price, and keeps the packets behind it waiting, in order")
  func price() {
    let run = PacketWorld(nodes: 3, packets: 5, latency: .zero, prices: [.packet: 2_500_000_000])
    run.run()
    #expect(run.arrived == [0, 1, 2, 3, 4])
    // 2.5 ms at the relay, one after the other, and again at the sink.
    let times: [Int64] = (2...6).map { 1_000_000 + $0 * 2_500_000 }
    #expect(run.probe.noted.map(\.nanoseconds) == times)
  }

  @Test("a duplicate is a packet of its own: what a node changes in one is not in the other")
  func duplicate() {
    let fault = Fault(.network(.duplicate(.strikes([1]))), at: .zero, on: [0])
    let run = PacketWorld(nodes: 4, packets: 3, faults: [fault])
    run.run()
    #expect(run.arrived.sorted() == [0, 1, 1, 2] || run.arrived.sorted() == [0, 0, 1, 2])
    #expect(run.probe.noted.allSatisfy { $0.subject == 2 })
    #expect(run.world.packetCounters.copied == 1)
    #expect(isBalanced(run.world))
  }

  @Test("a corrupt packet differs in one bit")
  func corrupt() {
    let fault = Fault(.network(.corrupt(.share(1))), at: .zero, on: [0])
    let run = PacketWorld(nodes: 3, bytes: 2_000, packets: 40, faults: [fault])
    run.run()
    #expect(run.arrived.count == 40)
    let strays = run.probe.noted.map { $0.subject / 1_000 }
    #expect(strays.filter { $0 == 1 }.count >= 35)
    #expect(strays.allSatisfy { $0 <= 1 })
    #expect(isBalanced(run.world))
  }

  @Test("what is lost on a link or does not fit before it is counted")
  func loss() {
    let fault = Fault(.network(.loss(.share(0.3))), at: .zero)
    let run = PacketWorld(nodes: 4, faults: [fault])
    run.run()
    #expect(run.arrived.count > 10 && run.arrived.count < 60)
    #expect(run.arrived == run.arrived.sorted())
    #expect(run.world.packetCounters.lostOnLinks == 100 - Int64(run.arrived.count))
    #expect(isBalanced(run.world))

    let narrow = PacketWorld(
      nodes: 2, bytes: 1_000, bandwidth: Bandwidth(bitsPerSecond: 1_024_000), buffer: ByteCount(3_000))
    narrow.run()
    // 8 ms a packet, and room for two.
    #expect(narrow.arrived.count < 20)
    #expect(narrow.world.packetCounters.lostOnLinks > 80)
    #expect(isBalanced(narrow.world))
  }

  @Test(
    "a node that loses power loses the packets that it holds, and forwards those that come after it is back",
    arguments: [TimeSpan.zero, .milliseconds(6)])
  func crash(forwarding: TimeSpan) {
    let fault = Fault(.outage(.crash([1], restartAfter: .milliseconds(20))), at: .microseconds(30_500))
    let run = PacketWorld(nodes: 3, latency: .microseconds(600), forwarding: forwarding, faults: [fault])
    run.run()
    #expect(run.world.packetCounters.lostWithPower > 0)
    #expect(run.arrived.count == 100 - Int(run.world.packetCounters.lostWithPower))
    #expect(run.arrived == run.arrived.sorted())
    #expect(isBalanced(run.world))
  }

  @Test("packets with work under way when the power fails are lost, not forgotten")
  func crashAtWork() {
    let fault = Fault(.outage(.crash([1], restartAfter: .milliseconds(5))), at: .microseconds(30_500))
    let run = PacketWorld(nodes: 3, prices: [.packet: 900_000_000], faults: [fault])
    run.run()
    #expect(run.world.packetCounters.lostWithPower > 0)
    #expect(run.arrived.count == 100 - Int(run.world.packetCounters.lostWithPower))
    #expect(isBalanced(run.world))
  }

  @Test("a node that stands still sends what it held when it goes on, in order", arguments: [TimeSpan.zero, .milliseconds(6)])
  func pause(forwarding: TimeSpan) {
    let fault = Fault(.outage(.pause([1])), at: .microseconds(30_500), lasts: .milliseconds(20))
    let run = PacketWorld(nodes: 3, forwarding: forwarding, faults: [fault])
    run.run()
    #expect(run.arrived == Array(0..<100))
    #expect(isBalanced(run.world))
  }

  @Test("the same seed makes the same run, and a changed byte another")
  func determinism() {
    func fingerprint(_ seed: UInt64, bytes: Int = 100) -> String {
      let faults = [
        Fault(.network(.loss(.share(0.1))), at: .zero), Fault(.network(.corrupt(.share(0.1))), at: .zero),
        Fault(.network(.reorder(.share(0.1), by: .uniform(low: 0, high: 5e6))), at: .zero),
      ]
      let run = PacketWorld(bytes: bytes, faults: faults, seed: seed)
      run.run()
      return run.probe.finish()
    }
    #expect(fingerprint(1) == fingerprint(1))
    #expect(fingerprint(1) != fingerprint(2))
    #expect(fingerprint(1, bytes: 101) != fingerprint(1))
  }

  @Test("a slow interface slows its cables down, too")
  func slowInterface() {
    let fault = Fault(.network(.bandwidth(Bandwidth(bitsPerSecond: 1_000_000))), at: .zero, on: [0])
    let run = PacketWorld(nodes: 2, bytes: 101, packets: 1, latency: .zero, bandwidth: Bandwidth(bitsPerSecond: 1_000_000_000), faults: [fault])
    run.run()
    #expect(run.probe.noted.map(\.nanoseconds) == [1_000_000 + 1_000_000])
  }

  @Test("packets and messages share a world; a mesh whose links are made on demand carries messages alike")
  func sparseMesh() {
    func times(isSparse: Bool) -> [Int64] {
      let network = Network(simulator: Simulator(), streams: RandomStreams(seed: 3))
      let mesh = network.addMesh(
        nodes: 5, Attachment(egress: .unlimited, latency: .uniform(low: 0, high: 1e6)), isSparse: isSparse)
      network.addJitter(upTo: .microseconds(100))
      let receiver = Arrivals(network.simulator)
      for pair in [(0, 1), (3, 2), (0, 1), (4, 0)] {
        let link = mesh.link(from: NodeID(pair.0), to: NodeID(pair.1))
        #expect(network.sender(of: link) == NodeID(pair.0) && network.receiver(of: link) == NodeID(pair.1))
        _ = network.transmit(Packet(payload: 0, bytes: 100), over: link)
      }
      network.simulator.run(until: .never, receiver)
      return receiver.times
    }
    #expect(times(isSparse: true) == times(isSparse: false))
    #expect(times(isSparse: true).count == 4)
  }

  private final class Arrivals: EventHandler {
    private let simulator: Simulator
    private(set) var times: [Int64] = []
    init(_ simulator: Simulator) { self.simulator = simulator }
    func handle(_ event: Event) { times.append(simulator.now.nanoseconds) }
  }
}
