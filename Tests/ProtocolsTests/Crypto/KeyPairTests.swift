import Foundation
import Synchronization
import Testing

@testable import Protocols

@Suite("Key pairs")
struct KeyPairTests {
  @Test(
    "a pair of seed 1 is the same in every process",
    arguments: [
      (SignatureSuite.rsa2048PSS, CryptoMode.real, "e25da76e4f6b577506c9cdb5f84934bd9b0e1b1f73510c7361916d329f3b84aa"),
      (.rsa2048PSS, .modelled, "8998841239455f2899d7350b63d02d610e23851ddd1b3fc33febbb0999127b32"),
      (.ed25519, .real, "49628eff97be451e8a918e5e9140eca4ab2bb395721cf02d61a5d1c03d56130d"),
      (.ed25519, .modelled, "b95d6b690c4d2f84051b20d89e02be5730f78b07cf4c6ab9e1baf7cc805f1c24"),
      (.rsa3072PSS, .real, "1349964f94bd7f81a9ba8baa0e15e6bb8ea1ca35bd5a7e9478f0a47fff1b30ac"),
      (.rsa3072PSS, .modelled, "d7d42741e4ab6e954df35ee573e2af4813a89af3d322c43444c37c8ed3add0af"),
      (.ecdsaP256, .real, "712fa213d5f1f5cc601a1531575298d272383fb3e1935903156a89e6ced69d3b"),
      (.ecdsaP256, .modelled, "090dab5fae3a1cdd84848d827e11dac950e261a8158e85cfab36cdaf868c3986"),
    ])
  func golden(suite: SignatureSuite, mode: CryptoMode, fingerprint: String) {
    let crypto = Cryptography(suite: suite, mode: mode, seed: 1)
    #expect(crypto.keyPair(named: "module/0").publicKey.fingerprint.description == fingerprint)
  }

  @Test("seed, suite, mode and name each give another pair")
  func distinct() {
    var fingerprints: Set<Digest> = []
    for suite in SignatureSuite.allCases {
      for mode in CryptoMode.allCases {
        for seed in [UInt64(1), 2] {
          let crypto = Cryptography(suite: suite, mode: mode, seed: seed)
          for name in ["module/0", "module/1"] {
            fingerprints.insert(crypto.keyPair(named: name).publicKey.fingerprint)
          }
        }
      }
    }
    #expect(fingerprints.count == 32)
  }

  @Test("simulations on several threads share one derived pair")
  func shared() {
    let seen = Mutex<[KeyPair]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let pair = Cryptography(suite: .rsa2048PSS, mode: .real, seed: 77).keyPair(named: "shared")
      seen.withLock { $0.append(pair) }
    }
    let pairs = seen.withLock { $0 }
    #expect(pairs.count == 8)
    #expect(pairs.allSatisfy { $0 === pairs[0] })
  }

  @Test("an encoded public key is found again, and verifies", arguments: CryptographySignatureTests.combinations)
  func decoded(suite: SignatureSuite, mode: CryptoMode) throws {
    let (signer, verifier) = (
      Cryptography(suite: suite, mode: mode, seed: 1), Cryptography(suite: suite, mode: mode, seed: 2)
    )
    var meter = Meter()
    let pair = signer.keyPair(named: "tenant")
    let key = try #require(verifier.publicKey(encoded: pair.publicKey.encoded))
    #expect(key == pair.publicKey)
    #expect(key === verifier.publicKey(encoded: pair.publicKey.encoded))
    let signature = signer.sign(.zero, with: pair, &meter)
    #expect(verifier.verify(signature, of: .zero, by: key, &meter))
  }

  @Test("real and modelled refuse the same bytes as keys", arguments: SignatureSuite.allCases)
  func refused(suite: SignatureSuite) {
    let cryptos = CryptoMode.allCases.map { Cryptography(suite: suite, mode: $0, seed: 1) }
    let encodings = cryptos.map { $0.keyPair(named: "tenant").publicKey.encoded }
    for (crypto, encoded) in zip(cryptos, encodings) {
      #expect(crypto.publicKey(encoded: []) == nil)
      #expect(crypto.publicKey(encoded: Array(encoded.dropLast())) == nil)
      #expect(crypto.publicKey(encoded: encoded + [0]) == nil)
    }
    // Every position, so that the verdict on a changed byte never depends on the mode.
    for position in encodings[0].indices {
      let verdicts = zip(cryptos, encodings).map { crypto, encoded in
        var changed = encoded
        changed[position] ^= 0x80
        return crypto.publicKey(encoded: changed) != nil
      }
      #expect(verdicts[0] == verdicts[1])
    }
  }

  @Test("a key with changed bytes verifies nothing and opens nothing", arguments: SignatureSuite.allCases)
  func changedKey(suite: SignatureSuite) throws {
    let crypto = Cryptography(suite: suite, mode: .real, seed: 1)
    let pair = crypto.keyPair(named: "tenant")
    var meter = Meter()
    let signature = crypto.sign(.zero, with: pair, &meter)
    var changed = pair.publicKey.encoded
    changed[40] ^= 0x10
    // A point with a changed coordinate is off the curve.
    guard suite != .ecdsaP256 else {
      #expect(crypto.publicKey(encoded: changed) == nil)
      return
    }
    let key = try #require(crypto.publicKey(encoded: changed))
    #expect(key != pair.publicKey)
    #expect(!crypto.verify(signature, of: .zero, by: key, &meter))
  }

  @Test("the Ed25519 key of RFC 8032, 7.1, test 1")
  func ed25519Vector() {
    let secret: [UInt8] = [
      0x9D, 0x61, 0xB1, 0x9D, 0xEF, 0xFD, 0x5A, 0x60, 0xBA, 0x84, 0x4A, 0xF4, 0x92, 0xEC, 0x2C, 0xC4,
      0x44, 0x49, 0xC5, 0x69, 0x7B, 0x32, 0x69, 0x19, 0x70, 0x3B, 0xAC, 0x03, 0x1C, 0xAE, 0x7F, 0x60,
    ]
    let expected: [UInt8] = [
      0xD7, 0x5A, 0x98, 0x01, 0x82, 0xB1, 0x0A, 0xB7, 0xD5, 0x4B, 0xFE, 0xD3, 0xC9, 0x64, 0x07, 0x3A,
      0x0E, 0xE1, 0x72, 0xF3, 0xDA, 0xA6, 0x23, 0x25, 0xAF, 0x02, 0x1A, 0x68, 0xF7, 0x07, 0x51, 0x1A,
    ]
    #expect(Array(NativeKey(ed25519PrivateKey: secret).encodedPublicKey.suffix(32)) == expected)
  }
}
