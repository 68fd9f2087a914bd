import SimKernel
import Testing
import Vocabulary

@Suite("A verdict on a packet")
struct VerdictTests {
  /// Gives the verdicts in turn, and remembers what it was asked.
  private final class Script: PacketInterceptor {
    var verdicts: [PacketVerdict]
    private(set) var asked: [Packet] = []

    init(_ verdicts: [PacketVerdict]) { self.verdicts = verdicts }

    func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict {
      asked.append(packet)
      return verdicts.removeFirst()
    }
  }

  private let simulator = Simulator()
  private let network: Network
  private let world: Recorder
  private let link: LinkID

  init() {
    network = Network(simulator: simulator, streams: RandomStreams(seed: 1))
    world = Recorder(simulator)
    link = network.addLink(
      from: NodeID(0), to: NodeID(1),
      egress: network.addPort(Bandwidth(bitsPerSecond: 8_000_000), buffer: ByteCount(35)),
      latency: .constant(100))
  }

  private func send(_ verdicts: [PacketVerdict]) -> [Transmission] {
    let script = Script(verdicts)
    network.interceptor = script
    let results = verdicts.indices.map { network.transmit(Packet(payload: Int32($0), bytes: 10), over: link) }
    #expect(script.asked.count == verdicts.count)
    network.interceptor = nil
    return results
  }

  private var arrivals: [String] { world.entries.map { "\($0.event.packet.payload) at \($0.time)" } }

  @Test("lets it pass")
  func pass() {
    #expect(send([.pass]) == [Transmission(arrivals: 1, payload: 0)])
    world.run()
    #expect(arrivals == ["0 at 10100"])
  }

  @Test("drops it, by reason, before it reaches the port")
  func drop() {
    #expect(send([.drop(.lost), .drop(.disconnected), .pass]).map(\.arrivals) == [0, 0, 1])
    world.run()
    #expect(arrivals == ["2 at 10100"])
    let counters = network.counters(of: link)
    #expect(PacketDropReason.allCases.map { counters.drops(because: $0) } == [0, 1, 1, 0])
    #expect(counters.packets == 1)
  }

  @Test("delays it, and a stream what follows it")
  func delay() {
    #expect(send([.delay(.microseconds(50)), .pass]).map(\.arrivals) == [1, 1])
    world.run()
    #expect(arrivals == ["0 at 60100", "1 at 70100"])
  }

  @Test("duplicates it: both copies take their place in the port")
  func duplicate() {
    #expect(send([.duplicate(after: .microseconds(3))]) == [Transmission(arrivals: 2, payload: 0)])
    world.run()
    #expect(arrivals == ["0 at 10100", "0 at 23100"])
    #expect(network.counters(of: link).packets == 2)
  }

  @Test("duplicates it, but the buffer holds one copy only")
  func duplicateDropped() {
    #expect(send([.pass, .pass, .duplicate(after: .zero)]).map(\.arrivals) == [1, 1, 1])
    world.run()
    #expect(world.entries.count == 3)
    #expect(network.counters(of: link).drops(because: .bufferFull) == 1)
  }

  @Test("exchanges its payload")
  func corrupt() {
    #expect(send([.corrupt(payload: 77)]) == [Transmission(arrivals: 1, payload: 77)])
    world.run()
    #expect(arrivals == ["77 at 10100"])
  }

  @Test("is not asked for without an interceptor")
  func none() {
    _ = send([.pass])
    #expect(network.transmit(Packet(payload: 5, bytes: 10), over: link) == Transmission(arrivals: 1, payload: 5))
  }
}
