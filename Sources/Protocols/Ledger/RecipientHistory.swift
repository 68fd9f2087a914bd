/// All transactions for one public key up to some block, as a chain of hashes: whoever was given them one after the other
/// knows by it whether any is missing, added or in another block.
public struct RecipientHistory: Hashable, Sendable {
  /// Of no transaction: zero. Then SHA-256(digest before ‖ height, 8 bytes, little-endian ‖ the transaction's id).
  public private(set) var digest = Digest.zero

  public init() {}
  init(digest: Digest) { self.digest = digest }

  /// The next transaction, in the order of the ledger.
  mutating func append(_ transaction: Digest, at height: Int64) {
    var hasher = SHA256Hasher()
    hasher.update(digest)
    withUnsafeBytes(of: height.littleEndian) { hasher.update($0) }
    hasher.update(transaction)
    digest = hasher.finish()
  }

  /// Bytes that are hashed for a transaction.
  static let hashedBytes = 72
}
