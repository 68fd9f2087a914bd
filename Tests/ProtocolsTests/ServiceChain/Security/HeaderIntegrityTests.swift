import TestSupport
import Testing
import Vocabulary

@testable import Protocols

struct HeaderIntegrityTests {
  private let fieldKey = FieldKey(bytes: [UInt8](repeating: 0x0B, count: 32))!
  private var meter = Meter()

  private func integrity(_ mode: CryptoMode = .real, key: UInt32 = 7) -> HeaderIntegrity {
    var integrity = HeaderIntegrity()
    integrity.install(IntegrityKey(identifier: key, key: fieldKey, mode: mode))
    return integrity
  }

  private func packet() -> PacketBuffer {
    let packet = SamplePackets.user(50)
    SamplePackets.service().push(on: packet)
    return packet
  }

  private mutating func verdict(
    _ integrity: inout HeaderIntegrity, _ packet: PacketBuffer, at offset: Int = 0, wallClock: Instant = .start
  ) -> DropReason? {
    do throws(DropReason) {
      try integrity.verify(packet, at: offset, wallClock: wallClock, &meter)
      return nil
    } catch {
      return error
    }
  }

  /// RFC 4868, 2.7.2.1: test case PRF-1, cut to 128 bits.
  @Test("the code is HMAC-SHA-256 cut to 16 bytes")
  func hmac() {
    let key = IntegrityKey(identifier: 1, key: fieldKey, mode: .real)
    let (first, second) = (Array("Hi ".utf8), Array("There".utf8))
    let code = first.withUnsafeBytes { first in second.withUnsafeBytes { key.code(first, $0) } }
    #expect(code == MessageAuthenticationCode(high: 0x198A_607E_B44B_FBC6, low: 0x9903_A0F1_CF2B_BDC5))
    let whole = HMAC.sha256(first + second, key: fieldKey.bytes)
    #expect(whole.withUnsafeBytes { MessageAuthenticationCode(reading: $0.baseAddress!) } == code)
  }

  @Test("the context header stands as RFC 9145, section 5, draws it")
  mutating func layout() throws {
    let packet = packet()
    let before = packet.bytes
    try integrity().protect(packet, wallClock: .start + .milliseconds(1_500), &meter)
    #expect(packet.count == before.count + 36)
    #expect(packet.bytes.prefix(8) == [0x0F, 0xCB, 0x02, 0x01, 0, 0, 5, 254])
    #expect(packet.bytes[8..<26] == [0, 0, 2, 30, 4, 0, 0, 0, 7, 0, 0, 0, 1, 0x80, 0, 0, 0, 0])
    #expect(packet.bytes[42..<44] == [0, 0])
    #expect(packet.bytes.dropFirst(44) == before.dropFirst(8))
    let covered = Array(packet.bytes[4..<26]) + packet.bytes[42...]
    #expect(Array(packet.bytes[26..<42]) == Array(HMAC.sha256(covered, key: fieldKey.bytes).prefix(16)))
    #expect(meter.count(.hashByte) == Int64(covered.count))
  }

  @Test(
    "any changed bit behind the base header is refused; nobody takes note of its time to live and next protocol",
    arguments: CryptoMode.allCases)
  mutating func coverage(mode: CryptoMode) throws {
    var integrity = integrity(mode)
    let packet = packet()
    try integrity.protect(packet, wallClock: .start, &meter)
    for bit in 0..<packet.count * 8 {
      // Bytes 1 and 2 hold length and MD type; bytes 8 to 25 are tried below.
      let byte = bit / 8
      guard byte != 1 && byte != 2, !(8..<26).contains(byte) else { continue }
      let changed = packet.copy()
      changed[byte] ^= 1 << UInt8(bit % 8)
      var fresh = integrity
      switch byte {
      // The version, and the O bit.
      case 0 where bit % 8 >= 5: #expect(verdict(&fresh, changed) == .badHeader)
      case 0, 3: #expect(verdict(&fresh, changed) == nil)
      default: #expect(verdict(&fresh, changed) == .badAuthentication)
      }
    }
    #expect(verdict(&integrity, packet) == nil)
    #expect(verdict(&integrity, packet) == .replayed)
  }

  @Test("without a code, with one of MAC#2 or of an unknown key, a packet is not authenticated")
  mutating func missing() throws {
    var receiver = integrity()
    #expect(verdict(&receiver, packet()) == .notAuthenticated)
    let whole = packet()
    try integrity().protect(whole, wallClock: .start, &meter)
    whole[10] = 3
    #expect(verdict(&receiver, whole) == .notAuthenticated)
    let stranger = packet()
    try integrity(key: 8).protect(stranger, wallClock: .start, &meter)
    #expect(verdict(&receiver, stranger) == .notAuthenticated)
    #expect(throws: DropReason.notAuthenticated) { try HeaderIntegrity().protect(packet(), wallClock: .start, &meter) }
    let fixed = SamplePackets.user()
    NetworkServiceHeader(path: ServicePathID(1), metadataType: .fixed).push(on: fixed)
    #expect(throws: DropReason.badHeader) { try integrity().protect(fixed, wallClock: .start, &meter) }
    whole[10] = 2
    #expect(throws: DropReason.badHeader) { try integrity().protect(whole, wallClock: .start, &meter) }
  }

