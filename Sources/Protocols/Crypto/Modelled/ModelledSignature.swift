/// What stands for a signature in modelled mode: a digest of key and message digest, spread over the real length.
///
/// It takes the public key alone, so anyone could forge it; a simulated adversary that forges, sends other bytes.
struct ModelledSignature {
  private let tag: Digest

  init(of digest: Digest, by key: PublicKey) {
    var hasher = SHA256Hasher()
    hasher.update(key.fingerprint)
    hasher.update(digest)
    tag = hasher.finish()
  }

  func bytes(count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      for i in 0..<count / 8 { raw.storeBytes(of: word(i).littleEndian, toByteOffset: i * 8, as: UInt64.self) }
      initialized = count
    }
  }

  /// Compares every byte, without an allocation.
  func matches(_ signature: UnsafeRawBufferPointer) -> Bool {
    var difference: UInt64 = 0
    for i in 0..<signature.count / 8 {
      difference |= word(i) ^ UInt64(littleEndian: signature.loadUnaligned(fromByteOffset: i * 8, as: UInt64.self))
    }
    return difference == 0
  }

  /// The digest's words, then mixtures of them.
  private func word(_ index: Int) -> UInt64 {
    switch index {
    case 0: return tag.w0
    case 1: return tag.w1
    case 2: return tag.w2
    case 3: return tag.w3
    default:
      let mixed = (tag.w0 ^ UInt64(truncatingIfNeeded: index)) &* 0x9E37_79B9_7F4A_7C15
      return mixed ^ (mixed >> 29) ^ tag.w1
    }
  }
}
