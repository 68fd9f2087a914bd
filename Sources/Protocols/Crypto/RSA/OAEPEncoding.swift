/// EME-OAEP with SHA-256, with an empty label (RFC 8017, section 7.1.1, step 2).
enum OAEPEncoding {
  /// Bytes that a message may have for a modulus of `count` bytes.
  static func messageLimit(_ count: Int) -> Int { count - 2 * Digest.byteCount - 2 }

  /// The `count` bytes that the public key is applied to: 0, masked seed, masked data block. `seed` has 32 bytes.
  static func encode(_ message: [UInt8], seed: [UInt8], count: Int) -> [UInt8] {
    let messageLimit = messageLimit(count)
    precondition(message.count <= messageLimit && seed.count == Digest.byteCount, "OAEP of \(message.count) bytes")
    let padding = [UInt8](repeating: 0, count: messageLimit - message.count)
    var block = SHA256Hasher.digest([]).bytes + padding + [0x01] + message
    var maskedSeed = seed
    MaskGeneration.apply(seed: seed[...], to: &block[...])
    MaskGeneration.apply(seed: block[...], to: &maskedSeed[...])
    return [0] + maskedSeed + block
  }
}
