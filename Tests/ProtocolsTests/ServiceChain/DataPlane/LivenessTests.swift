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
      var meter = Meter()
      let packet = Hello.packet(from: from, to: outer, via: outer, settings: question ? Self.settings : nil, &meter)
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

  // MARK: With codes

  /// A forwarder and a function that it watches, on a path of which both have the key.
  private struct Pair {
    static let path = ServicePathID(5)
    var inner = InnerForwarder(
      Site.a.inner, ports: Ports([Neighbour(Site.a.function(1), .serviceFunction)]), integrity: .real,
      liveness: LivenessTests.settings)
    var function = ServiceFunction(
      Site.a.function(1), kind: .vCPE, ports: Ports([Neighbour(Site.a.inner, .innerForwarder)]), integrity: .real)

    init(functionHasKey: Bool = true) throws {
      let rule = FlowRule.forward(index: 255, from: Site.a.function(1), to: Site.a.function(1))
      try inner.install(RuleSet(path: Self.path, version: 1, rules: [rule]))
      inner.watch([Site.a.function(1)])
      let grant = IntegrityGrant(
        path: Self.path, identifier: 9, use: .verify, key: [UInt8](repeating: 3, count: 32), lifetime: .seconds(10),
        method: .replace)
      var effects = Effects()
      try inner.install(grant, at: .start, into: &effects)
      if functionHasKey { try function.install(grant, at: .start, into: &effects) }
    }

    /// What leaves, and what is dropped.
    static func step<Machine: StateMachine>(
      _ machine: inout Machine, _ input: Input, _ milliseconds: Int64
    ) -> (packets: [PacketBuffer], drops: [DropReason]) {
      var effects = Effects()
      machine.step(input, at: .start + .milliseconds(milliseconds), into: &effects)
      var (packets, drops): ([PacketBuffer], [DropReason]) = ([], [])
      for effect in effects.list {
        if case .transmit(let packet, _) = effect { packets.append(packet) }
        if case .drop(let reason) = effect { drops.append(reason) }
      }
      return (packets, drops)
    }

    mutating func question(at milliseconds: Int64) -> PacketBuffer? {
      Self.step(&inner, .timer(NeighbourMonitor.helloTimer), milliseconds).packets.first
    }

    /// What the function makes of a question.
    mutating func give(_ question: PacketBuffer, at milliseconds: Int64) -> [DropReason] {
      Self.step(&function, .packet(question, on: PortNumber(0)), milliseconds).drops
    }

    /// The answer to a new question.
    mutating func answer(at milliseconds: Int64) throws -> PacketBuffer {
      let question = question(at: milliseconds)
      let asked = try #require(question)
      let answer = Self.step(&function, .packet(asked, on: PortNumber(0)), milliseconds).packets.first
      return try #require(answer)
    }

    mutating func hear(_ answer: PacketBuffer, at milliseconds: Int64) -> [DropReason] {
      Self.step(&inner, .packet(answer, on: PortNumber(0)), milliseconds).drops
    }
  }

  @Test("with a key for headers an answer counts once, and only within the detection time of its question")
  func fresh() throws {
    var pair = try Pair()
    let recorded = try pair.answer(at: 0)
    #expect(recorded.count == 14 + 20 + 8 + 60)
    let heard = [2, 3].map { pair.hear(recorded.copy(), at: $0) }
    #expect(heard == [[], [.replayed]])
    // One that somebody has held back.
    let late = try pair.answer(at: 270)
    let refused = pair.hear(late, at: 270 + 900)
    #expect(refused == [.replayed])
    let next = try pair.answer(at: 1_200)
    let taken = pair.hear(next, at: 1_202)
    #expect(taken == [])
  }

  @Test("a hello whose code is missing, wrong or of a key that the receiver has not is refused, as question and answer")
  func codes() throws {
    var pair = try Pair()
    let asked = pair.question(at: 0)
    let question = try #require(asked)
    let changed = question.copy()
    // The time of the question; its checksum is left out.
    changed[14 + 28 + 24 + 19] ^= 1
    changed.set(0 as UInt16, at: 14 + 26)
    var meter = Meter()
    let bare = Hello.packet(
      from: Site.a.inner, to: Site.a.function(1), via: Site.a.function(1), settings: Self.settings, &meter)
    let given = [changed, bare].map { pair.give($0, at: 1) }
    #expect(given == [[.badAuthentication], [.notAuthenticated]])
    let forged = Hello.packet(
      from: Site.a.function(1), to: Site.a.inner, via: Site.a.inner, settings: nil, &meter)
    let heard = pair.hear(forged, at: 1)
    #expect(heard == [.notAuthenticated])
    var stranger = try Pair(functionHasKey: false)
    let unknown = stranger.give(question.copy(), at: 1)
    #expect(unknown == [.notAuthenticated])
    // Too short for what its first bytes say; of another type; of another length.
    for (place, value) in [(3, UInt8(24)), (24, 5), (25, 20)] {
      let broken = question.copy()
      broken[14 + 28 + place] = value
      broken.set(0 as UInt16, at: 14 + 26)
      let refused = pair.give(broken, at: 1)
      #expect(refused == [.badHeader])
    }
  }

  @Test("with whom no key is shared nobody is asked or judged")
  func withoutKeys() throws {
    var pair = try Pair()
    let questions = [0, 10_001].map { pair.question(at: $0) }
    #expect(questions[0] != nil)
    #expect(questions[1] == nil)
    _ = Pair.step(&pair.inner, .timer(NeighbourMonitor.detectionTimer), 20_000)
    let reports = pair.inner.takeReports()
    #expect(reports == [])
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
