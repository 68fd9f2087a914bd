import Vocabulary

extension BlockchainModule {
  /// The transaction inclusion service (crb-smb 3.3.1): checks each transaction, files what is valid for the next
  /// block or forwards it to the primary, and tells a client what became of each.
  mutating func include(
    _ transactions: [Transaction], from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    let fromMember = sender.index < replica.membership.count
    var forwarded: [Transaction] = []
    var verdicts: [(Digest, DropReason?)] = []
    for transaction in transactions {
      let reason = refusal(of: transaction, &effects.meter)
      verdicts.append((transaction.id, reason))
      if let reason {
        effects.drop(because: reason)
      } else if replica.isPrimary {
        replica.pending.append(transaction)
      } else if !fromMember {
        forwarded.append(transaction)
      }
    }
    if !fromMember {
      let receipt = ModuleMessage.receipt(verdicts)
      effects.meter.charge(.codecByte, receipt.count)
      effects.send(receipt, .receipt, to: sender)
    }
    if !forwarded.isEmpty {
      let message = ModuleMessage.submit(forwarded)
      effects.meter.charge(.codecByte, message.count)
      effects.send(message, .forward, to: NodeID(replica.primary))
    }
    replica.proposeIfDue(at: now, into: &effects)
  }

  /// Why a transaction may not enter the pending list, if so.
  private func refusal(of transaction: Transaction, _ meter: inout Meter) -> DropReason? {
    if let reason = rules.check(transaction, crypto, &meter) { return reason }
    if replica.ledger.index.contains(transaction.id) { return .duplicateTransaction }
    if replica.pending.contains(transaction.id) { return .duplicateTransaction }
    guard replica.pending.hasRoom(for: transaction) else { return .pendingListFull }
    return nil
  }

  /// The query service: where a transaction stands in the ledger.
  mutating func answer(_ id: Digest, to client: NodeID, into effects: inout Effects) {
    effects.meter.charge(.index)
    let reply = ModuleMessage.found(id, height: replica.ledger.index.height(of: id))
    effects.meter.charge(.codecByte, reply.count)
    effects.send(reply, .found, to: client)
  }
}
