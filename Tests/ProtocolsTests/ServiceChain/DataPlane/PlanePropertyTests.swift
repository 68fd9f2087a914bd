import Testing
import Vocabulary

@testable import Protocols

@Suite("Whatever rules and packets come, every packet goes on or is dropped with a reason")
struct PlanePropertyTests {
  /// Small numbers, so that rules and packets meet.
  private struct Maker {
    var stream: RandomStream

    mutating func one<Value>(of values: [Value]) -> Value { values[Int(stream.below(UInt64(values.count)))] }
    mutating func element() -> ElementID {
      let site = one(of: Site.all)
      return one(of: [
        site.classifier, site.inner, site.outer, site.gateway, site.function(1), site.function(2), site.encryption(1),
        site.encryption(2), Site.client, Site.server, ElementID(999),
      ])
    }
    mutating func index() -> UInt8 { one(of: [0, 1, 252, 253, 254, 255]) }
    mutating func path() -> ServicePathID { ServicePathID(UInt32(stream.below(3))) }
    mutating func link() -> EncryptionPathID { EncryptionPathID(UInt32(stream.below(3))) }
    mutating func match() -> FlowMatch {
      let low = UInt16(stream.below(100))
      return FlowMatch(transport: one(of: [nil, 17, 6]), destinationPorts: low...low + 50)
    }
    mutating func rule() -> FlowRule {
      switch stream.below(6) {
      case 0: .classify(match(), index: index())
      case 1: .endOfChain(index: index(), to: element())
      case 2: .forward(index: index(), from: element(), to: element())
      case 3: .encrypt(index: index(), from: element(), over: link(), by: element())
      case 4: .forwardEncrypted(link(), index: index(), from: element(), to: element())
      default: .deny(match())
      }
    }

    mutating func packet(to: ElementID) -> PacketBuffer {
      let from = element()
      let packet: PacketBuffer
      switch stream.below(6) {
      case 0: packet = PlanePackets.datagram(via: to, port: UInt16(stream.below(120)))
      case 1:
        packet = PlanePackets.onPath(path(), index: index(), from: from, to: to, timeToLive: UInt8(stream.below(4)))
      case 2: packet = PlanePackets.onPath(path(), index: index(), from: from, to: to, metadataType: .fixed)
      case 3:
        packet = PlanePackets.onEncryptionPath(link(), index: index(), of: path(), at: index(), from: from, to: to)
      case 4:
        var meter = Meter()
        packet = Hello.packet(
          from: from, to: to, via: to, settings: LivenessSettings(every: .seconds(1), multiplier: 3), &meter)
      default: packet = PacketBuffer(stream.bytes(Int(stream.below(120))))
      }
      if stream.below(4) == 0, packet.count > 0 { packet.truncate(to: Int(stream.below(UInt64(packet.count)))) }
      if stream.below(2) == 0 {
        for _ in 0..<stream.below(4) where packet.count > 0 {
          packet[Int(stream.below(UInt64(packet.count)))] = UInt8(stream.below(256))
        }
      }
      return packet
    }
  }

  private static let functions: [(ElementID, ServiceFunction.Kind)] = Site.all.flatMap {
    [($0.function(1), .vCPE), ($0.function(2), .firewall)] as [(ElementID, ServiceFunction.Kind)]
  }

  private func loop(_ integrity: IntegritySettings?) -> PlaneLoop {
    PlaneLoop(
      functions: Self.functions, encryptions: Site.all.flatMap { [$0.encryption(1), $0.encryption(2)] },
      integrity: integrity, mode: .modelled)
  }

