import CCrypto

/// AES-256-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag. One context, kept from call to call.
final class FieldCipher {
  static let nonceLength = 12
  static let tagLength = 16

  private let context: OpaquePointer = EVP_CIPHER_CTX_new()

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Ciphertext, then the tag.
  func encrypt(_ plain: [UInt8], key: FieldKey, nonce: [UInt8]) -> [UInt8] {
    precondition(nonce.count == FieldCipher.nonceLength, "a nonce of \(nonce.count) bytes")
    requireSuccess(EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key.bytes, nonce), "EVP_EncryptInit_ex")
    let count = plain.count
    return [UInt8](unsafeUninitializedCapacity: count + FieldCipher.tagLength) { buffer, initialized in
      var written: Int32 = 0
      let end = buffer.baseAddress! + count
      requireSuccess(EVP_EncryptUpdate(context, buffer.baseAddress, &written, plain, Int32(count)), "encrypting")
      requireSuccess(EVP_EncryptFinal_ex(context, end, &written), "EVP_EncryptFinal_ex")
      let tagLength = Int32(FieldCipher.tagLength)
      requireSuccess(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tagLength, end), "reading the tag")
      initialized = count + FieldCipher.tagLength
    }
  }

  /// Nil if the tag does not fit, or if there is no room for one.
  func decrypt(_ sealed: ArraySlice<UInt8>, key: FieldKey, nonce: [UInt8]) -> [UInt8]? {
    guard nonce.count == FieldCipher.nonceLength else { return nil }
    guard sealed.count >= FieldCipher.tagLength else { return nil }
    var tag = Array(sealed.suffix(FieldCipher.tagLength))
    let count = sealed.count - FieldCipher.tagLength
    requireSuccess(EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key.bytes, nonce), "EVP_DecryptInit_ex")
    let tagLength = Int32(FieldCipher.tagLength)
    requireSuccess(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tagLength, &tag), "setting the tag")
    var fits = false
    let plain = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { buffer, initialized in
      sealed.withUnsafeBufferPointer { input in
        var written: Int32 = 0
        requireSuccess(
          EVP_DecryptUpdate(context, buffer.baseAddress, &written, input.baseAddress, Int32(count)), "decrypting")
        fits = EVP_DecryptFinal_ex(context, buffer.baseAddress! + count, &written) == 1
      }
      initialized = fits ? count : 0
    }
    if !fits { ERR_clear_error() }
    return fits ? plain : nil
  }
}
