/// What moves an operation of a tenant on. Written into the tenant's journal before anything is done about it.
enum OperationEvent: Hashable, Sendable {
  /// Its transaction is in the ledger.
  case included
  /// Its transaction will never be.
  case refused(DropReason)
  /// A management service has answered. `error` is empty if all went well.
  case answered(result: String, error: String)
  /// A VNF has sent the configuration that it was asked for.
  case received([UInt8], timestamp: Int64)
  /// A VNF has sent another configuration than it was given last.
  case stale
  /// The new VNF's key pair is known.
  case keyLearned
  /// No other operation is open: one that must be alone begins.
  case alone
  /// It took too long.
  case expired
  /// It cannot be done: says why.
  case impossible(String)
}
