import Vocabulary

/// How a field is encrypted: nonce, ciphertext, tag (AES-256-GCM), under the transaction's key.
enum TransactionCipher {
  static let overhead = Cryptography.nonceLength + Cryptography.tagLength

  /// Whether a field is long enough to be encrypted: all that can be told without the key.
  static func couldBe(_ place: Range<Int>) -> Bool { place.count >= overhead }

  static func encrypt(
    _ plain: [UInt8], _ key: FieldKey, _ cryptography: Cryptography, _ stream: inout RandomStream,
    _ meter: inout Meter
  ) -> [UInt8] {
    let nonce = stream.bytes(Cryptography.nonceLength)
    return nonce + cryptography.encryptField(plain, key: key, nonce: nonce, &meter)
  }

  /// Nil if the field was not encrypted with this key, or was changed since.
  static func decrypt(
    _ field: ArraySlice<UInt8>, _ key: FieldKey, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> [UInt8]? {
    guard field.count >= overhead else { return nil }
    let nonce = Array(field.prefix(Cryptography.nonceLength))
    return cryptography.decryptField(field.dropFirst(Cryptography.nonceLength), key: key, nonce: nonce, &meter)
  }
}