  @Test("other forms of the context header are refused")
  mutating func forms() throws {
    var receiver = integrity()
    let packet = packet()
    try receiver.protect(packet, wallClock: .start, &meter)
    for (place, value): (Int, UInt8) in [(11, 29), (12, 5), (25, 1)] {
      let changed = packet.copy()
      changed[place] = value
      #expect(verdict(&receiver, changed) == .badHeader)
    }
  }

  @Test("timestamps are accepted for as long as the tolerance, either way; a code is known for longer")
  mutating func time() throws {
    var receiver = integrity()
    let sent = Instant.start + .seconds(100)
    let packet = packet()
    try receiver.protect(packet, wallClock: sent, &meter)
    var other = receiver
    #expect(verdict(&receiver, packet, wallClock: sent + .nanoseconds(2_000_000_001)) == .replayed)
    #expect(verdict(&receiver, packet, wallClock: sent + .nanoseconds(-2_000_000_001)) == .futureDated)
    #expect(verdict(&receiver, packet, wallClock: sent + .seconds(2)) == nil)
    #expect(verdict(&other, packet, wallClock: sent + .seconds(-2)) == nil)
    for step in stride(from: Int64(-2_000), through: 2_000, by: 7) {
      #expect(verdict(&other, packet, wallClock: sent + .milliseconds(step)) == .replayed)
    }
  }

  @Test("a service function counts the index down and renews the code; the time to live needs none")
  mutating func renewal() throws {
    var receiver = integrity()
    let packet = packet()
    try receiver.protect(packet, wallClock: .start, &meter)
    var header = try NetworkServiceHeader(in: packet)
    try header.decrementTimeToLive()
    header.write(to: packet)
    #expect(verdict(&receiver, packet) == nil)
    try header.decrementIndex()
    header.write(to: packet)
    #expect(verdict(&receiver, packet) == .badAuthentication)
    try receiver.renew(packet, &meter)
    #expect(verdict(&receiver, packet) == nil)
  }

  @Test("the header of the encryption layer covers the service layer's, and ESP within", arguments: CryptoMode.allCases)
  mutating func nested(mode: CryptoMode) throws {
    var serviceLayer = integrity(mode, key: 1)
    var encryptionLayer = integrity(mode, key: 2)
    var ends = SampleAssociation(mode: mode)
    let packet = packet()
    try serviceLayer.protect(packet, wallClock: .start, &meter)
    let plain = packet.bytes
    try ends.seal(packet, at: 44)
    try SamplePackets.nest(packet)
    try encryptionLayer.protect(packet, wallClock: .start, &meter)
    SamplePackets.frame(packet, .nsh)
    let outer = try NetworkServiceHeader(in: packet, at: 14)
    #expect(outer.byteCount == 48)
    let inner = 14 + outer.byteCount
    for place in [inner, inner + 2, inner + 7, inner + 44 + 30, packet.count - 1, 14 + 7, 14 + 11] {
      let changed = packet.copy()
      changed[place] ^= 1
      #expect(verdict(&encryptionLayer, changed, at: 14) == .badAuthentication)
    }
    #expect(verdict(&encryptionLayer, packet, at: 14) == nil)
    packet.removeFirst(inner)
    #expect(verdict(&serviceLayer, packet) == .badAuthentication)
    #expect(ends.open(packet, at: 44) == nil)
    #expect(packet.bytes == plain)
    #expect(verdict(&serviceLayer, packet) == nil)
  }

  @Test("a new key protects while the old one still verifies, until it is removed")
  mutating func keyChange() throws {
    var receiver = integrity(key: 1)
    let (old, late) = (packet(), packet())
    try receiver.protect(old, wallClock: .start, &meter)
    try receiver.protect(late, wallClock: .start + .nanoseconds(5), &meter)
    let other = FieldKey(bytes: [UInt8](repeating: 3, count: 32))!
    receiver.install(IntegrityKey(identifier: 2, key: other, mode: .real))
    let new = packet()
    try receiver.protect(new, wallClock: .start, &meter)
    #expect(new.uint32(at: 13) == 2)
    #expect(verdict(&receiver, old) == nil)
    #expect(verdict(&receiver, new) == nil)
    receiver.removeKeys { $0.identifier == 1 }
    #expect(verdict(&receiver, late) == .notAuthenticated)
  }

  @Test("a header without room for the code is left as it is")
  mutating func room() throws {
    let packet = SamplePackets.user()
    let context = [UInt8](repeating: 0, count: 220)
    let header = PacketBuffer([0x0F, 0xC0 | 57, 2, 1, 0, 0, 1, 2] + context + packet.bytes)
    for offset in stride(from: 8, to: 228, by: 44) { header[offset + 3] = 40 }
    let before = header.bytes
    #expect(throws: DropReason.packetTooLarge) { try integrity().protect(header, wallClock: .start, &meter) }
    #expect(header.bytes == before)
  }
}
