import Testing
import Vocabulary

@testable import Protocols

@Suite("Sealing")
struct SealingTests {
  let plain = Array("configuration of a firewall".utf8)

  @Test(
    "the recipient opens what was sealed, and nobody else", arguments: [SignatureSuite.rsa2048PSS, .rsa3072PSS],
    CryptoMode.allCases)
  func roundTrip(suite: SignatureSuite, mode: CryptoMode) {
    let crypto = Cryptography(suite: suite, mode: mode, seed: 1)
    var (meter, stream) = (Meter(), RandomStream(seed: 1))
    let recipient = crypto.keyPair(named: "tenant")
    for bytes in [plain, [], [UInt8](repeating: 7, count: 100_000)] {
      let sealed = crypto.seal(bytes, for: recipient.publicKey, &stream, &meter)
      #expect(sealed.count == suite.signatureLength + 12 + bytes.count + 16)
      #expect(crypto.open(sealed, with: recipient, &meter) == bytes)
      #expect(crypto.open(sealed, with: crypto.keyPair(named: "other"), &meter) == nil)
    }
  }

  @Test("no changed byte and no missing byte goes unseen", arguments: CryptoMode.allCases)
  func tampering(mode: CryptoMode) {
    let crypto = Cryptography(suite: .rsa2048PSS, mode: mode, seed: 1)
    var (meter, stream) = (Meter(), RandomStream(seed: 1))
    let recipient = crypto.keyPair(named: "tenant")
    let sealed = crypto.seal(plain, for: recipient.publicKey, &stream, &meter)
    for position in stride(from: 0, to: sealed.count, by: 3) {
      var changed = sealed
      changed[position] ^= 1
      #expect(crypto.open(changed, with: recipient, &meter) == nil, "byte \(position)")
    }
    for count in [0, 1, 255, 256, 283, sealed.count - 1] {
      #expect(crypto.open(Array(sealed.prefix(count)), with: recipient, &meter) == nil, "\(count) bytes")
    }
  }

  @Test("real and modelled charge and draw alike, whether opening works or not")
  func sameChargesAndDraws() {
    var outcomes: [[Int64]] = []
    var draws: [UInt64] = []
    for mode in CryptoMode.allCases {
      let crypto = Cryptography(suite: .rsa2048PSS, mode: mode, seed: 1)
      var (meter, stream) = (Meter(), RandomStream(seed: 1))
      let recipient = crypto.keyPair(named: "tenant")
      var sealed = crypto.seal(plain, for: recipient.publicKey, &stream, &meter)
      #expect(crypto.open(sealed, with: recipient, &meter) == plain)
      sealed[sealed.count - 1] ^= 1
      #expect(crypto.open(sealed, with: recipient, &meter) == nil)
      sealed[0] ^= 1
      #expect(crypto.open(sealed, with: recipient, &meter) == nil)
      #expect(crypto.open([], with: recipient, &meter) == nil)
      #expect(meter.count(.seal) == 1)
      #expect(meter.count(.open) == 3)
      #expect(meter.count(.cipherByte) == Int64(3 * plain.count))
      outcomes.append(Meter.Operation.allCases.map { meter.count($0) })
      draws.append(stream.next())
    }
    #expect(outcomes[0] == outcomes[1])
    #expect(draws[0] == draws[1])
  }

  @Test("fields under one key are opened with their own nonce only")
  func fields() {
    let crypto = Cryptography(suite: .rsa2048PSS, mode: .real, seed: 1)
    var (meter, stream) = (Meter(), RandomStream(seed: 1))
    let recipient = crypto.keyPair(named: "tenant")
    let (key, sealedKey) = crypto.sealKey(for: recipient.publicKey, &stream, &meter)
    #expect(sealedKey.count == 256)
    #expect(crypto.openKey(sealedKey[...], with: recipient, &meter) == key)
    let (first, second) = (stream.bytes(12), stream.bytes(12))
    let field = crypto.encryptField(plain, key: key, nonce: first, &meter)
    #expect(field.count == plain.count + Cryptography.tagLength)
    #expect(crypto.decryptField(field[...], key: key, nonce: first, &meter) == plain)
    #expect(crypto.decryptField(field[...], key: key, nonce: second, &meter) == nil)
    #expect(crypto.decryptField(field[...], key: key, nonce: [], &meter) == nil)
    #expect(crypto.decryptField([], key: key, nonce: first, &meter) == nil)
  }

  @Test("a field is AES-256-GCM as the specification's test case 14 has it")
  func gcmVector() throws {
    let crypto = Cryptography(suite: .ed25519, mode: .real, seed: 1)
    var meter = Meter()
    let key = try #require(FieldKey(bytes: [UInt8](repeating: 0, count: 32)))
    let zeros = [UInt8](repeating: 0, count: 16)
    let field = crypto.encryptField(zeros, key: key, nonce: Array(zeros.prefix(12)), &meter)
    // McGrew and Viega, The Galois/Counter Mode of Operation, appendix B.
    let expected: [UInt8] = [
      0xCE, 0xA7, 0x40, 0x3D, 0x4D, 0x60, 0x6B, 0x6E, 0x07, 0x4E, 0xC5, 0xD3, 0xBA, 0xF3, 0x9D, 0x18,
      0xD0, 0xD1, 0xC8, 0xA7, 0x99, 0x99, 0x6B, 0xF0, 0x26, 0x5B, 0x98, 0xB5, 0xD4, 0x8A, 0xB9, 0x19,
    ]
    #expect(field == expected)
  }

  @Test("a suite that cannot seal opens nothing", arguments: [SignatureSuite.ed25519, .ecdsaP256])
  func unsupported(suite: SignatureSuite) {
    for mode in CryptoMode.allCases {
      let crypto = Cryptography(suite: suite, mode: mode, seed: 1)
      var meter = Meter()
      let pair = crypto.keyPair(named: "tenant")
      #expect(!crypto.supportsSealing)
      #expect(crypto.open([UInt8](repeating: 1, count: 300), with: pair, &meter) == nil)
      #expect(meter.count(.open) == 0)
    }
  }
}
