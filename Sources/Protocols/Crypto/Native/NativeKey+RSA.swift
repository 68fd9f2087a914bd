import CCrypto

extension NativeKey {
  /// Hands a finished RSA pair over; libcrypto draws nothing.
  convenience init(_ key: RSAKey) {
    guard
      let builder = OSSL_PARAM_BLD_new(),
      let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil)
    else { preconditionFailure("libcrypto is out of memory") }
    defer {
      OSSL_PARAM_BLD_free(builder)
      EVP_PKEY_CTX_free(context)
    }
    // The parameters keep the name's address, so the names are static.
    func push(_ name: StaticString, _ number: BigNumber) {
      let address = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
      requireSuccess(OSSL_PARAM_BLD_push_BN(builder, address, number.pointer), "pushing an RSA parameter")
    }
    push("n", key.modulus)
    push("e", key.publicExponent)
    push("d", key.privateExponent)
    push("rsa-factor1", key.prime1)
    push("rsa-factor2", key.prime2)
    push("rsa-exponent1", key.exponent1)
    push("rsa-exponent2", key.exponent2)
    push("rsa-coefficient1", key.coefficient)
    let parameters = OSSL_PARAM_BLD_to_param(builder)
    defer { OSSL_PARAM_free(parameters) }
    requireSuccess(EVP_PKEY_fromdata_init(context), "EVP_PKEY_fromdata_init")
    var pair: OpaquePointer?
    let selection = Int32(CCRYPTO_KEYPAIR_SELECTION)
    requireSuccess(EVP_PKEY_fromdata(context, &pair, selection, parameters), "EVP_PKEY_fromdata")
    withExtendedLifetime(key) {}
    self.init(owning: pair!)
  }

  /// RSASSA-PSS (RFC 8017, 8.1.1) for a modulus of `count` bytes: our encoding with the given salt, then the raw private-key
  /// operation.
  func signPSS(_ digest: Digest, salt: Digest, count: Int) -> [UInt8] {
    let message = PSSEncoding.encode(digest, salt: salt, count: count)
    return withContext { context in
      requireSuccess(EVP_PKEY_sign_init(context), "EVP_PKEY_sign_init")
      requireSuccess(EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING), "no padding")
      return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        initialized = count
        let result = EVP_PKEY_sign(context, buffer.baseAddress, &initialized, message, message.count)
        requireSuccess(result, "EVP_PKEY_sign")
      }
    }
  }

  /// RSASSA-PSS verification by libcrypto, for SHA-256, MGF1 with SHA-256 and a 32-byte salt.
  func verifiesPSS(_ signature: UnsafeRawBufferPointer, of digest: Digest) -> Bool {
    withContext { context in
      requireSuccess(EVP_PKEY_verify_init(context), "EVP_PKEY_verify_init")
      requireSuccess(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING), "PSS padding")
      requireSuccess(EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()), "PSS digest")
      requireSuccess(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, 32), "PSS salt length")
      let start = signature.baseAddress!.assumingMemoryBound(to: UInt8.self)
      let result = digest.withUnsafeBytes {
        EVP_PKEY_verify(
          context, start, signature.count, $0.baseAddress!.assumingMemoryBound(to: UInt8.self), $0.count)
      }
      if result != 1 { ERR_clear_error() }
      return result == 1
    }
  }

  /// RSAES-OAEP (RFC 8017, 7.1.1) for a modulus of `count` bytes: our encoding with the given seed, then the raw public-key operation.
  func encryptOAEP(_ message: [UInt8], seed: [UInt8], count: Int) -> [UInt8] {
    let encoded = OAEPEncoding.encode(message, seed: seed, count: count)
    return withContext { context in
      requireSuccess(EVP_PKEY_encrypt_init(context), "EVP_PKEY_encrypt_init")
      requireSuccess(EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING), "no padding")
      return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        initialized = count
        let result = EVP_PKEY_encrypt(context, buffer.baseAddress, &initialized, encoded, encoded.count)
        requireSuccess(result, "EVP_PKEY_encrypt")
      }
    }
  }

  /// RSAES-OAEP decryption by libcrypto, SHA-256 throughout; nil if the padding is not as it must be.
  func decryptOAEP(_ sealed: UnsafeRawBufferPointer) -> [UInt8]? {
    withContext { context in
      requireSuccess(EVP_PKEY_decrypt_init(context), "EVP_PKEY_decrypt_init")
      requireSuccess(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING), "OAEP padding")
      requireSuccess(EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()), "OAEP digest")
      requireSuccess(EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()), "OAEP mask digest")
      var result: Int32 = 0
      let start = sealed.baseAddress!.assumingMemoryBound(to: UInt8.self)
      let plain = [UInt8](unsafeUninitializedCapacity: sealed.count) { buffer, initialized in
        var count = sealed.count
        result = EVP_PKEY_decrypt(context, buffer.baseAddress, &count, start, sealed.count)
        initialized = result == 1 ? count : 0
      }
      if result != 1 { ERR_clear_error() }
      return result == 1 ? plain : nil
    }
  }
}
