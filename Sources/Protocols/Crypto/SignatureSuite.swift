/// Which signature scheme the keys of a simulation belong to. The raw value stands in scenario files and profiles.
public enum SignatureSuite: String, CaseIterable, Sendable {
  /// RSASSA-PSS with a 2,048-bit modulus, SHA-256, MGF1 with SHA-256 and a 32-byte salt (RFC 8017, section 8.1).
  case rsa2048PSS = "rsa-2048-pss"
  /// Ed25519 (RFC 8032) over the 32-byte digest.
  case ed25519

  /// Bytes of one signature.
  public var signatureLength: Int {
    switch self {
    case .rsa2048PSS: 256
    case .ed25519: 64
    }
  }

  /// Bytes of one encoded public key (SubjectPublicKeyInfo, DER).
  public var publicKeyLength: Int {
    switch self {
    case .rsa2048PSS: 294
    case .ed25519: 44
    }
  }

  /// Whether something can be sealed for a key of the suite: RSA encrypts, Ed25519 only signs.
  public var supportsSealing: Bool {
    switch self {
    case .rsa2048PSS: true
    case .ed25519: false
    }
  }
}
