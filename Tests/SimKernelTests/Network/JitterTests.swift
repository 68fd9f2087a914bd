import SimKernel
import Testing
import Vocabulary

@Suite("Jitter")
struct JitterTests {
  /// When packets, sent 100 ns apart over each of two links, arrive; by link.
  private func arrivals(jitter: TimeSpan, links: Int = 2) -> [[Int64]] {
    let simulator = Simulator()
    let network = Network(simulator: simulator, streams: RandomStreams(seed: 4))
    let world = Recorder(simulator)
    let ids = (0..<links).map {
      network.addLink(
        from: NodeID($0), to: NodeID(9), egress: network.addPort(.unlimited), latency: .constant(1_000))
    }
    network.addJitter(upTo: jitter)
    for number in 0..<50 {
      simulator.run(until: .ns(Int64(number) * 100), world)
      for id in ids { _ = network.transmit(Packet(payload: Int32(number), bytes: 1), over: id) }
    }
    world.run()
    return ids.map { id in zip(world.times, world.entries).filter { $1.event.link == id }.map(\.0) }
  }

  @Test("each packet takes up to the bound longer, and links keep their order")
  func bounded() {
    let plain = arrivals(jitter: .zero)
    #expect(plain == [plain[0], plain[0]])
    let late = arrivals(jitter: .nanoseconds(90))
    let extra = zip(late[0], plain[0]).map { $0 - $1 }
    #expect(extra.allSatisfy { (0...90).contains($0) })
    #expect(Set(extra).count > 20)
    #expect(late[0] != late[1])
    let far = arrivals(jitter: .nanoseconds(5_000))
    #expect(far[0] == far[0].sorted())
  }

  @Test("another link shifts no draw, and the same seed gives the same")
  func streams() {
    #expect(arrivals(jitter: .nanoseconds(90), links: 1)[0] == arrivals(jitter: .nanoseconds(90))[0])
    #expect(arrivals(jitter: .nanoseconds(90)) == arrivals(jitter: .nanoseconds(90)))
  }
}
