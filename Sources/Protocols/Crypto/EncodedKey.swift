/// An encoded public key as a key of tables: hashed by a few of its bytes, compared in full.
struct EncodedKey: Hashable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Eight bytes in the middle: of an RSA modulus, of a point. What stands at either end is the same in all keys.
  func hash(into hasher: inout Hasher) {
    guard bytes.count >= 16 else { return hasher.combine(bytes) }
    hasher.combine(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: bytes.count / 2, as: UInt64.self) })
  }
}
