import Protocols
import Testing
import Vocabulary

struct InternetChecksumTests {
  private func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum = InternetChecksum()
    bytes.withUnsafeBytes { sum.add($0) }
    return sum.value
  }

  /// As the definition says: 16 bits at a time, the carry added at once.
  private func slowly(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for offset in stride(from: 0, to: bytes.count, by: 2) {
      sum += UInt32(bytes[offset]) << 8 | (offset + 1 < bytes.count ? UInt32(bytes[offset + 1]) : 0)
      if sum > 0xFFFF { sum -= 0xFFFF }
    }
    return ~UInt16(sum)
  }

  @Test("the example of RFC 1071, section 3, comes out")
  func example() {
    #expect(checksum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]) == ~0xDDF2)
    #expect(checksum([]) == 0xFFFF)
  }

  @Test("any bytes, in any pieces of even length, give what the definition gives")
  func pieces() {
    var stream = RandomStream(seed: 1)
    for _ in 0..<2_000 {
      let bytes = stream.bytes(Int(stream.below(200)))
      #expect(checksum(bytes) == slowly(bytes))
      let cut = Int(stream.below(UInt64(bytes.count / 2 + 1))) * 2
      var sum = InternetChecksum()
      Array(bytes[..<cut]).withUnsafeBytes { sum.add($0) }
      let packet = PacketBuffer(bytes)
      sum.add(packet, from: cut, count: bytes.count - cut)
      #expect(sum.value == slowly(bytes))
    }
    #expect(checksum([UInt8](repeating: 0xFF, count: 65_535)) == slowly([UInt8](repeating: 0xFF, count: 65_535)))
  }

  @Test("an update for one changed word gives what a new sum gives (RFC 1624)")
  func updates() {
    var stream = RandomStream(seed: 2)
    for _ in 0..<5_000 {
      var bytes = stream.bytes(20)
      // A header is never all zeros.
      bytes[0] = 0x45
      let before = checksum(bytes)
      let place = 2 * (1 + Int(stream.below(9)))
      let old = UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
      let new = stream.below(4) == 0 ? [0, 0xFFFF, ~old][Int(stream.below(3))] : UInt16(stream.below(65_536))
      (bytes[place], bytes[place + 1]) = (UInt8(new >> 8), UInt8(new & 255))
      #expect(InternetChecksum.updated(before, from: old, to: new) == checksum(bytes))
    }
  }
}
