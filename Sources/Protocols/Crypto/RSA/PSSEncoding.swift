/// EMSA-PSS with SHA-256 and a 32-byte salt (RFC 8017, section 9.1.1).
enum PSSEncoding {
  /// The `count` bytes, as many as the modulus has, that the private key is applied to: masked data block, then H, then 0xBC.
  static func encode(_ digest: Digest, salt: Digest, count: Int) -> [UInt8] {
    var hasher = SHA256Hasher()
    hasher.update([UInt8](repeating: 0, count: 8))
    hasher.update(digest)
    hasher.update(salt)
    let hash = hasher.finish().bytes
    var block = [UInt8](repeating: 0, count: count - 66) + [0x01] + salt.bytes
    MaskGeneration.apply(seed: hash[...], to: &block[...])
    block[0] &= 0x7F
    return block + hash + [0xBC]
  }
}
