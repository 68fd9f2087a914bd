/// MGF1 with SHA-256 (RFC 8017, appendix B.2.1).
enum MaskGeneration {
  /// Exclusive-ors the mask of `seed` into `bytes`.
  static func apply(seed: ArraySlice<UInt8>, to bytes: inout ArraySlice<UInt8>) {
    var counter: UInt32 = 0
    var at = bytes.startIndex
    while at < bytes.endIndex {
      var hasher = SHA256Hasher()
      hasher.update(seed)
      withUnsafeBytes(of: counter.bigEndian) { hasher.update($0) }
      let end = min(at + Digest.byteCount, bytes.endIndex)
      hasher.finish().withUnsafeBytes { mask in
        for i in at..<end { bytes[i] ^= mask[i - at] }
      }
      at = end
      counter += 1
    }
  }
}
