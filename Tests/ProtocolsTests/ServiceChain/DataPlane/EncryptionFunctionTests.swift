import Testing
import Vocabulary

@testable import Protocols

@Suite("Encryption function (paper 4.6, 6.2.4)")
struct EncryptionFunctionTests {
  private static let link = EncryptionPathID(5)
  private static let path = ServicePathID(3)

  private static func cipher(_ site: Site) -> EncryptionFunction {
    EncryptionFunction(
      site.encryption(1),
      ports: Ports([Neighbour(site.inner, .innerForwarder), Neighbour(site.outer, .outerForwarder)]))
  }

  private var near = cipher(.a)
  private var far = cipher(.b)
  private var now = Instant.start

  private func grant(
    _ spi: UInt32, _ role: AssociationGrant.Role, path: EncryptionPathID = link, key: [UInt8]? = nil,
    lifetime: TimeSpan = .seconds(10), method: AssociationGrant.Method = .replace
  ) -> AssociationGrant {
    AssociationGrant(
      path: path, spi: spi, role: role, peer: (role == .encrypt ? Site.b : Site.a).encryption(1),
      key: key ?? PlanePackets.key(spi), lifetime: lifetime, method: method)
  }

  private mutating func share(
    _ spi: UInt32, lifetime: TimeSpan = .seconds(10), method: AssociationGrant.Method = .replace
  ) throws -> Effects {
    var effects = Effects()
    try far.install(grant(spi, .decrypt, lifetime: lifetime, method: method), at: now, into: &effects)
    try near.install(grant(spi, .encrypt, lifetime: lifetime, method: method), at: now, into: &effects)
    return effects
  }

  private func plain(over link: EncryptionPathID = link, index: UInt8 = 255) -> PacketBuffer {
    PlanePackets.onEncryptionPath(
      link, index: index, of: Self.path, at: 254, from: Site.a.inner, to: Site.a.encryption(1))
  }

  /// What the other site's outer forwarder hands to its encryption function.
  private func across(_ packet: PacketBuffer) -> PacketBuffer {
    EthernetHeader.write(to: packet, from: Site.b.outer, to: Site.b.encryption(1), type: .nsh)
    return packet
  }

