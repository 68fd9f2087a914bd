import SimKernel
import Testing
import Vocabulary

@Suite("A limited ingress port")
struct IngressTests {
  private let simulator = Simulator()
  private let network: Network
  private let world: Recorder
  private let dropped = Dropped()

  private final class Dropped {
    var payloads: [Int32] = []
  }

  init() {
    network = Network(simulator: simulator, streams: RandomStreams(seed: 1))
    world = Recorder(simulator)
    world.reaction = { [network, dropped] event in
      guard event.kind == .packetAtIngress else { return }
      if !network.receive(event) { dropped.payloads.append(event.packet.payload) }
    }
  }

  private var arrivals: [String] {
    world.entries.filter { $0.event.kind == .packetArrived }.map { "\($0.event.packet.payload) at \($0.time)" }
  }

  /// Senders 1, 2, ... with fast ports, and one receiver 0; all rates in bytes a microsecond.
  private func star(senders: Int, egress: Int64, ingress: Int64, buffer: Int64? = nil, latency: Double = 0) -> [LinkID]
  {
    let port = network.addPort(Bandwidth(bitsPerSecond: ingress * 8_000_000), buffer: buffer.map { ByteCount($0) })
    return (1...senders).map { sender in
      network.addLink(
        from: NodeID(sender), to: NodeID(0), egress: network.addPort(Bandwidth(bitsPerSecond: egress * 8_000_000)),
        ingress: port, latency: .constant(latency))
    }
  }

  @Test("of the sender's rate adds no time when it is idle")
  func idle() {
    let links = star(senders: 1, egress: 1, ingress: 1, latency: 500)
    _ = network.transmit(Packet(payload: 1, bytes: 10), over: links[0])
    world.run()
    #expect(arrivals == ["1 at 10500"])
    #expect(simulator.handledEvents == 2)
  }

  @Test("puts packets of several senders through one after the other")
  func contention() {
    let links = star(senders: 3, egress: 1, ingress: 1)
    for (i, link) in links.enumerated() {
      _ = network.transmit(Packet(payload: Int32(i), bytes: 10), over: link)
    }
    world.run()
    #expect(arrivals == ["0 at 10000", "1 at 20000", "2 at 30000"])
    #expect(network.busyTime(of: PortID(0)) == .microseconds(30))
  }

  @Test("slower than the sender decides the rate, faster it waits for the last bit")
  func rates() {
    let slow = star(senders: 1, egress: 10, ingress: 1)
    _ = network.transmit(Packet(payload: 1, bytes: 10), over: slow[0])
    world.run()
    let fast = star(senders: 1, egress: 1, ingress: 10)
    _ = network.transmit(Packet(payload: 2, bytes: 10), over: fast[0])
    world.run()
    #expect(arrivals == ["1 at 10000", "2 at 20000"])
  }

  @Test("drops what does not fit into its buffer, and the world hears of it")
  func dropTail() {
    let links = star(senders: 4, egress: 1, ingress: 1, buffer: 25)
    for (i, link) in links.enumerated() {
      #expect(network.transmit(Packet(payload: Int32(i), bytes: 10), over: link).arrivals == 1)
    }
    world.run()
    #expect(arrivals == ["0 at 10000", "1 at 20000"])
    #expect(dropped.payloads == [2, 3])
    #expect(network.counters(of: links[3]).drops(because: .bufferFull) == 1)
    #expect(network.counters(of: links[3]).packets == 1)
    #expect(network.counters(of: PortID(0)).drops == 2)
  }

  @Test("that is unlimited costs no second event")
  func unlimited() {
    let mesh = network.addMesh(nodes: 3, Attachment(egress: .unlimited, latency: .constant(9)))
    _ = network.transmit(Packet(payload: 1, bytes: 1), over: mesh.link(from: NodeID(2), to: NodeID(0)))
    world.run()
    #expect(simulator.handledEvents == 1)
    #expect(arrivals == ["1 at 9"])
  }
}
