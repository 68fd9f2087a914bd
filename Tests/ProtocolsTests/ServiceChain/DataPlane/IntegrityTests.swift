import Testing
import Vocabulary

@testable import Protocols

@Suite("Integrity of network service headers on the way (RFC 9145)")
struct IntegrityTests {
  private static let path = ServicePathID(1)
  private static let functions = [Site.a.function(1), Site.b.function(1), Site.c.function(1)]

  private func loop(encrypted: Bool = false, integrity: IntegritySettings? = .real) throws -> (PlaneLoop, ChainPlan) {
    let loop = PlaneLoop(
      functions: [(Self.functions[0], .vCPE), (Self.functions[1], .cache), (Self.functions[2], .firewall)],
      encryptions: [Site.a.encryption(1), Site.b.encryption(1), Site.b.encryption(2), Site.c.encryption(1)],
      integrity: integrity)
    let plan = ChainPlan(
      path: Self.path, match: FlowMatch(), functions: Self.functions,
      encryptions: encrypted
        ? [(Site.a.encryption(1), Site.b.encryption(1)), (Site.b.encryption(2), Site.c.encryption(1))] : [nil, nil])
    try plan.install(in: loop)
    try plan.grant(in: loop, spi: 5_000)
    if integrity != nil { try plan.authenticate(in: loop, functions: Self.functions) }
    return (loop, plan)
  }

  private func send(_ loop: PlaneLoop, number: UInt32 = 0) {
    loop.arrive(PlanePackets.datagram(number: number), at: Site.a.classifier, from: Site.client)
  }

  @Test("a header changed between two sites is found by the next forwarder", arguments: [false, true])
  func changed(encrypted: Bool) throws {
    let (loop, _) = try loop(encrypted: encrypted)
    // The outermost header's path, its index, and, when it is plain, the packet inside.
    let places = encrypted ? [55, 57, 60] : [55, 57, 120]
    for (number, place) in places.enumerated() {
      loop.forget()
      loop.tamper = { packet, from, to in
        if (from, to) == (Site.a.gateway, Site.b.gateway) { packet[place] ^= 1 }
        return packet
      }
      send(loop, number: UInt32(number))
      #expect(loop.delivered[Site.server] == nil)
      let drop = try #require(loop.drops.first)
      #expect(drop.at == Site.b.outer)
      #expect([.badAuthentication, .notAuthenticated].contains(drop.reason))
    }
  }

