import Protocols
import Vocabulary

/// The digests of what disks gave, for the trace: what is read again and again is hashed once. Changes speed only.
struct ContentDigests {
  /// What is shorter is hashed sooner than found.
  private static let shortest = 4_096
  private static let limit = 1_024

  /// By number of bytes. Never iterated.
  private var known: [Int: [(contents: ByteRope, digest: UInt64)]] = [:]
  private var count = 0

  /// The start of the SHA-256 of the contents.
  mutating func digest(of contents: ByteRope) -> UInt64 {
    let isLong = contents.count >= Self.shortest
    if isLong, let same = known[contents.count]?.first(where: { $0.contents.hasPieces(of: contents) }) {
      return same.digest
    }
    var hasher = SHA256Hasher()
    contents.forEachPiece { hasher.update($0) }
    let digest = hasher.finish().prefix
    guard isLong else { return digest }
    if count >= Self.limit {
      known = [:]
      count = 0
    }
    known[contents.count, default: []].append((contents, digest))
    count += 1
    return digest
  }
}
