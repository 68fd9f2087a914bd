/// Which signature scheme the keys of a simulation belong to. The raw value stands in scenario files and profiles.
public enum SignatureSuite: String, CaseIterable, Sendable {
  /// RSASSA-PSS with a 2,048-bit modulus, SHA-256, MGF1 with SHA-256 and a 32-byte salt (RFC 8017, section 8.1).
  case rsa2048PSS = "rsa-2048-pss"
  /// The same with a modulus of 3,072 bits.
  case rsa3072PSS = "rsa-3072-pss"
  /// Ed25519 (RFC 8032) over the 32-byte digest.
  case ed25519
  /// ECDSA on P-256 (FIPS 186-5), nonces by RFC 6979 with SHA-256, s at most half of the order.
  case ecdsaP256 = "ecdsa-p256"

  /// Bytes of one signature.
  public var signatureLength: Int {
    switch self {
    case .rsa2048PSS: 256
    case .rsa3072PSS: 384
    case .ed25519, .ecdsaP256: 64
    }
  }

  /// Bytes of one encoded public key (SubjectPublicKeyInfo, DER).
  public var publicKeyLength: Int {
    switch self {
    case .rsa2048PSS: 294
    case .rsa3072PSS: 422
    case .ed25519: 44
    case .ecdsaP256: 91
    }
  }

  /// Bytes of a symmetric key sealed for a key of the suite; nil where nothing can be sealed: RSA encrypts, Ed25519 and
  /// ECDSA only sign.
  public var sealedKeyLength: Int? {
    switch self {
    case .rsa2048PSS: 256
    case .rsa3072PSS: 384
    case .ed25519, .ecdsaP256: nil
    }
  }

  /// Whether something can be sealed for a key of the suite.
  public var supportsSealing: Bool { sealedKeyLength != nil }
}
