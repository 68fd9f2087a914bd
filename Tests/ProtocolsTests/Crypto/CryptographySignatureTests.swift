import Testing
import Vocabulary

@testable import Protocols

@Suite("Signatures")
struct CryptographySignatureTests {
  static let combinations: [(SignatureSuite, CryptoMode)] = SignatureSuite.allCases.flatMap { suite in
    CryptoMode.allCases.map { (suite, $0) }
  }
  let digest = SHA256Hasher.digest(Array("a block".utf8))

  @Test("a signature verifies, and no changed bit of it, of the digest or of the key does", arguments: combinations)
  func tampering(suite: SignatureSuite, mode: CryptoMode) throws {
    let crypto = Cryptography(suite: suite, mode: mode, seed: 1)
    var meter = Meter()
    let pair = crypto.keyPair(named: "module/0")
    let signature = crypto.sign(digest, with: pair, &meter)
    #expect(signature.count == crypto.signatureLength)
    #expect(pair.publicKey.encoded.count == crypto.publicKeyLength)
    #expect(crypto.verify(signature, of: digest, by: pair.publicKey, &meter))
    #expect(crypto.verify((signature + [1])[..<signature.count], of: digest, by: pair.publicKey, &meter))

    for position in [0, 7, 8, 16, 33, signature.count - 1] {
      var changed = signature
      changed[position] ^= 1
      #expect(!crypto.verify(changed, of: digest, by: pair.publicKey, &meter))
    }
    var otherDigest = digest.bytes
    otherDigest[31] ^= 1
    #expect(!crypto.verify(signature, of: try #require(Digest(bytes: otherDigest)), by: pair.publicKey, &meter))
    #expect(!crypto.verify(signature, of: digest, by: crypto.keyPair(named: "module/1").publicKey, &meter))
    #expect(!crypto.verify(Array(signature.dropLast()), of: digest, by: pair.publicKey, &meter))
    #expect(!crypto.verify([], of: digest, by: pair.publicKey, &meter))
  }

  @Test("real and modelled differ in no length and no charge", arguments: SignatureSuite.allCases)
  func sameCharges(suite: SignatureSuite) {
    var meters: [[Int64]] = []
    for mode in CryptoMode.allCases {
      let crypto = Cryptography(suite: suite, mode: mode, seed: 1)
      var meter = Meter()
      let pair = crypto.keyPair(named: "module/0")
      let signature = crypto.sign(crypto.hash([1, 2, 3], &meter), with: pair, &meter)
      for _ in 0..<3 { _ = crypto.verify(signature, of: digest, by: pair.publicKey, &meter) }
      _ = crypto.verify([1], of: digest, by: pair.publicKey, &meter)
      meters.append(Meter.Operation.allCases.map { meter.count($0) } + [Int64(signature.count)])
      #expect(meter.count(.sign) == 1)
      #expect(meter.count(.verify) == 4)
      #expect(meter.count(.hashByte) == 3)
    }
    #expect(meters[0] == meters[1])
  }

  @Test("a signature is a function of key and digest, in any order of signing", arguments: combinations)
  func pure(suite: SignatureSuite, mode: CryptoMode) {
    let (a, b) = (Cryptography(suite: suite, mode: mode, seed: 1), Cryptography(suite: suite, mode: mode, seed: 1))
    var meter = Meter()
    let other = SHA256Hasher.digest([9])
    let first = [digest, other].map { a.sign($0, with: a.keyPair(named: "module/0"), &meter) }
    let second = [other, digest].map { b.sign($0, with: b.keyPair(named: "module/0"), &meter) }
    #expect(first == second.reversed())
    #expect(first[0] != first[1])
  }

  @Test(
    "a signature of seed 1 is the same in every process",
    arguments: [
      (SignatureSuite.rsa2048PSS, CryptoMode.real, "2f50f83ca36d2b7ff7cc16e22b1a7dd92a6689e57bf9930c0750bdf90f790c84"),
      (.rsa2048PSS, .modelled, "5c302b39ffe36235ca1f46631304d167a470a83b9adb7a4a019d275d6ea0ae40"),
      (.ed25519, .real, "38781bab3bf37a981f8249147762cd7ab58caf48819d71cb5a1b6aca615c38e8"),
      (.ed25519, .modelled, "24843c54614ef4b9b06fa6a965510f9b5a7987e814ad05f95820203372dd95a6"),
      (.rsa3072PSS, .real, "be1fb2d8e8cc3429565f540c3f018cd24ee1590c6a3eb0760845baaeafe6f8bd"),
      (.rsa3072PSS, .modelled, "37de9ee239431fddbd93685641d9fa3e43abf0183955d5e53a0e89c225eef997"),
      (.ecdsaP256, .real, "031e094d5056f3a8de2db7144bee4a5bacfc524fd555440c4a7c6889346fe4f9"),
      (.ecdsaP256, .modelled, "015d7a7227d2d3b40567a1d1ef9a855883e324b4e7640fd9e065acae29e8be61"),
    ])
  func golden(suite: SignatureSuite, mode: CryptoMode, expected: String) {
    let crypto = Cryptography(suite: suite, mode: mode, seed: 1)
    var meter = Meter()
    let signature = crypto.sign(digest, with: crypto.keyPair(named: "module/0"), &meter)
    #expect(SHA256Hasher.digest(signature).description == expected)
  }
}
