/// An endless byte string made from a secret: SHA-256 of the secret and a block counter.
struct SeededBytes {
  private let secret: Digest
  private var counter: UInt64 = 0

  init(secret: Digest) { self.secret = secret }

  /// The next `count` bytes; a block's unused rest is dropped.
  mutating func next(_ count: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count + Digest.byteCount)
    while result.count < count {
      var hasher = SHA256Hasher()
      hasher.update(secret)
      withUnsafeBytes(of: counter.bigEndian) { hasher.update($0) }
      counter += 1
      result += hasher.finish().bytes
    }
    result.removeLast(result.count - count)
    return result
  }
}
