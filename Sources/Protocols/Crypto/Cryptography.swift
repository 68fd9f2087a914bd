import Vocabulary

/// The cryptography of one simulation: one suite, one mode, one seed. For use from one thread.
///
/// Every operation charges the meter in full, whether or not its result was known already: key pairs and signatures are
/// shared by the simulations of a process, and verdicts are remembered within one. See docs/models/cryptography.md.
public final class Cryptography {
  public let suite: SignatureSuite
  public let mode: CryptoMode
  public let seed: UInt64
  /// Bytes of one signature.
  public let signatureLength: Int
  /// Bytes of one encoded public key.
  public let publicKeyLength: Int
  /// Whether `seal` and `open` work: see `SignatureSuite.supportsSealing`.
  public var supportsSealing: Bool { suite.supportsSealing }

  /// Whether verdicts are kept: here, and on the objects that replicas of one simulation share.
  public var remembersVerifications: Bool { memo != nil }

  let cipher = FieldCipher()
  private let encoding: PublicKeyEncoding
  private let memo: VerificationMemo?
  private var pairs: [String: KeyPair] = [:]
  /// Never iterated.
  private var pairsBySecret: [Digest: KeyPair] = [:]
  private var decodedKeys: [EncodedKey: PublicKey] = [:]
  /// Decoded keys kept before they are forgotten all at once.
  private let decodedKeyLimit = 1 << 16

  /// - Parameter remembersVerifications: whether a repeated verification is looked up. Changes speed only.
  public init(suite: SignatureSuite, mode: CryptoMode, seed: UInt64, remembersVerifications: Bool = true) {
    self.suite = suite
    self.mode = mode
    self.seed = seed
    signatureLength = suite.signatureLength
    publicKeyLength = suite.publicKeyLength
    encoding = PublicKeyEncoding(suite)
    memo = remembersVerifications ? VerificationMemo(signatureLength: suite.signatureLength) : nil
  }

  /// The pair of a name, the same for the same seed, suite and mode. Real pairs are derived once per process.
  public func keyPair(named name: String) -> KeyPair {
    if let pair = pairs[name] { return pair }
    let identity = KeyPair.Identity(seed: seed, suite: suite, mode: mode, name: name)
    let pair =
      switch mode {
      case .real: KeyPairStore.shared.pair(KeyPair.Seed(identity))
      case .modelled: KeyPair(identity)
      }
    pairs[name] = pair
    decodedKeys[EncodedKey(pair.publicKey.encoded)] = pair.publicKey
    return pair
  }

  /// The pair that a secret expands to, as when somebody has told it. Any secret gives a pair; a real one is derived once per
  /// process.
  public func keyPair(secret: Digest) -> KeyPair {
    if let pair = pairsBySecret[secret] { return pair }
    let seed = KeyPair.Seed(secret: secret, suite: suite, mode: mode)
    let pair =
      switch mode {
      case .real: KeyPairStore.shared.pair(seed)
      case .modelled: KeyPair(seed)
      }
    if pairsBySecret.count >= decodedKeyLimit { pairsBySecret.removeAll() }
    pairsBySecret[secret] = pair
    return pair
  }

  /// The key that the bytes encode; nil if they are no key of the suite in its one form.
  public func publicKey(encoded: [UInt8]) -> PublicKey? {
    if let key = decodedKeys[EncodedKey(encoded)] { return key }
    guard encoding.accepts(encoded) else { return nil }
    let key: PublicKey
    switch mode {
    case .real:
      guard let native = NativeKey(encodedPublicKey: encoded) else { return nil }
      key = PublicKey(suite: suite, encoded: encoded, native: native)
    case .modelled:
      key = PublicKey(suite: suite, encoded: encoded, native: nil)
    }
    if decodedKeys.count >= decodedKeyLimit { decodedKeys.removeAll() }
    decodedKeys[EncodedKey(encoded)] = key
    return key
  }

  /// SHA-256 of the bytes. Charges a hash byte for each.
  public func hash(_ bytes: [UInt8], _ meter: inout Meter) -> Digest { hash(bytes[...], &meter) }

  /// SHA-256 of the bytes. Charges a hash byte for each.
  public func hash(_ bytes: ArraySlice<UInt8>, _ meter: inout Meter) -> Digest {
    meter.charge(.hashByte, bytes.count)
    return SHA256Hasher.digest(bytes)
  }

  /// The signature of a digest: a function of key and digest alone. Charges one sign.
  public func sign(_ digest: Digest, with pair: KeyPair, _ meter: inout Meter) -> [UInt8] {
    meter.charge(.sign)
    switch mode {
    case .modelled: return makeSignature(of: digest, with: pair)
    case .real:
      return SignatureStore.shared.signature(of: digest, by: pair.publicKey) { makeSignature(of: digest, with: pair) }
    }
  }

  /// The arithmetic of `sign`, never looked up.
  func makeSignature(of digest: Digest, with pair: KeyPair) -> [UInt8] {
    precondition(pair.publicKey.suite == suite, "a \(pair.publicKey.suite) key for \(suite) signatures")
    guard let native = pair.native else {
      return ModelledSignature(of: digest, by: pair.publicKey).bytes(count: signatureLength)
    }
    return switch suite {
    case .rsa2048PSS, .rsa3072PSS:
      native.signPSS(digest, salt: Cryptography.salt(of: digest, secret: pair.secret), count: signatureLength)
    case .ed25519: native.signEd25519(digest)
    case .ecdsaP256: native.signECDSA(digest)
    }
  }

  /// Whether the signature is the key's for the digest. Charges one verify.
  public func verify(_ signature: [UInt8], of digest: Digest, by key: PublicKey, _ meter: inout Meter) -> Bool {
    meter.charge(.verify)
    return signature.withUnsafeBytes { isValid($0, digest, key) }
  }

  /// Whether the signature is the key's for the digest. Charges one verify.
  public func verify(_ signature: ArraySlice<UInt8>, of digest: Digest, by key: PublicKey, _ meter: inout Meter)
    -> Bool
  {
    meter.charge(.verify)
    return signature.withUnsafeBytes { isValid($0, digest, key) }
  }

  private func isValid(_ signature: UnsafeRawBufferPointer, _ digest: Digest, _ key: PublicKey) -> Bool {
    guard signature.count == signatureLength else { return false }
    guard let memo else { return isValidByArithmetic(signature, digest, key) }
    return memo.verdict(of: signature, digest: digest, key: key.fingerprint) {
      isValidByArithmetic(signature, digest, key)
    }
  }

  private func isValidByArithmetic(_ signature: UnsafeRawBufferPointer, _ digest: Digest, _ key: PublicKey) -> Bool {
    precondition(key.suite == suite, "a \(key.suite) key among \(suite) signatures")
    guard let native = key.native else { return ModelledSignature(of: digest, by: key).matches(signature) }
    return switch suite {
    case .rsa2048PSS, .rsa3072PSS: native.verifiesPSS(signature, of: digest)
    case .ed25519: native.verifiesEd25519(signature, of: digest)
    case .ecdsaP256: native.verifiesECDSA(signature, of: digest)
    }
  }

  /// The PSS salt: as unpredictable as the private key, and the same for the same key and digest.
  private static func salt(of digest: Digest, secret: Digest) -> Digest {
    var hasher = SHA256Hasher()
    hasher.update(Array("chainbed pss salt\0".utf8))
    hasher.update(secret)
    hasher.update(digest)
    return hasher.finish()
  }
}
