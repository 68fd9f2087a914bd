import SimKernel
import Testing
import Vocabulary

@Suite("The network")
struct NetworkTests {
  private let simulator = Simulator()
  private let network: Network
  private let world: Recorder
  private let megabyteASecond = Bandwidth(bitsPerSecond: 8_000_000)

  init() {
    network = Network(simulator: simulator, streams: RandomStreams(seed: 1))
    world = Recorder(simulator)
  }

  private func link(
    _ bandwidth: Bandwidth, buffer: Int64? = nil, latency: Distribution = .constant(0), keepsOrder: Bool = true
  ) -> LinkID {
    let port = network.addPort(bandwidth, buffer: buffer.map { ByteCount($0) })
    return network.addLink(
      from: NodeID(0), to: NodeID(1), egress: port, latency: latency, keepsOrder: keepsOrder)
  }

  @discardableResult
  private func send(_ payload: Int32, bytes: Int32, over link: LinkID) -> Int32 {
    network.transmit(Packet(payload: payload, bytes: bytes), over: link).arrivals
  }

  @Test("delivers after the wait in the port, the serialisation and the latency")
  func delay() {
    let link = link(megabyteASecond, latency: .constant(.microseconds(70)))
    send(1, bytes: 100, over: link)
    send(2, bytes: 50, over: link)
    world.run()
    #expect(world.times == [170_000, 220_000])
    let first = world.entries[0].event
    #expect(first.kind == .packetArrived)
    #expect(first.node == NodeID(1))
    #expect(first.link == link)
    #expect(first.packet == Packet(payload: 1, bytes: 100))
    #expect(network.sender(of: link) == NodeID(0))
    #expect(network.receiver(of: link) == NodeID(1))
    #expect(simulator.handledEvents == 2)
  }

  @Test("takes no time for bytes at an unlimited rate")
  func unlimited() {
    let link = link(.unlimited, buffer: 10, latency: .constant(5))
    for i in 0..<3 { #expect(send(Int32(i), bytes: 64_000_000, over: link) == 1) }
    world.run()
    #expect(world.times == [5, 5, 5])
  }

  @Test("carries messages of 64 MB and negative payload handles")
  func large() {
    let link = link(Bandwidth(bitsPerSecond: 1_000_000_000))
    send(-7, bytes: 64_000_000, over: link)
    world.run()
    #expect(world.times == [512_000_000])
    #expect(world.entries[0].event.packet == Packet(payload: -7, bytes: 64_000_000))
  }

  @Test("keeps the rate exact over many packets whose time is no whole nanosecond")
  func fractions() {
    // 64 bytes at 100 Gbit/s are 5.12 ns.
    let link = link(Bandwidth(bitsPerSecond: 100_000_000_000))
    for i in 0..<10_000 { send(Int32(i), bytes: 64, over: link) }
    world.run()
    #expect(world.times[0] == 6)
    #expect(world.times[24] == 128)
    #expect(abs(world.times[9_999] - 51_200) <= 1)
    let port = PortID(0)
    #expect(abs(network.busyTime(of: port).nanoseconds - 51_200) <= 1)
    #expect(world.times == world.times.sorted())
  }

  @Test("drops what does not fit into the buffer, and counts it")
  func dropTail() {
    let link = link(megabyteASecond, buffer: 250)
    #expect(send(1, bytes: 100, over: link) == 1)
    #expect(send(2, bytes: 100, over: link) == 1)
    #expect(send(3, bytes: 100, over: link) == 0)
    #expect(send(4, bytes: 50, over: link) == 1)
    #expect(network.backlog(of: PortID(0)) == ByteCount(250))
    world.run(until: .ns(60_000))
    #expect(network.backlog(of: PortID(0)) == ByteCount(190))
    #expect(send(5, bytes: 61, over: link) == 0)
    #expect(send(6, bytes: 60, over: link) == 1)
    world.run()
    #expect(world.entries.map(\.event.packet.payload) == [1, 2, 4, 6])
    #expect(world.times == [100_000, 200_000, 250_000, 310_000])
    let counters = network.counters(of: link)
    #expect(counters.packets == 4)
    #expect(counters.bytes == 310)
    #expect(counters.drops(because: .bufferFull) == 2)
    #expect(counters.drops(because: .lost) == 0)
    #expect(network.counters(of: PortID(0)).packets == 4)
    #expect(network.counters(of: PortID(0)).drops == 2)
    #expect(network.highWaterBacklog(of: PortID(0)) == ByteCount(250))
    #expect(network.busyTime(of: PortID(0)) == .microseconds(310))
  }

  @Test("shows how long a port has been busy until now, not what lies ahead")
  func busy() {
    let link = link(megabyteASecond)
    send(1, bytes: 100, over: link)
    send(2, bytes: 100, over: link)
    world.run(until: .ns(30_000))
    #expect(network.busyTime(of: PortID(0)) == .microseconds(30))
    world.run(until: .ns(500_000))
    #expect(network.busyTime(of: PortID(0)) == .microseconds(200))
  }

  @Test("lets links share the port of their sender")
  func sharedPort() {
    let port = network.addPort(megabyteASecond)
    let near = network.addLink(from: NodeID(0), to: NodeID(1), egress: port, latency: .constant(0))
    let far = network.addLink(from: NodeID(0), to: NodeID(2), egress: port, latency: .constant(1_000_000))
    send(1, bytes: 10, over: far)
    send(2, bytes: 10, over: near)
    world.run()
    #expect(world.times == [20_000, 1_010_000])
    #expect(network.counters(of: port).packets == 2)
    #expect(network.counters(of: far).packets == 1)
  }

  @Test("keeps the order of a stream, or does not")
  func order() {
    func arrivals(keepsOrder: Bool) -> [Int32] {
      let simulator = Simulator()
      let network = Network(simulator: simulator, streams: RandomStreams(seed: 5))
      let world = Recorder(simulator)
      let link = network.addLink(
        from: NodeID(0), to: NodeID(1), egress: network.addPort(Bandwidth(bitsPerSecond: 8_000_000_000)),
        latency: .exponential(mean: 10_000), keepsOrder: keepsOrder)
      for i in 0..<200 { _ = network.transmit(Packet(payload: Int32(i), bytes: 100), over: link) }
      world.run()
      if keepsOrder {
        // Each needs its 100 ns behind the one before it.
        #expect(zip(world.times.dropFirst(), world.times).allSatisfy { $0 - $1 >= 100 })
      }
      return world.entries.map(\.event.packet.payload)
    }
    #expect(arrivals(keepsOrder: true) == Array(0..<200))
    #expect(arrivals(keepsOrder: false) != Array(0..<200))
    #expect(arrivals(keepsOrder: false).sorted() == Array(0..<200))
  }

  @Test("draws each link's latencies from a stream of its own name")
  func streams() {
    let distribution = Distribution.normal(mean: 1_000_000, deviation: 200_000)
    let first = link(.unlimited, latency: distribution, keepsOrder: false)
    let named = network.addLink(
      from: NodeID(0), to: NodeID(1), egress: PortID(0), latency: distribution, keepsOrder: false, name: "0-1/second")
    for link in [first, named, first] { send(link.index, bytes: 0, over: link) }
    world.run()
    var expected: [Int64] = []
    for name in ["0-1", "0-1/second"] {
      var stream = RandomStreams(seed: 1).stream("network/link/\(name)/latency")
      expected.append(distribution.sampleSpan(&stream).nanoseconds)
      if name == "0-1" { expected.append(distribution.sampleSpan(&stream).nanoseconds) }
    }
    #expect(world.times == expected.sorted())
  }
}
