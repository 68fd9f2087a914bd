import CCrypto

extension NativeKey {
  /// Hands a finished pair of P-256 over; libcrypto draws nothing.
  convenience init(_ key: ECDSAKey) {
    guard
      let builder = OSSL_PARAM_BLD_new(),
      let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
    else { preconditionFailure("libcrypto is out of memory") }
    defer {
      OSSL_PARAM_BLD_free(builder)
      EVP_PKEY_CTX_free(context)
    }
    let curve: StaticString = "prime256v1"
    let group = UnsafeRawPointer(curve.utf8Start).assumingMemoryBound(to: CChar.self)
    requireSuccess(OSSL_PARAM_BLD_push_utf8_string(builder, Self.name("group"), group, 0), "pushing the curve")
    requireSuccess(
      OSSL_PARAM_BLD_push_BN(builder, Self.name("priv"), key.privateNumber.pointer), "pushing the private number")
    requireSuccess(
      OSSL_PARAM_BLD_push_octet_string(builder, Self.name("pub"), key.publicPoint, key.publicPoint.count),
      "pushing the public point")
    let parameters = OSSL_PARAM_BLD_to_param(builder)
    defer { OSSL_PARAM_free(parameters) }
    requireSuccess(EVP_PKEY_fromdata_init(context), "EVP_PKEY_fromdata_init")
    var pair: OpaquePointer?
    let selection = Int32(CCRYPTO_KEYPAIR_SELECTION)
    requireSuccess(EVP_PKEY_fromdata(context, &pair, selection, parameters), "EVP_PKEY_fromdata")
    withExtendedLifetime(key) {}
    self.init(owning: pair!)
  }

  /// Parameters keep the name's address, so names are static.
  private static func name(_ name: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// ECDSA (FIPS 186-5, 6.4.1) with nonces by RFC 6979: r and s, 32 bytes each, s at most half of the order. libcrypto's own
  /// signing draws its nonces.
  func signECDSA(_ digest: Digest) -> [UInt8] {
    let scratch = BigNumber.Scratch()
    let privateNumber = BigNumber()
    var held: OpaquePointer? = privateNumber.pointer
    requireSuccess(EVP_PKEY_get_bn_param(pointer, "priv", &held), "reading the private number")
    let message = BigNumber(bytes: digest.bytes)
    var nonces = DeterministicNonce(privateNumber: privateNumber, digest: digest, scratch)
    while true {
      let nonce = nonces.next()
      let point = P256.multiple(nonce, scratch)
      defer { EC_POINT_free(point) }
      let x = BigNumber()
      requireSuccess(
        EC_POINT_get_affine_coordinates(P256.group, point, x.pointer, nil, scratch.pointer), "reading a point")
      let r = x.modulo(P256.order, scratch)
      let sum = r.multiplied(by: privateNumber, scratch)
      withExtendedLifetime(message) {
        requireSuccess(BN_add(sum.pointer, sum.pointer, message.pointer), "BN_add")
      }
      let product = nonce.inverse(modulo: P256.order, scratch).multiplied(by: sum, scratch)
      let s = product.modulo(P256.order, scratch)
      guard !r.isZero, !s.isZero else { continue }
      if P256.halfOrder < s { requireSuccess(BN_sub(s.pointer, P256.order.pointer, s.pointer), "BN_sub") }
      return r.bytes(count: P256.byteCount) + s.bytes(count: P256.byteCount)
    }
  }

  /// Verification by libcrypto; a signature with the other s is refused, so that each has one form.
  func verifiesECDSA(_ signature: UnsafeRawBufferPointer, of digest: Digest) -> Bool {
    let (r, s) = (
      BigNumber(bytes: Array(signature.prefix(P256.byteCount))),
      BigNumber(bytes: Array(signature.dropFirst(P256.byteCount)))
    )
    guard !(P256.halfOrder < s) else { return false }
    let pair: OpaquePointer = ECDSA_SIG_new()
    defer { ECDSA_SIG_free(pair) }
    // libcrypto takes the two numbers over.
    withExtendedLifetime((r, s)) {
      requireSuccess(ECDSA_SIG_set0(pair, BN_dup(r.pointer), BN_dup(s.pointer)), "ECDSA_SIG_set0")
    }
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_ECDSA_SIG(pair, &encoded)
    requireSuccess(count, "encoding a signature")
    defer { CRYPTO_free(encoded, nil, 0) }
    return withContext { context in
      requireSuccess(EVP_PKEY_verify_init(context), "EVP_PKEY_verify_init")
      let result = digest.withUnsafeBytes {
        EVP_PKEY_verify(
          context, encoded, Int(count), $0.baseAddress!.assumingMemoryBound(to: UInt8.self), $0.count)
      }
      if result != 1 { ERR_clear_error() }
      return result == 1
    }
  }
}