  @Test("random rules, random packets", arguments: 0..<6)
  func random(seed: Int) throws {
    var maker = Maker(stream: RandomStream(seed: UInt64(seed)))
    let integrity: IntegritySettings? = seed % 3 == 2 ? .modelled : nil
    let loop = loop(integrity)
    let targets = loop.elements.keys.sorted()
    for version in 1...400 {
      let target = maker.one(of: targets.filter { loop.elements[$0] is any RuleTarget })
      let rules = (0..<maker.stream.below(4)).map { _ in maker.rule() }
      // Most are refused: that is their right.
      try? loop.install(RuleSet(path: maker.path(), version: version, rules: rules), at: target)
    }
    for number in UInt32(0)..<60 {
      let ends = Site.all.flatMap { [$0.encryption(1), $0.encryption(2)] }
      let grant = AssociationGrant(
        path: maker.link(), spi: 256 + number / 2, role: maker.one(of: [.encrypt, .decrypt]), peer: maker.one(of: ends),
        key: PlanePackets.key(number / 2), lifetime: .seconds(Int64(maker.stream.below(20))),
        method: maker.one(of: [.replace, .makeBeforeBreak]))
      try? loop.install(grant, at: maker.one(of: ends))
    }
    var outcomes: [String: Int] = [:]
    for _ in 0..<3_000 {
      let target = maker.one(of: targets)
      var element = loop.elements[target]!
      var effects = Effects()
      let port = Int(maker.stream.below(8)) - 1
      element.step(
        .packet(maker.packet(to: target), on: PortNumber(port)),
        at: .start + .milliseconds(Int64(maker.stream.below(9_000))),
        into: &effects)
      var ends = 0
      for effect in effects.list {
        switch effect {
        case .transmit(let packet, _):
          ends += 1
          #expect(packet.count >= EthernetHeader.byteCount)
          outcomes["transmitted", default: 0] += 1
        case .drop(let reason):
          ends += 1
          outcomes[reason.rawValue, default: 0] += 1
        case .note, .arm, .cancel: break
        case .send, .broadcast, .append, .sync, .truncate, .read, .deliver, .halt: Issue.record("\(effect)")
        }
      }
      #expect(ends == 1)
      #expect(effects.meter.count(.packet) == 1)
    }
    #expect(outcomes.count > 8)
    if integrity == nil { #expect(outcomes["transmitted", default: 0] > 10) }
  }

  @Test("messages are for the control side: an element itself drops them, and ignores timers that are not its own")
  func messages() {
    let loop = loop(nil)
    for target in loop.elements.keys.sorted() {
      var element = loop.elements[target]!
      var effects = Effects()
      element.step(.message(Payload([1, 2, 3]), from: NodeID(1)), at: .start, into: &effects)
      #expect(effects.drops == [.unknownKind])
      effects.clear()
      element.step(.timer(TimerID(slot: 77)), at: .start, into: &effects)
      element.step(.started, at: .start, into: &effects)
      #expect(effects.isEmpty)
    }
  }

  @Test(
    "a packet under random rules comes to an end, and what leaves an encryption function's cipher port is encrypted")
  func journeys() throws {
    for seed in 0..<20 {
      var maker = Maker(stream: RandomStream(seed: UInt64(1_000 + seed)))
      let loop = loop(nil)
      for version in 1...300 {
        let target = maker.one(of: loop.elements.keys.sorted().filter { loop.elements[$0] is any RuleTarget })
        let rules = (0..<maker.stream.below(4)).map { _ in maker.rule() }
        try? loop.install(RuleSet(path: maker.path(), version: version, rules: rules), at: target)
      }
      for site in Site.all {
        for place in UInt32(1)...2 {
          for link in UInt32(0)..<3 {
            let grant = AssociationGrant(
              path: EncryptionPathID(link), spi: 300 + link, role: .encrypt, peer: Site.b.encryption(1),
              key: PlanePackets.key(link), lifetime: .seconds(10), method: .replace)
            try? loop.install(grant, at: site.encryption(place))
          }
        }
      }
      for _ in 0..<100 {
        loop.forget()
        let packet = PlanePackets.datagram(port: UInt16(maker.stream.below(120)))
        loop.arrive(packet, at: Site.a.classifier, from: Site.client)
        let arrived = loop.delivered.values.reduce(0) { $0 + $1.count }
        #expect(arrived + loop.drops.count == 1)
        for frame in loop.frames where Site.all.contains(where: { $0.outer == frame.to }) {
          guard Site.all.contains(where: { [$0.encryption(1), $0.encryption(2)].contains(frame.from) }) else {
            continue
          }
          #expect(!frame.bytes.holds(PlanePackets.secret))
        }
      }
    }
  }
}
