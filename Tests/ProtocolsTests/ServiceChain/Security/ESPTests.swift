import TestSupport
import Testing
import Vocabulary

@testable import Protocols

struct ESPTests {
  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.filter { $0 != " " }.compactMap(\.hexDigitValue).map { UInt8($0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// draft-mcgrew-gcm-test-01, section 4: the case with a key of 256 bits, its padding and its next header of 1.
  @Test("the published example of AES-256-GCM in ESP comes out")
  func example() {
    let association = SecurityAssociation(
      spi: 0x4A2C_BFE3, key: bytes("abbccddef00112233445566778899aab abbccddef00112233445566778899aab 11223344"),
      path: EncryptionPathID(1), source: 1, destination: 2, expiry: .never)!
    let header = bytes("4a2cbfe3 00000002 0102030405060708")
    let plain = bytes(
      "45000030 69a64000 80062690 c0a80102 9389155e 0a9e008b 2dc57ee0 00000000 70024000 20bf0000 020405b4 01010402"
        + "01020201")
    let sealed = bytes(
      "ff425c9b 724599df 7a3bcd51 0194e00d 6a78107f 1b0b1cbf 06efae9d 65a5d763 748a6379 85771d34 7f054565 9f14e99d"
        + "ef842d8e b335f4ee cfdbf831 824b4c49 15956c96")
    var region = header + plain + [UInt8](repeating: 0, count: 16)
    func run(_ body: (PacketCipher.Region) -> Void) {
      region.withUnsafeMutableBytes {
        body(PacketCipher.Region(header: $0.baseAddress!, text: $0.baseAddress! + 16, count: plain.count))
      }
    }
    let encrypting = PacketCipher(association, mode: .real, direction: .encrypting)
    let decrypting = PacketCipher(association, mode: .real, direction: .decrypting)
    for _ in 0..<2 {
      run { encrypting.encrypt($0) }
      #expect(region == header + sealed)
      run { #expect(decrypting.decrypt($0)) }
      #expect(Array(region[16..<16 + plain.count]) == plain)
    }
  }

  @Test("an encrypted packet stands as RFC 4303 draws it, and comes back as it was", arguments: CryptoMode.allCases)
  func layout(mode: CryptoMode) throws {
    var ends = SampleAssociation(mode: mode)
    for count in 0..<40 {
      let packet = SamplePackets.user(count)
      let plain = packet.bytes
      packet.prepend(5)
      for offset in 0..<5 { packet[offset] = UInt8(0xA0 + offset) }
      try ends.seal(packet, at: 5)
      #expect(ESP.overhead.contains(packet.count - 5 - plain.count))
      #expect(packet.bytes.prefix(5) == [0xA0, 0xA1, 0xA2, 0xA3, 0xA4])
      let outer = try IPv4Header(in: packet, at: 5)
      #expect(outer.transport == .esp)
      #expect(outer.source == SampleAssociation.here)
      #expect(outer.destination == SampleAssociation.there)
      #expect(outer.totalLength == packet.count - 5)
      #expect(try ESP.spi(in: packet, at: 5) == 0x1000)
      #expect(packet.uint32(at: 29) == UInt32(count + 1))
      #expect(packet.uint64(at: 33) == UInt64(count + 1))
      let textCount = outer.payloadCount - 32
      #expect(textCount % 4 == 0)
      // No five bytes of the plain packet stand anywhere.
      let sealed = packet.bytes.dropFirst(41)
      #expect(!sealed.indices.dropLast(5).contains { Array(sealed[$0..<$0 + 5]) == Array(plain.suffix(5)) })
      #expect(ends.open(packet, at: 5) == nil)
      #expect(packet.bytes.dropFirst(5) == plain[...])
      #expect(packet.bytes.prefix(5) == [0xA0, 0xA1, 0xA2, 0xA3, 0xA4])
    }
    #expect(ends.meter.count(.cipherByte) == (0..<40).reduce(0) { $0 + 2 * Int64(($1 + 28 + 2 + 3) & ~3) })
  }

  @Test("any changed bit of the header, the text or the tag is refused", arguments: CryptoMode.allCases)
  func authentication(mode: CryptoMode) throws {
    var ends = SampleAssociation(mode: mode)
    let packet = SamplePackets.user(30)
    try ends.seal(packet)
    // Behind the IPv4 header and the SPI.
    for bit in 24 * 8..<packet.count * 8 {
      let changed = packet.copy()
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(ends.open(changed) == (changed.uint32(at: 24) == 0 ? .replayed : .badAuthentication))
    }
    #expect(ends.inbound.window.highest == 0)
    #expect(ends.open(packet) == nil)
  }

  @Test("a packet opens once; late ones within the window still do (RFC 4303, 3.4.3)")
  func replays() throws {
    var ends = SampleAssociation(mode: .real)
    let packets = try (0..<70).map { _ in
      let packet = SamplePackets.user(10)
      try ends.seal(packet)
      return packet
    }
    let last = packets[69].copy()
    #expect(ends.open(packets[69].copy()) == nil)
    #expect(ends.open(last) == .replayed)
    #expect(ends.open(packets[5].copy()) == .replayed)
    #expect(ends.open(packets[6].copy()) == nil)
    #expect(ends.open(packets[6].copy()) == .replayed)
    #expect(ends.inbound.window.highest == 70)
  }

  @Test("the last sequence number is sent once, and none after it; the refused packet is as it was")
  func exhaustion() throws {
    var ends = SampleAssociation(mode: .modelled, firstSequence: .max - 1)
    let packets = (0..<3).map { _ in SamplePackets.user(10) }
    try ends.seal(packets[0])
    try ends.seal(packets[1])
    #expect(packets[1].uint32(at: 24) == .max)
    #expect(ends.outbound.nextSequence == nil)
    #expect(throws: DropReason.sequenceExhausted) { try ends.seal(packets[2]) }
    #expect(packets[2].bytes == SamplePackets.user(10).bytes)
    #expect(ends.open(packets[1]) == nil)
    #expect(ends.open(packets[0]) == nil)
  }

  @Test("an expired association neither sends nor receives")
  func expiry() throws {
    var ends = SampleAssociation(mode: .real)
    ends.now = .start + .seconds(10) - .nanoseconds(1)
    let packet = SamplePackets.user()
    try ends.seal(packet)
    ends.now = .start + .seconds(10)
    #expect(ends.open(packet) == .associationExpired)
    #expect(throws: DropReason.associationExpired) { try ends.seal(SamplePackets.user()) }
    #expect(ends.outbound.nextSequence == 2)
  }

  @Test("what is not of the association is refused before it is decrypted")
  func strangers() throws {
    var ends = SampleAssociation(mode: .real)
    let packet = SamplePackets.user()
    #expect(ends.open(packet.copy()) == .unknownProtocol)
    try ends.seal(packet)
    func changed(_ change: (inout IPv4Header) -> Void) throws -> PacketBuffer {
      let copy = packet.copy()
      var header = try IPv4Header(in: copy)
      change(&header)
      header.write(to: copy)
      return copy
    }
    #expect(ends.open(try changed { $0.source ^= 1 }) == .unknownAssociation)
    #expect(ends.open(try changed { $0.destination ^= 1 }) == .unknownAssociation)
    let other = packet.copy()
    other.set(0x1001 as UInt32, at: 20)
    #expect(ends.open(other) == .unknownAssociation)
    // Room for everything but the trailer.
    #expect(ends.open(try changed { $0.totalLength = 20 + 16 + 16 + 1 }) == .truncated)
    #expect(ends.open(try changed { $0.totalLength = 20 }) == .truncated)
    #expect(ends.meter.count(.cipherByte) == 132)
    #expect(ends.open(try changed { $0.totalLength = 20 + 16 + 16 + 2 }) == .badAuthentication)
  }

  @Test("padding, next header and inner packet are looked at after decryption", arguments: CryptoMode.allCases)
  func content(mode: CryptoMode) {
    func reason(_ text: [UInt8]) -> DropReason? {
      let association = SampleAssociation.make()
      let packet = PacketBuffer(count: 36 + text.count + 16)
      IPv4Header(
        totalLength: packet.count, transport: .esp, source: association.source, destination: association.destination
      ).write(to: packet)
      packet.set(association.spi, at: 20)
      packet.set(1 as UInt32, at: 24)
      for (offset, byte) in text.enumerated() { packet[36 + offset] = byte }
      let cipher = PacketCipher(association, mode: mode, direction: .encrypting)
      packet.withUnsafeMutableBytes {
        let start = $0.baseAddress!
        cipher.encrypt(PacketCipher.Region(header: start + 20, text: start + 36, count: text.count))
      }
      var ends = SampleAssociation(mode: mode)
      return ends.open(packet)
    }
    let plain = SamplePackets.user(10).bytes
    #expect(reason(plain + [0, 4]) == nil)
    #expect(reason(plain + [1, 2, 3, 3, 4]) == nil)
    // More behind the inner packet than padding: allowed against traffic analysis (RFC 4303, 2.7).
    #expect(reason(plain + [9, 9, 9, 9, 0, 4]) == nil)
    #expect(reason(plain + [1, 2, 4, 3, 4]) == .badPadding)
    #expect(reason(plain + [UInt8(plain.count + 1), 4]) == .badPadding)
    #expect(reason(plain + [0, 59]) == .unknownProtocol)
    #expect(reason(plain.dropLast() + [0, 4]) == .truncated)
    #expect(reason([0, 4]) == .truncated)
  }

  @Test("a packet that would not fit IPv4's length, or is no IPv4, is not encrypted")
  func sizes() throws {
    var ends = SampleAssociation(mode: .modelled)
    let largest = SamplePackets.user(0xFFFF - 57 - 28)
    try ends.seal(largest)
    #expect(ends.open(largest) == nil)
    let larger = SamplePackets.user(0xFFFF - 53 - 28)
    #expect(throws: DropReason.packetTooLarge) { try ends.seal(larger) }
    #expect(throws: DropReason.badHeader) { try ends.seal(PacketBuffer(count: 40)) }
    #expect(ends.outbound.nextSequence == 2)
  }

  @Test("bytes that pad a frame behind the packet do not go through the tunnel")
  func framePadding() throws {
    var ends = SampleAssociation(mode: .real)
    let packet = SamplePackets.user(1)
    let plain = packet.bytes
    packet.append(17)
    try ends.seal(packet)
    packet.append(3)
    #expect(ends.open(packet) == nil)
    #expect(packet.bytes == plain)
  }

  @Test("keys of the wrong length and reserved SPIs make no association")
  func agreement() {
    func make(_ spi: UInt32, _ count: Int) -> SecurityAssociation? {
      SecurityAssociation(
        spi: spi, key: [UInt8](repeating: 1, count: count), path: EncryptionPathID(1), source: 1, destination: 2,
        expiry: .never)
    }
    #expect(make(256, 36) != nil)
    #expect(make(255, 36) == nil)
    #expect(make(0, 36) == nil)
    for count in [0, 32, 35, 37] { #expect(make(256, count) == nil) }
    #expect(SampleAssociation.make().salt == 0x2021_2223)
  }

  @Test("real and modelled encryption decide alike, and give packets of one size")
  func modes() throws {
    var stream = RandomStream(seed: 6)
    var real = SampleAssociation(mode: .real)
    var modelled = SampleAssociation(mode: .modelled)
    var kept: [(PacketBuffer, PacketBuffer)] = []
    var reasons: Set<DropReason?> = []
    for round in 0..<3_000 {
      let plain = SamplePackets.user(Int(stream.below(300)), seed: UInt8(stream.below(256)))
      let (a, b) = (plain.copy(), plain.copy())
      try real.seal(a)
      try modelled.seal(b)
      #expect(a.count == b.count)
      #expect(a.bytes.prefix(36) == b.bytes.prefix(36))
      kept.append((a, b))
      let (first, second) = kept[Int(stream.below(UInt64(kept.count)))]
      if round % 3 == 0 { kept.removeAll() }
      let (x, y) = (first.copy(), second.copy())
      if stream.below(4) == 0 {
        let place = Int(stream.below(UInt64(x.count)))
        let change = UInt8(1 + stream.below(255))
        x[place] ^= change
        y[place] ^= change
      }
      let verdict = real.open(x)
      #expect(modelled.open(y) == verdict)
      if verdict == nil { #expect(x.bytes == y.bytes) }
      reasons.insert(verdict)
    }
    #expect(reasons.isSuperset(of: [nil, .replayed, .badAuthentication, .badChecksum]))
    #expect(real.meter.count(.cipherByte) == modelled.meter.count(.cipherByte))
  }
}