  private mutating func encrypted() throws -> PacketBuffer {
    across(try #require(near.take(plain(), on: 0, at: now).out.first).packet)
  }

  @Test("a packet goes out encrypted, with its headers visible, and comes back as it was")
  mutating func roundTrip() throws {
    _ = try share(1000)
    let given = plain()
    let content = Array(given.bytes[34...])
    let (out, drops) = near.take(given, on: 0)
    #expect(drops == [])
    let sent = try #require(out.first)
    #expect(sent.port == PortNumber(1))
    #expect(try EthernetHeader(in: sent.packet).destination == Site.a.outer.linkAddress)
    let outer = try NetworkServiceHeader(in: sent.packet, at: 14)
    #expect((outer.encryptionPath, outer.encryptionIndex) == (Self.link, 254))
    let inner = try NetworkServiceHeader(in: sent.packet, at: 26)
    #expect((inner.path, inner.index) == (Self.path, 254))
    let tunnel = try IPv4Header(in: sent.packet, at: 34)
    #expect(tunnel.transport == .esp)
    #expect(tunnel.source == Site.a.encryption(1).networkAddress)
    #expect(tunnel.destination == Site.b.encryption(1).networkAddress)
    #expect(!sent.packet.bytes.holds(PlanePackets.secret))

    let (back, more) = far.take(across(sent.packet), on: 1)
    #expect(more == [])
    let opened = try #require(back.first)
    #expect(opened.port == PortNumber(0))
    #expect(try EthernetHeader(in: opened.packet).destination == Site.b.inner.linkAddress)
    let service = try NetworkServiceHeader(in: opened.packet, at: 14)
    #expect((service.path, service.index, service.metadataType) == (Self.path, 254, .variable))
    #expect(Array(opened.packet.bytes[22...]) == content)
  }

  @Test("without an association nothing leaves")
  mutating func noAssociation() throws {
    #expect(near.take(plain(), on: 0).drops == [.unknownAssociation])
    _ = try share(1000)
    let (out, drops) = near.take(plain(over: EncryptionPathID(6)), on: 0)
    #expect(out.isEmpty)
    #expect(drops == [.unknownAssociation])
    var effects = Effects()
    var lone = Self.cipher(.b)
    try lone.install(grant(77_777, .decrypt), at: now, into: &effects)
    #expect(lone.take(try encrypted(), on: 1).drops == [.unknownAssociation])
  }

  @Test("an association serves its direction and its encryption path only")
  mutating func directions() throws {
    _ = try share(1000)
    // The far end has the key to decrypt; asked to encrypt, it has none.
    let request = PlanePackets.onEncryptionPath(
      Self.link, index: 255, of: Self.path, at: 254, from: Site.b.inner, to: Site.b.encryption(1))
    #expect(far.take(request, on: 0).drops == [.unknownAssociation])
    // Encrypted for one path, labelled as another.
    let relabelled = try encrypted()
    relabelled.set(6 << 8 | 254 as UInt32, at: 22)
    #expect(far.take(relabelled, on: 1).drops == [.unknownAssociation])
    // Plain packets on the cipher port are not forwarded.
    let plain = PlanePackets.onEncryptionPath(
      Self.link, index: 254, of: Self.path, at: 254, from: Site.b.outer, to: Site.b.encryption(1))
    #expect(far.take(plain, on: 1).drops == [.unknownProtocol])
  }

  @Test("a packet that came before is dropped (RFC 4303, 3.4.3)")
  mutating func replay() throws {
    _ = try share(1000)
    let first = try encrypted()
    let copy = first.copy()
    #expect(far.take(first, on: 1).drops == [])
    #expect(far.take(copy, on: 1).drops == [.replayed])
  }

  @Test("no two packets are encrypted with one sequence number")
  mutating func sequence() throws {
    _ = try share(1000)
    var numbers: [UInt32] = []
    for _ in 0..<50 { numbers.append(try encrypted().uint32(at: 34 + 20 + 4)) }
    #expect(numbers == Array(1...50))
  }

  @Test("a changed bit anywhere from ESP on is found")
  mutating func changed() throws {
    _ = try share(1000)
    for offset in [34 + 28, 34 + 36, 34 + 60, 100, 34 + 20 + 8] {
      let packet = try encrypted()
      packet[offset] ^= 0x10
      #expect(far.take(packet, on: 1).drops == [.badAuthentication])
    }
  }

  @Test("an association without a fresh key is deleted at its time, and the traffic stops")
  mutating func expiry() throws {
    let effects = try share(1000, lifetime: .seconds(10))
    let armed = effects.list.compactMap { effect -> TimeSpan? in
      guard case .arm(EncryptionFunction.expiryTimer, let span) = effect else { return nil }
      return span
    }
    #expect(armed == [.seconds(10), .seconds(10)])
    let late = try encrypted()
    now = Instant(nanoseconds: 9_999_999_999)
    var after = Effects()
    near.step(.timer(EncryptionFunction.expiryTimer), at: now, into: &after)
    #expect(near.securityAssociations.count == 1)
    #expect(near.take(plain(), on: 0, at: now).drops == [])
    now = Instant(nanoseconds: 10_000_000_000)
    // Even before the timer has run.
    #expect(near.take(plain(), on: 0, at: now).drops == [.associationExpired])
    for _ in 0..<2 { far.step(.timer(EncryptionFunction.expiryTimer), at: now, into: &after) }
    near.step(.timer(EncryptionFunction.expiryTimer), at: now, into: &after)
    #expect(near.securityAssociations == [])
    #expect(far.securityAssociations == [])
    #expect(near.take(plain(), on: 0, at: now).drops == [.associationExpired])
    #expect(far.take(late, on: 1, at: now).drops == [.associationExpired])
    let expired = after.list.filter { effect in
      guard case .note(let note) = effect else { return false }
      return note.kind == ServiceChainNote.associationExpired.rawValue && note.subject == 1000
    }
    #expect(expired.count == 2)
    // A fresh key brings the traffic back.
    _ = try share(1001)
    #expect(far.take(try encrypted(), on: 1, at: now).drops == [])
  }

  @Test("a fresh key in time keeps the traffic going")
  mutating func renewed() throws {
    _ = try share(1000, lifetime: .seconds(10))
    now = Instant(nanoseconds: 5_000_000_000)
    _ = try share(1001, lifetime: .seconds(10))
    now = Instant(nanoseconds: 12_000_000_000)
    var effects = Effects()
    near.step(.timer(EncryptionFunction.expiryTimer), at: now, into: &effects)
    far.step(.timer(EncryptionFunction.expiryTimer), at: now, into: &effects)
    #expect(far.take(try encrypted(), on: 1, at: now).drops == [])
  }

  @Test("replacement deletes the old key: packets under way are lost")
  mutating func replacement() throws {
    _ = try share(1000)
    let underWay = try encrypted()
    _ = try share(1001)
    #expect(far.securityAssociations.map(\.spi) == [1001])
    #expect(far.take(underWay, on: 1).drops == [.unknownAssociation])
    #expect(far.take(try encrypted(), on: 1).drops == [])
  }

  @Test("make before break: both keys decrypt until the old one is removed, and no packet is lost")
  mutating func makeBeforeBreak() throws {
    _ = try share(1000)
    var effects = Effects()
    let before = try encrypted()
    try far.install(grant(1001, .decrypt, method: .makeBeforeBreak), at: now, into: &effects)
    let between = try encrypted()
    try near.install(grant(1001, .encrypt, method: .makeBeforeBreak), at: now, into: &effects)
    let after = try encrypted()
    #expect(before.uint32(at: 54) == 1000)
    #expect(between.uint32(at: 54) == 1000)
    #expect(after.uint32(at: 54) == 1001)
    for packet in [after, between, before] { #expect(far.take(packet, on: 1).drops == []) }
    try far.remove(Self.link, spi: 1000)
    #expect(far.securityAssociations.map(\.spi) == [1001])
    #expect(far.take(try encrypted(), on: 1).drops == [])
  }

  @Test("bad associations are refused, and change nothing")
  mutating func refusedAssociations() throws {
    _ = try share(1000)
    let short = Array(PlanePackets.key(1).dropLast())
    let cases: [(AssociationGrant, AssociationDefect)] = [
      (grant(1001, .encrypt, key: short), .keyLength),
      (grant(1001, .encrypt, key: []), .keyLength),
      (grant(255, .encrypt), .reservedSPI),
      (grant(1000, .encrypt), .usedSPI),
      (grant(999, .encrypt), .usedSPI),
      (grant(1000, .encrypt, path: EncryptionPathID(6)), .usedSPI),
      (grant(1001, .encrypt, lifetime: .zero), .lifetime),
      (grant(1001, .encrypt, lifetime: .nanoseconds(-1)), .lifetime),
    ]
    for (grant, defect) in cases {
      var effects = Effects()
      #expect(throws: defect) { try near.install(grant, at: now, into: &effects) }
      #expect(effects.isEmpty)
      #expect(near.securityAssociations.map(\.spi) == [1000])
    }
    #expect(throws: AssociationDefect.unknown) { try near.remove(Self.link, spi: 1001) }
    #expect(throws: AssociationDefect.unknown) { try near.remove(EncryptionPathID(6), spi: 1000) }
    try near.remove(Self.link, spi: 1000)
    #expect(near.take(plain(), on: 0).drops == [.unknownAssociation])
    #expect(throws: AssociationDefect.usedSPI) {
      var effects = Effects()
      try near.install(grant(1000, .encrypt), at: now, into: &effects)
    }
  }

  @Test("headers that contradict each other, single ones and used-up indexes are dropped")
  mutating func refusals() throws {
    _ = try share(1000)
    #expect(near.take(plain(index: 0), on: 0).drops == [.indexExhausted])
    let contradiction = plain()
    contradiction[26 + 7] = 253
    #expect(near.take(contradiction, on: 0).drops == [.badHeader])
    let otherPath = plain()
    otherPath[26 + 6] ^= 1
    #expect(near.take(otherPath, on: 0).drops == [.badHeader])
    let single = PlanePackets.onPath(Self.path, index: 254, from: Site.a.inner, to: Site.a.encryption(1))
    #expect(near.take(single, on: 0).drops == [.badHeader])
    let cut = plain()
    cut.truncate(to: 30)
    #expect(near.take(cut, on: 0).drops == [.truncated])
    #expect(near.take(plain(), on: 2).drops == [.unknownSender])
    let astray = plain()
    astray[5] ^= 1
    #expect(near.take(astray, on: 0).drops == [.wrongRecipient])
  }

  @Test("encryption is charged by the byte, a new association once")
  mutating func charges() throws {
    let effects = try share(1000)
    #expect(effects.meter.count(.associate) == 2)
    var visit = Effects()
    near.step(.packet(plain(), on: PortNumber(0)), at: now, into: &visit)
    #expect(visit.meter.count(.cipherByte) >= 200)
    #expect(visit.meter.count(.packet) == 1)
  }
}
