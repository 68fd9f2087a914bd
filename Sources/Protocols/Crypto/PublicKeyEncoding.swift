/// The one form that an encoded public key of a suite has: fixed bytes around the key's own.
///
/// Keys are recognised by this form in both modes, so that real and modelled keys are accepted and refused alike.
struct PublicKeyEncoding {
  private let suite: SignatureSuite
  private let prefix: [UInt8]
  private let suffix: [UInt8]

  init(_ suite: SignatureSuite) {
    self.suite = suite
    switch suite {
    case .rsa2048PSS:
      // SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING { SEQUENCE { INTEGER (257 bytes), INTEGER 65537 } } }
      prefix = [
        0x30, 0x82, 0x01, 0x22, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05,
        0x00, 0x03, 0x82, 0x01, 0x0F, 0x00, 0x30, 0x82, 0x01, 0x0A, 0x02, 0x82, 0x01, 0x01, 0x00,
      ]
      suffix = [0x02, 0x03, 0x01, 0x00, 0x01]
    case .rsa3072PSS:
      // The same with an INTEGER of 385 bytes.
      prefix = [
        0x30, 0x82, 0x01, 0xA2, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05,
        0x00, 0x03, 0x82, 0x01, 0x8F, 0x00, 0x30, 0x82, 0x01, 0x8A, 0x02, 0x82, 0x01, 0x81, 0x00,
      ]
      suffix = [0x02, 0x03, 0x01, 0x00, 0x01]
    case .ed25519:
      // SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING (32 bytes) }
      prefix = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
      suffix = []
    case .ecdsaP256:
      // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING (4, x and y of 32 bytes each) }
      prefix = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
        0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
      ]
      suffix = []
    }
  }

  /// Whether `bytes` have the form: for RSA an odd modulus of exactly its bits, with the exponent 65537; for ECDSA a
  /// point of the curve.
  func accepts(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == suite.publicKeyLength else { return false }
    guard bytes.starts(with: prefix) else { return false }
    guard bytes.suffix(suffix.count).elementsEqual(suffix) else { return false }
    switch suite {
    case .rsa2048PSS, .rsa3072PSS:
      return bytes[prefix.count] & 0x80 != 0 && bytes[bytes.count - suffix.count - 1] & 1 != 0
    case .ed25519: return true
    case .ecdsaP256: return NativeKey(encodedPublicKey: bytes) != nil
    }
  }

  /// Bytes of the form with the secret's expansion for a key. Of the 64 bytes of a point few are on the curve, so that of
  /// ECDSA is the real key's.
  func modelled(from secret: Digest) -> [UInt8] {
    if suite == .ecdsaP256 { return NativeKey(ECDSAKey(secret: secret)).encodedPublicKey }
    var source = SeededBytes(secret: secret)
    var key = source.next(suite.publicKeyLength - prefix.count - suffix.count)
    switch suite {
    case .rsa2048PSS, .rsa3072PSS:
      key[0] |= 0x80
      key[key.count - 1] |= 1
    case .ed25519, .ecdsaP256: break
    }
    return prefix + key + suffix
  }
}
