/// A private key and its public key, derived from a seed and a name. Immutable, so that threads can share it.
public final class KeyPair: Sendable {
  public let publicKey: PublicKey
  /// What the private key is expanded from: whoever has it has the private key.
  public let secret: Digest
  /// The pair as libcrypto holds it; nil for a modelled one.
  let native: NativeKey?

  init(publicKey: PublicKey, secret: Digest, native: NativeKey?) {
    self.publicKey = publicKey
    self.secret = secret
    self.native = native
  }
}

extension KeyPair {
  /// What a pair is derived from: the same identity gives the same pair in every process.
  struct Identity: Hashable {
    var seed: UInt64
    var suite: SignatureSuite
    var mode: CryptoMode
    var name: String

    /// Fields are ended by a zero byte, so that no two identities write the same bytes.
    var secret: Digest {
      var hasher = SHA256Hasher()
      hasher.update(Array("chainbed key\0".utf8))
      withUnsafeBytes(of: seed.bigEndian) { hasher.update($0) }
      hasher.update(Array("\(suite.rawValue)\0\(mode.rawValue)\0\(name)".utf8))
      return hasher.finish()
    }
  }

  /// What a pair is expanded from, whoever made it.
  struct Seed: Hashable {
    var secret: Digest
    var suite: SignatureSuite
    var mode: CryptoMode

    init(secret: Digest, suite: SignatureSuite, mode: CryptoMode) {
      self.secret = secret
      self.suite = suite
      self.mode = mode
    }

    init(_ identity: Identity) { self.init(secret: identity.secret, suite: identity.suite, mode: identity.mode) }
  }

  convenience init(_ identity: Identity) { self.init(Seed(identity)) }

  /// Derives the pair; some 20 ms for a real RSA pair of 2,048 bits, microseconds for any other.
  convenience init(_ seed: Seed) {
    let secret = seed.secret
    let native: NativeKey?
    let encoded: [UInt8]
    switch (seed.mode, seed.suite) {
    case (.real, .rsa2048PSS), (.real, .rsa3072PSS):
      let pair = NativeKey(RSAKey(secret: secret, bytes: seed.suite.signatureLength))
      (native, encoded) = (pair, pair.encodedPublicKey)
    case (.real, .ed25519):
      let pair = NativeKey(ed25519PrivateKey: secret.bytes)
      (native, encoded) = (pair, pair.encodedPublicKey)
    case (.real, .ecdsaP256):
      let pair = NativeKey(ECDSAKey(secret: secret))
      (native, encoded) = (pair, pair.encodedPublicKey)
    case (.modelled, let suite):
      (native, encoded) = (nil, PublicKeyEncoding(suite).modelled(from: secret))
    }
    let publicKey = PublicKey(suite: seed.suite, encoded: encoded, native: native)
    self.init(publicKey: publicKey, secret: secret, native: native)
  }
}
