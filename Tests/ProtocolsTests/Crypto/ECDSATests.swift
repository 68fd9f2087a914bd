import CCrypto
import Testing

@testable import Protocols

@Suite("ECDSA on P-256")
struct ECDSATests {
  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }

  private let key = ECDSAKey(
    privateNumber: BigNumber(bytes: bytes("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")))

  /// The order less the number.
  private func negative(_ bytes: [UInt8]) -> [UInt8] {
    let number = BigNumber(bytes: bytes)
    let result = BigNumber()
    withExtendedLifetime(number) { _ = BN_sub(result.pointer, P256.order.pointer, number.pointer) }
    return result.bytes(count: 32)
  }

  @Test("the public key of RFC 6979, A.2.5")
  func publicPoint() {
    #expect(
      key.publicPoint
        == Self.bytes(
          "04" + "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
            + "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"))
  }

  @Test(
    "nonces and signatures of RFC 6979, A.2.5, s or its negative",
    arguments: [
      (
        "sample", "A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
      ),
      (
        "test", "D16B6AE827F17175E040871A1C7EC3500192C4C92677336EC2537ACAEE0008E0",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
      ),
    ])
  func vectors(message: String, nonce: String, r: String, s: String) {
    let digest = SHA256Hasher.digest(Array(message.utf8))
    var nonces = DeterministicNonce(
      privateNumber: key.privateNumber, digest: digest, BigNumber.Scratch())
    #expect(nonces.next().bytes(count: 32) == Self.bytes(nonce))
    let native = NativeKey(key)
    let signature = native.signECDSA(digest)
    #expect(Array(signature[..<32]) == Self.bytes(r))
    let negative = negative(Self.bytes(s))
    #expect([Self.bytes(s), negative].contains(Array(signature[32...])))
    #expect(!(P256.halfOrder < BigNumber(bytes: Array(signature[32...]))))
    #expect(signature.withUnsafeBytes { native.verifiesECDSA($0, of: digest) })
  }

  @Test("a signature has one form: with the other s it is refused")
  func oneForm() {
    let native = NativeKey(key)
    let signature = native.signECDSA(.zero)
    let changed = signature[..<32] + negative(Array(signature[32...]))
    #expect(!Array(changed).withUnsafeBytes { native.verifiesECDSA($0, of: .zero) })
    let zeros = [UInt8](repeating: 0, count: 64)
    #expect(!zeros.withUnsafeBytes { native.verifiesECDSA($0, of: .zero) })
  }

  @Test("we accept what libcrypto signs with nonces of its own")
  func signedByLibcrypto() throws {
    let native = NativeKey(key)
    let digest = SHA256Hasher.digest([1])
    let encoded = native.withContext { context in
      EVP_PKEY_sign_init(context)
      var (signature, count) = ([UInt8](repeating: 0, count: 80), 80)
      #expect(EVP_PKEY_sign(context, &signature, &count, digest.bytes, 32) == 1)
      return Array(signature.prefix(count))
    }
    let pair: OpaquePointer = try #require(
      encoded.withUnsafeBufferPointer { buffer in
        var cursor = buffer.baseAddress
        return d2i_ECDSA_SIG(nil, &cursor, buffer.count)
      })
    defer { ECDSA_SIG_free(pair) }
    let (r, s) = (BigNumber(), BigNumber())
    BN_copy(r.pointer, ECDSA_SIG_get0_r(pair))
    BN_copy(s.pointer, ECDSA_SIG_get0_s(pair))
    if P256.halfOrder < s { BN_sub(s.pointer, P256.order.pointer, s.pointer) }
    let signature = r.bytes(count: 32) + s.bytes(count: 32)
    #expect(signature.withUnsafeBytes { native.verifiesECDSA($0, of: digest) })
  }

  @Test("libcrypto finds derived pairs consistent", arguments: 1...4)
  func consistent(seed: UInt8) {
    let key = NativeKey(ECDSAKey(secret: SHA256Hasher.digest([seed])))
    #expect(key.withContext { EVP_PKEY_check($0) } == 1)
    #expect(key.withContext { EVP_PKEY_pairwise_check($0) } == 1)
  }

  @Test("HMAC-SHA-256 of RFC 4231, test 2")
  func hmac() {
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    #expect(HMAC.sha256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)) == Self.bytes(expected))
  }
}
