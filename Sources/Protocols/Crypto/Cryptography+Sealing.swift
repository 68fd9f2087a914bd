import Vocabulary

/// Hybrid encryption for a recipient's RSA key: a fresh AES-256 key is sealed by RSA-OAEP, the bytes by AES-256-GCM.
extension Cryptography {
  /// Bytes of a sealed symmetric key; none where the suite cannot seal.
  public var sealedKeyLength: Int { suite.sealedKeyLength ?? 0 }
  /// Bytes of a field's nonce.
  public static let nonceLength = FieldCipher.nonceLength
  /// Bytes that encrypting adds to a field.
  public static let tagLength = FieldCipher.tagLength

  /// Sealed key, nonce, ciphertext and tag, in that order. Charges one seal and a cipher byte for each byte.
  /// The suite must support sealing.
  public func seal(
    _ plain: [UInt8], for recipient: PublicKey, _ stream: inout RandomStream, _ meter: inout Meter
  ) -> [UInt8] {
    let (key, sealedKey) = sealKey(for: recipient, &stream, &meter)
    let nonce = stream.bytes(Cryptography.nonceLength)
    return sealedKey + nonce + encryptField(plain, key: key, nonce: nonce, &meter)
  }

  /// What `seal` sealed; nil if any byte is wrong or it was sealed for another key.
  /// Charges one open and, once the key is open, a cipher byte for each byte.
  public func open(_ sealed: [UInt8], with pair: KeyPair, _ meter: inout Meter) -> [UInt8]? {
    let (keyLength, nonceLength) = (sealedKeyLength, Cryptography.nonceLength)
    guard supportsSealing else { return nil }
    guard sealed.count >= keyLength + nonceLength + Cryptography.tagLength else { return nil }
    guard let key = openKey(sealed[..<keyLength], with: pair, &meter) else { return nil }
    let nonce = Array(sealed[keyLength..<keyLength + nonceLength])
    return decryptField(sealed[(keyLength + nonceLength)...], key: key, nonce: nonce, &meter)
  }

  /// A fresh symmetric key for several fields, and its sealed bytes. Charges one seal.
  /// The suite must support sealing.
  public func sealKey(
    for recipient: PublicKey, _ stream: inout RandomStream, _ meter: inout Meter
  ) -> (key: FieldKey, sealed: [UInt8]) {
    precondition(supportsSealing, "\(suite.rawValue) cannot seal")
    meter.charge(.seal)
    let key = FieldKey(&stream)
    let seed = stream.bytes(Digest.byteCount)
    guard let native = recipient.native else {
      return (key, ModelledSealing.seal(key.bytes, seed: seed, for: recipient, count: sealedKeyLength))
    }
    return (key, native.encryptOAEP(key.bytes, seed: seed, count: sealedKeyLength))
  }

  /// The symmetric key; nil if it was not sealed for this pair or was changed since. Charges one open.
  public func openKey(_ sealed: ArraySlice<UInt8>, with pair: KeyPair, _ meter: inout Meter) -> FieldKey? {
    guard supportsSealing else { return nil }
    guard sealed.count == sealedKeyLength else { return nil }
    meter.charge(.open)
    guard let native = pair.native else {
      return ModelledSealing.open(sealed, of: pair.publicKey).flatMap { FieldKey(bytes: $0) }
    }
    return sealed.withUnsafeBytes { native.decryptOAEP($0) }.flatMap { FieldKey(bytes: $0) }
  }

  /// Ciphertext and tag. Charges a cipher byte for each byte. A nonce of 12 bytes must serve a key only once.
  public func encryptField(_ plain: [UInt8], key: FieldKey, nonce: [UInt8], _ meter: inout Meter) -> [UInt8] {
    meter.charge(.cipherByte, plain.count)
    return cipher.encrypt(plain, key: key, nonce: nonce)
  }

  /// The field's bytes; nil if key, nonce, ciphertext or tag do not fit together. Charges a cipher byte for each byte.
  public func decryptField(
    _ sealed: ArraySlice<UInt8>, key: FieldKey, nonce: [UInt8], _ meter: inout Meter
  ) -> [UInt8]? {
    guard nonce.count == Cryptography.nonceLength else { return nil }
    guard sealed.count >= Cryptography.tagLength else { return nil }
    meter.charge(.cipherByte, sealed.count - Cryptography.tagLength)
    return cipher.decrypt(sealed, key: key, nonce: nonce)
  }
}
