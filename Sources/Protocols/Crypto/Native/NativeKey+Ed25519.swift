import CCrypto

extension NativeKey {
  /// The pair of a 32-byte private key (RFC 8032, 5.1.5).
  convenience init(ed25519PrivateKey bytes: [UInt8]) {
    guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
      preconditionFailure("an Ed25519 private key of \(bytes.count) bytes")
    }
    self.init(owning: key)
  }

  /// Ed25519 over the 32 bytes of the digest: deterministic by definition.
  func signEd25519(_ digest: Digest) -> [UInt8] {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    requireSuccess(EVP_DigestSignInit(context, nil, nil, nil, pointer), "EVP_DigestSignInit")
    return [UInt8](unsafeUninitializedCapacity: 64) { buffer, initialized in
      initialized = 64
      let result = digest.withUnsafeBytes {
        EVP_DigestSign(
          context, buffer.baseAddress, &initialized, $0.baseAddress!.assumingMemoryBound(to: UInt8.self), $0.count)
      }
      requireSuccess(result, "EVP_DigestSign")
    }
  }

  func verifiesEd25519(_ signature: UnsafeRawBufferPointer, of digest: Digest) -> Bool {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    requireSuccess(EVP_DigestVerifyInit(context, nil, nil, nil, pointer), "EVP_DigestVerifyInit")
    let start = signature.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let result = digest.withUnsafeBytes {
      EVP_DigestVerify(
        context, start, signature.count, $0.baseAddress!.assumingMemoryBound(to: UInt8.self), $0.count)
    }
    if result != 1 { ERR_clear_error() }
    return result == 1
  }
}
