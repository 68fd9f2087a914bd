import Testing
import Vocabulary

@testable import Protocols

@Suite("Watching neighbours (RFC 5880, RFC 7880)")
struct LivenessTests {
  private static let settings = LivenessSettings(every: .milliseconds(300), multiplier: 3)

  private func loop() -> PlaneLoop {
    let loop = PlaneLoop(
      functions: [(Site.a.function(1), .vCPE)], encryptions: [Site.a.encryption(1)], liveness: Self.settings)
    loop.change(Site.a.inner, InnerForwarder.self) { $0.watch([Site.a.function(1), Site.a.encryption(1)]) }
    loop.change(Site.a.outer, OuterForwarder.self) { $0.watch([Site.b.outer, Site.c.outer]) }
    for site in Site.all {
      loop.input(.started, to: site.inner)
      loop.input(.started, to: site.outer)
    }
    return loop
  }

  private func reports(_ loop: PlaneLoop) -> [NeighbourReport] {
    loop.change(Site.a.inner, InnerForwarder.self) { $0.takeReports() }
      + loop.change(Site.a.outer, OuterForwarder.self) { $0.takeReports() }
  }

  private func at(_ milliseconds: Int64) -> Instant { .start + .milliseconds(milliseconds) }

  @Test("neighbours that answer are not reported, however long it goes on")
  func alive() {
    let loop = loop()
    loop.advance(to: at(60_000))
    #expect(reports(loop) == [])
    #expect(loop.drops == [])
    // A round every 270 ms: two neighbours inside, two sites.
    #expect(loop.frames.filter { $0.from == Site.a.inner }.count == 2 * 223)
    #expect(loop.frames.filter { $0.from == Site.a.outer }.count == 2 * 223)
  }

  @Test("one that falls silent is lost after the detection time, and reported once")
  func lost() {
    let loop = loop()
    loop.advance(to: at(1_000))
    loop.tamper = { packet, _, to in to == Site.b.outer ? nil : packet }
    loop.advance(to: at(60_000))
    // The last answer came to the hello of 810 ms.
    #expect(reports(loop) == [NeighbourReport(Site.b.outer, isAlive: false, at: at(1_710))])
    #expect(loop.notes.map(\.kind) == [ServiceChainNote.neighbourLost.rawValue])
    #expect(loop.notes.map(\.subject) == [Int64(Site.b.outer.number)])
    #expect(reports(loop) == [])
  }

  @Test("an encryption function that dies is lost for its inner forwarder")
  func encryptionFunction() {
    let loop = loop()
    loop.tamper = { packet, from, _ in from == Site.a.encryption(1) ? nil : packet }
    loop.advance(to: at(899))
    #expect(reports(loop) == [])
    loop.advance(to: at(901))
    #expect(reports(loop) == [NeighbourReport(Site.a.encryption(1), isAlive: false, at: at(900))])
  }

