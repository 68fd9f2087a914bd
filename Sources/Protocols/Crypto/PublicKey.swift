/// A public key of one suite, known by its encoded bytes. Immutable.
public final class PublicKey: Hashable, Sendable {
  public let suite: SignatureSuite
  /// SubjectPublicKeyInfo in DER (RFC 5280, section 4.1; RFC 8017 and RFC 8410 for the key inside).
  public let encoded: [UInt8]
  /// SHA-256 of `encoded`: stands for the key in comparisons and tables.
  public let fingerprint: Digest
  /// The key as libcrypto holds it; nil for a modelled one.
  let native: NativeKey?

  init(suite: SignatureSuite, encoded: [UInt8], native: NativeKey?) {
    self.suite = suite
    self.encoded = encoded
    self.fingerprint = SHA256Hasher.digest(encoded)
    self.native = native
  }

  public static func == (a: PublicKey, b: PublicKey) -> Bool { a === b || a.fingerprint == b.fingerprint }
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