  @Test("a packet without a code, or with another path's, is refused")
  func injected() throws {
    let (loop, _) = try loop()
    let bare = PlanePackets.onPath(Self.path, index: 254, from: Self.functions[0], to: Site.a.inner)
    loop.arrive(bare, at: Site.a.inner, from: Self.functions[0])
    #expect(loop.drops.map(\.reason) == [.notAuthenticated])
    // A function of another chain, with that chain's key.
    loop.forget()
    var other = HeaderIntegrity()
    other.install(
      IntegrityKey(identifier: 2, key: FieldKey(bytes: [UInt8](repeating: 9, count: 32))!, mode: .real))
    try loop.install(
      IntegrityGrant(
        path: ServicePathID(2), identifier: 2, use: .verify, key: [UInt8](repeating: 9, count: 32),
        lifetime: .seconds(60), method: .replace), at: Site.a.inner)
    let forged = PlanePackets.onPath(Self.path, index: 254, from: Self.functions[0], to: Site.a.inner)
    var meter = Meter()
    try other.protect(forged, at: 14, wallClock: .start, &meter)
    loop.arrive(forged, at: Site.a.inner, from: Self.functions[0])
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.inner, reason: .notAuthenticated)])
  }

  @Test("without integrity the same injection gets through: the gap that the paper leaves (6.3.2)")
  func injectedWithoutIntegrity() throws {
    let (loop, _) = try loop(integrity: nil)
    let bare = PlanePackets.onPath(Self.path, index: 254, from: Self.functions[0], to: Site.a.inner)
    loop.arrive(bare, at: Site.a.inner, from: Self.functions[0])
    #expect(loop.drops == [])
    #expect(loop.delivered[Site.server]?.count == 1)
  }

  @Test("a plain packet recorded between two sites cannot be sent again")
  func replayed() throws {
    let (loop, _) = try loop()
    var copy: PacketBuffer?
    loop.tamper = { packet, from, to in
      if (from, to) == (Site.a.gateway, Site.b.gateway) { copy = packet.copy() }
      return packet
    }
    send(loop)
    #expect(loop.delivered[Site.server]?.count == 1)
    loop.arrive(try #require(copy), at: Site.b.gateway, from: Site.a.gateway)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.b.outer, reason: .replayed)])
    #expect(loop.delivered[Site.server]?.count == 1)
  }

  @Test("an encrypted packet whose visible inner header was changed is found by the encryption function")
  func innerHeader() throws {
    let (loop, _) = try loop(encrypted: true)
    // Behind the outer forwarder, where the code of the encryption layer was verified already.
    loop.tamper = { packet, from, to in
      guard (from, to) == (Site.b.outer, Site.b.encryption(1)) else { return packet }
      let outer = try! NetworkServiceHeader(in: packet, at: 14)
      packet[14 + 7] &-= 1
      packet[14 + outer.byteCount + 7] &-= 1
      return packet
    }
    send(loop)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.b.encryption(1), reason: .badAuthentication)])
  }

  @Test("a key that was taken away counts no more")
  func removed() throws {
    let (loop, plan) = try loop()
    for site in Site.all {
      try loop.change(site.inner, InnerForwarder.self) { try $0.remove(integrityKey: 1, of: plan.path) }
    }
    send(loop)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.inner, reason: .notAuthenticated)])
  }

  @Test("what is slipped in before a function or an encryption function is not made good by it")
  func slippedIn() throws {
    let (loop, _) = try loop(encrypted: true)
    let bare = PlanePackets.onPath(Self.path, index: 255, from: Site.a.inner, to: Self.functions[0])
    loop.arrive(bare, at: Self.functions[0], from: Site.a.inner)
    #expect(loop.drops == [PlaneLoop.Drop(at: Self.functions[0], reason: .notAuthenticated)])
    // A packet that was changed on its last way before the encryption.
    for target in [Self.functions[0], Site.a.encryption(1), Site.b.encryption(1)] {
      loop.forget()
      loop.tamper = { packet, _, to in
        if to == target { packet[packet.count - 1] ^= 1 }
        return packet
      }
      send(loop, number: target.number)
      #expect(loop.drops == [PlaneLoop.Drop(at: target, reason: .badAuthentication)])
    }
  }

  @Test(
    "packets that come doubled arrive once, and those that overtake each other all arrive", arguments: [false, true])
  func doubled(encrypted: Bool) throws {
    let (loop, _) = try loop(encrypted: encrypted)
    var held: [PacketBuffer] = []
    loop.tamper = { packet, from, to in
      guard (from, to) == (Site.a.gateway, Site.b.gateway) else { return packet }
      held.append(packet.copy())
      return nil
    }
    for number in 0..<5 { send(loop, number: UInt32(number)) }
    loop.tamper = { packet, _, _ in packet }
    for packet in held.reversed() + held { loop.arrive(packet.copy(), at: Site.b.gateway, from: Site.a.gateway) }
    #expect(loop.delivered[Site.server]?.count == 5)
    #expect(loop.drops.map(\.reason) == Array(repeating: .replayed, count: 5))
    #expect(Set(loop.drops.map(\.at)) == [Site.b.outer])
  }

  @Test("a key that has expired is used no more, and the packets say so; a fresh one lets them pass")
  func expired() throws {
    let (loop, plan) = try loop()
    try plan.authenticate(
      in: loop, functions: Self.functions, identifier: 2, lifetime: .seconds(10), method: .replace)
    loop.advance(to: .start + .milliseconds(9_999))
    send(loop)
    #expect(loop.delivered[Site.server]?.count == 1)
    loop.advance(to: .start + .seconds(10))
    send(loop, number: 1)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.classifier, reason: .keyExpired)])
    // One whose key is younger is refused by those whose key is older.
    loop.forget()
    loop.advance(to: .start + .seconds(11))
    for use in [IntegrityGrant.Use.verify, .protect] {
      try plan.authenticate(in: loop, functions: Self.functions, identifier: 3, use: use)
    }
    send(loop, number: 2)
    #expect(loop.drops == [])
    #expect(loop.delivered[Site.server]?.count == 1)
  }

  @Test("a key that may only be verified with is not put on packets; with replace the old one is gone at once")
  func uses() throws {
    let (loop, plan) = try loop()
    try plan.authenticate(in: loop, functions: Self.functions, identifier: 2, use: .verify)
    var identifiers: [UInt32] = []
    loop.tamper = { packet, from, to in
      if (from, to) == (Site.a.classifier, Site.a.inner) { identifiers.append(packet.uint32(at: 14 + 8 + 5)) }
      return packet
    }
    send(loop)
    try plan.authenticate(in: loop, functions: Self.functions, identifier: 2, use: .protect)
    send(loop, number: 1)
    #expect(identifiers == [1, 2])
    #expect(loop.drops == [])
    try plan.authenticate(in: loop, functions: Self.functions, identifier: 3, use: .verify, method: .replace)
    send(loop, number: 2)
    #expect(loop.drops == [PlaneLoop.Drop(at: Site.a.classifier, reason: .notAuthenticated)])
  }

  @Test("keys of the wrong length, that never live, or for an element without integrity are refused")
  func refusedKeys() throws {
    func defect(_ integrity: IntegritySettings?, _ change: (inout IntegrityGrant) -> Void) -> AssociationDefect? {
      var function = ServiceFunction(Self.functions[0], kind: .vCPE, ports: Ports(), integrity: integrity)
      var grant = IntegrityGrant(
        path: Self.path, identifier: 1, use: .verify, key: [UInt8](repeating: 1, count: 32), lifetime: .seconds(1),
        method: .replace)
      change(&grant)
      var effects = Effects()
      do throws(AssociationDefect) {
        try function.install(grant, at: .start, into: &effects)
        return nil
      } catch {
        return error
      }
    }
    #expect(defect(.real) { _ in } == nil)
    #expect(defect(.real) { $0.key.removeLast() } == .keyLength)
    #expect(defect(.real) { $0.lifetime = .zero } == .lifetime)
    #expect(defect(nil) { _ in } == .integrityOff)
  }
}
