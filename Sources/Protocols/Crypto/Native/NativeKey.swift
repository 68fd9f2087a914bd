import CCrypto

/// A key held by libcrypto (`EVP_PKEY`). libcrypto lets several threads use one key at a time.
final class NativeKey: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over the reference.
  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  deinit { EVP_PKEY_free(pointer) }

  /// Decodes a SubjectPublicKeyInfo; nil if libcrypto refuses it or bytes are left over.
  init?(encodedPublicKey bytes: [UInt8]) {
    let decoded: OpaquePointer? = bytes.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      guard let key = d2i_PUBKEY(nil, &cursor, buffer.count) else { return nil }
      guard cursor == buffer.baseAddress! + buffer.count else {
        EVP_PKEY_free(key)
        return nil
      }
      return key
    }
    guard let decoded else {
      ERR_clear_error()
      return nil
    }
    pointer = decoded
  }

  /// SubjectPublicKeyInfo of the public half, DER.
  var encodedPublicKey: [UInt8] {
    let count = i2d_PUBKEY(pointer, nil)
    precondition(count > 0, "libcrypto could not encode a public key")
    return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
      var cursor = buffer.baseAddress
      initialized = Int(i2d_PUBKEY(pointer, &cursor))
    }
  }

  /// Runs `body` with a fresh operation context of the key.
  func withContext<R>(_ body: (OpaquePointer) -> R) -> R {
    guard let context = EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil) else {
      preconditionFailure("libcrypto could not make a key context")
    }
    defer { EVP_PKEY_CTX_free(context) }
    return body(context)
  }
}

/// Stops when libcrypto failed at something that no input can make it fail at.
func requireSuccess(_ result: Int32, _ what: StaticString) {
  precondition(result > 0, "libcrypto failed: \(what)")
}
