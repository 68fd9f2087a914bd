import CCrypto

/// SHA-256 (FIPS 180-4) over bytes handed over piece by piece.
///
/// Uses libcrypto's plain functions: a hash of 64 bytes takes a third of what the EVP interface takes.
public struct SHA256Hasher {
  private var state = SHA256_CTX()

  public init() { SHA256_Init(&state) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) { SHA256_Update(&state, bytes.baseAddress, bytes.count) }
  public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }
  public mutating func update(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { update($0) } }
  public mutating func update(_ digest: Digest) { digest.withUnsafeBytes { update($0) } }
  public mutating func update(_ byte: UInt8) { withUnsafeBytes(of: byte) { update($0) } }

  /// The digest of everything so far. The hasher then starts over.
  public mutating func finish() -> Digest {
    let digest = withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { buffer in
      SHA256_Final(buffer.baseAddress!.assumingMemoryBound(to: UInt8.self), &state)
      return Digest(reading: buffer.baseAddress!)
    }
    SHA256_Init(&state)
    return digest
  }

  public static func digest(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { digest($0) } }
  public static func digest(_ bytes: ArraySlice<UInt8>) -> Digest { bytes.withUnsafeBytes { digest($0) } }
  public static func digest(_ bytes: UnsafeRawBufferPointer) -> Digest {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    return hasher.finish()
  }
}
