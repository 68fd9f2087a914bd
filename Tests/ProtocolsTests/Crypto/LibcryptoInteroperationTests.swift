import CCrypto
import Testing
import Vocabulary

@testable import Protocols

/// Our encodings against libcrypto's own, which draw random salts and seeds.
@Suite("Our RSA encodings and libcrypto's")
struct LibcryptoInteroperationTests {
  let digest = SHA256Hasher.digest([1, 2, 3])
  static let suites = SignatureSuite.allCases.filter(\.supportsSealing)

  private func crypto(_ suite: SignatureSuite) -> Cryptography { Cryptography(suite: suite, mode: .real, seed: 1) }

  @Test(
    "we accept what libcrypto signs, and not with another salt length (RFC 8017, 9.1.2)", arguments: suites,
    [32, 20, 0])
  func signedByLibcrypto(suite: SignatureSuite, saltLength: Int32) throws {
    let crypto = crypto(suite)
    let pair = crypto.keyPair(named: "module/0")
    var meter = Meter()
    let signature = try #require(pair.native).withContext { context in
      EVP_PKEY_sign_init(context)
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING)
      EVP_PKEY_CTX_set_signature_md(context, EVP_sha256())
      EVP_PKEY_CTX_set_rsa_pss_saltlen(context, saltLength)
      var (signature, count) = ([UInt8](repeating: 0, count: suite.signatureLength), suite.signatureLength)
      #expect(EVP_PKEY_sign(context, &signature, &count, digest.bytes, 32) == 1)
      return signature
    }
    #expect(crypto.verify(signature, of: digest, by: pair.publicKey, &meter) == (saltLength == 32))
  }

  @Test("libcrypto recovers the very encoding that we signed", arguments: suites)
  func encodingSigned(suite: SignatureSuite) throws {
    let crypto = crypto(suite)
    let length = suite.signatureLength
    let pair = crypto.keyPair(named: "module/0")
    let native = try #require(pair.native)
    let salt = SHA256Hasher.digest([4])
    let signature = native.signPSS(digest, salt: salt, count: length)
    let recovered = native.withContext { context in
      EVP_PKEY_verify_recover_init(context)
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING)
      var (encoded, count) = ([UInt8](repeating: 0, count: length), length)
      #expect(EVP_PKEY_verify_recover(context, &encoded, &count, signature, length) == 1)
      return encoded
    }
    #expect(recovered == PSSEncoding.encode(digest, salt: salt, count: length))
    #expect(recovered.last == 0xBC)
  }

  @Test("we open what libcrypto seals by OAEP with SHA-256 (RFC 8017, 7.1)", arguments: suites)
  func sealedByLibcrypto(suite: SignatureSuite) throws {
    let crypto = crypto(suite)
    let pair = crypto.keyPair(named: "tenant")
    var meter = Meter()
    var stream = RandomStream(seed: 1)
    let key = FieldKey(&stream)
    let sealed = try #require(pair.publicKey.native).withContext { context in
      EVP_PKEY_encrypt_init(context)
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING)
      EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256())
      var (sealed, count) = ([UInt8](repeating: 0, count: crypto.sealedKeyLength), crypto.sealedKeyLength)
      #expect(EVP_PKEY_encrypt(context, &sealed, &count, key.bytes, 32) == 1)
      return sealed
    }
    #expect(crypto.openKey(sealed[...], with: pair, &meter) == key)
  }

  @Test(
    "libcrypto's OAEP opens our encoding of any message length", arguments: suites,
    [0, 1, 32, OAEPEncoding.messageLimit(256)])
  func sealedByUs(suite: SignatureSuite, count: Int) throws {
    let native = try #require(crypto(suite).keyPair(named: "tenant").native)
    let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let sealed = native.encryptOAEP(message, seed: SHA256Hasher.digest(message).bytes, count: suite.signatureLength)
    #expect(sealed.withUnsafeBytes { native.decryptOAEP($0) } == message)
  }
}
