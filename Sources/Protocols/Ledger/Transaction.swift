/// A transaction (paper 3.5) as its bytes. Immutable, and shared by all that hold it; what one of them finds out about
/// it is kept for the others. Hostile bytes make a transaction too: one with a `defect`.
public final class Transaction {
  public let bytes: [UInt8]
  /// SHA-256 of all its bytes.
  public let id: Digest
  /// Where its fields stand, if it has the form of its type.
  public let layout: TransactionLayout?
  /// Why it has no layout.
  public let defect: DropReason?
  /// Kept by `TransactionRules`.
  var verdict: TransactionRules.Verdict?

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    id = SHA256Hasher.digest(bytes)
    do throws(BSONError) {
      layout = try TransactionLayout.decode(bytes)
      defect = nil
    } catch {
      layout = nil
      defect = DropReason(error)
    }
  }
}