  @Test("one that answers again is back")
  func returned() {
    let loop = loop()
    loop.tamper = { packet, from, _ in from == Site.a.function(1) ? nil : packet }
    loop.advance(to: at(2_000))
    loop.tamper = { packet, _, _ in packet }
    loop.advance(to: at(3_000))
    #expect(
      reports(loop) == [
        NeighbourReport(Site.a.function(1), isAlive: false, at: at(900)),
        NeighbourReport(Site.a.function(1), isAlive: true, at: at(2_160)),
      ])
  }

  @Test("one lost hello of two is no loss of a neighbour")
  func lossy() {
    let loop = loop()
    var count = 0
    loop.tamper = { packet, _, to in
      guard to == Site.b.outer else { return packet }
      count += 1
      return count % 3 == 0 ? packet : nil
    }
    loop.advance(to: at(20_000))
    #expect(reports(loop).filter { $0.neighbour != Site.b.outer } == [])
    #expect(reports(loop).count <= 1)
  }

  @Test("who is not watched any more is not reported")
  func unwatched() {
    let loop = loop()
    loop.advance(to: at(500))
    loop.change(Site.a.outer, OuterForwarder.self) { $0.watch([Site.c.outer]) }
    loop.tamper = { packet, _, to in to == Site.b.outer ? nil : packet }
    loop.advance(to: at(5_000))
    #expect(reports(loop) == [])
  }

  @Test("hellos of strangers, answers that nobody asked for and damaged ones are dropped")
  func refusals() throws {
    let outer = Site.b.outer
    func fresh() -> OuterForwarder {
      OuterForwarder(
        outer, ports: Ports([Neighbour(Site.b.inner, .innerForwarder), Neighbour(Site.b.gateway, .gateway)]),
        peers: [Site.a.outer], liveness: Self.settings)
    }
    func hello(from: ElementID, question: Bool = true) -> PacketBuffer {
      let packet = Hello.packet(from: from, to: outer, via: outer, settings: question ? Self.settings : nil)
      EthernetHeader.write(to: packet, from: Site.b.gateway, to: outer, type: .ipv4)
      return packet
    }
    var forwarder = fresh()
    let (out, drops) = forwarder.take(hello(from: Site.a.outer), on: 1)
    #expect(drops == [])
    #expect(out.count == 1)
    #expect(forwarder.take(hello(from: ElementID(888)), on: 1).drops == [.unknownSender])
    #expect(forwarder.take(hello(from: Site.a.outer, question: false), on: 1).drops == [.unasked])
    let changed = hello(from: Site.a.outer)
    changed[14 + 28 + 5] ^= 1
    #expect(forwarder.take(changed, on: 1).drops == [.badChecksum])
    let unchecked = hello(from: Site.a.outer)
    unchecked.set(0 as UInt16, at: 14 + 26)
    unchecked[14 + 28] = 0x40
    #expect(forwarder.take(unchecked, on: 1).drops == [.badHeader])
    let confused = hello(from: Site.a.outer)
    confused.set(0 as UInt16, at: 14 + 26)
    confused[14 + 28 + 1] &= 0xFD
    #expect(forwarder.take(confused, on: 1).drops == [.badHeader])
    // An answer must not be answered: two forwarders would go on for ever.
    let echo = try #require(out.first).packet
    var other = OuterForwarder(
      Site.a.outer, ports: Ports([Neighbour(Site.a.inner, .innerForwarder), Neighbour(Site.a.gateway, .gateway)]),
      peers: [outer], liveness: Self.settings)
    other.watch([outer])
    EthernetHeader.write(to: echo, from: Site.a.gateway, to: Site.a.outer, type: .ipv4)
    let (again, none) = other.take(echo, on: 1)
    #expect(again.isEmpty)
    #expect(none == [])
  }

  @Test("inner and outer forwarder watch each other, and the inner one its classifier")
  func sameSite() {
    let loop = PlaneLoop(functions: [], encryptions: [], liveness: Self.settings)
    loop.change(Site.a.inner, InnerForwarder.self) { $0.watch([Site.a.outer, Site.a.classifier]) }
    loop.change(Site.a.outer, OuterForwarder.self) { $0.watch([Site.a.inner]) }
    for element in [Site.a.inner, Site.a.outer] { loop.input(.started, to: element) }
    loop.advance(to: at(5_000))
    #expect(reports(loop) == [])
    #expect(loop.drops == [])
    loop.tamper = { packet, from, _ in from == Site.a.classifier || from == Site.a.outer ? nil : packet }
    loop.advance(to: at(10_000))
    #expect(Set(reports(loop).map(\.neighbour)) == [Site.a.outer, Site.a.classifier, Site.a.inner])
  }

  @Test("nobody answers hellos in the name of another")
  func otherSpeaker() throws {
    let loop = loop()
    var answer: PacketBuffer?
    loop.tamper = { packet, from, _ in
      guard from == Site.a.function(1) else { return packet }
      answer = packet.copy()
      return nil
    }
    loop.advance(to: at(1))
    let forged = try #require(answer)
    loop.arrive(forged, at: Site.a.inner, from: Site.a.encryption(1))
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.inner, reason: .unknownSender)])
  }
}
