/// Keyed hashing (RFC 2104) with SHA-256.
enum HMAC {
  private static let blockLength = 64

  /// The 32 bytes for a key of at most 64.
  static func sha256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    precondition(key.count <= blockLength, "a key of \(key.count) bytes")
    let padded = key + [UInt8](repeating: 0, count: blockLength - key.count)
    let inner = SHA256Hasher.digest(padded.map { $0 ^ 0x36 } + bytes)
    return SHA256Hasher.digest(padded.map { $0 ^ 0x5C } + inner.bytes).bytes
  }
}
