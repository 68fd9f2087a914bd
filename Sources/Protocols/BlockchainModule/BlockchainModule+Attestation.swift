import Vocabulary

/// What a client can have in writing: statements about this module's ledger that are true for good.
extension BlockchainModule {
  /// Signs what it knows to be true, and durable; of anything else it says so without a signature.
  mutating func attest(_ statement: ModuleStatement, to client: NodeID, into effects: inout Effects) {
    effects.meter.charge(.index)
    let signature =
      holds(statement)
      ? replica.crypto.sign(
        statement.digest(in: replica.membership.federation), with: replica.keyPair, &effects.meter) : []
    send(.attestation(statement, signature: signature), .attestation, to: client, into: &effects)
  }

  private func holds(_ statement: ModuleStatement) -> Bool {
    switch statement {
    case .history(let recipient, let height, let history):
      guard height <= replica.concluded else { return false }
      return replica.ledger.history(of: recipient, at: height) == history
    case .included(let id): return replica.ledger.height(of: id).map { $0 <= replica.concluded } ?? false
    case .refused(let id, let reason): return refusals.contains(id, reason)
    }
  }
}
