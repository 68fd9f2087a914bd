import Testing

@testable import Protocols

@Suite("SHA-256")
struct DigestTests {
  @Test(
    "digests are those of FIPS 180-4's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(text: String, expected: String) {
    #expect(SHA256Hasher.digest(Array(text.utf8)).description == expected)
  }

  @Test("bytes handed over in pieces hash as a whole, and a finished hasher starts over")
  func pieces() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var hasher = SHA256Hasher()
    for round in 1...3 {
      hasher.update(bytes[..<(round * 100)])
      hasher.update(bytes[round * 100])
      hasher.update(Array(bytes[(round * 100 + 1)...]))
      #expect(hasher.finish() == SHA256Hasher.digest(bytes))
    }
  }

  @Test("a digest keeps its bytes and is ordered as they are")
  func bytesAndOrder() throws {
    var earlier = [UInt8](repeating: 0x7F, count: 32)
    for position in 0..<32 {
      var later = earlier
      later[position] = 0x80
      let (a, b) = (try #require(Digest(bytes: earlier)), try #require(Digest(bytes: later)))
      #expect(a.bytes == earlier)
      #expect(a.prefix == earlier.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
      #expect(a < b)
      #expect(!(b < a))
      #expect(a != b)
      earlier[position] = 0x7E
    }
    #expect(Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    #expect(Digest(bytes: [UInt8](repeating: 0, count: 33)) == nil)
    #expect(Digest(bytes: [UInt8](repeating: 0, count: 32)) == .zero)
  }
}
