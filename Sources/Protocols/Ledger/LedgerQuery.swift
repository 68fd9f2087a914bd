/// What a client wants from a ledger.
public enum LedgerQuery: Hashable, Sendable {
  /// The transaction with this id.
  case transaction(Digest)
  /// The transactions for a public key, or the public ones if it is empty, in the last block that holds any, if that
  /// stands above `after`: what a VNF client polls for its configuration with (crb-smb 3.3.2).
  case latest(recipient: [UInt8], after: Int64)
  /// The same, in the first block above `after` that holds any: so a client reads all that is for it, in the order of the
  /// ledger.
  case next(recipient: [UInt8], after: Int64)
}
