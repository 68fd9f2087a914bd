import Vocabulary

extension BlockchainModule {
  /// The transaction inclusion service (crb-smb 3.3.1): checks each transaction, files what is valid for the next
  /// block or forwards it to the primary, and tells a client what became of each.
  mutating func include(
    _ transactions: [Transaction], from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    let fromMember = sender.index < replica.membership.count
    var forwarded: [Transaction] = []
    for transaction in transactions {
      // A client's, by this module's clock; what members hand on they have judged by theirs.
      let latest = fromMember ? nil : effects.wallClock.map { $0 + TransactionRules.clockTolerance }
      let reason = file(transaction, notAfter: latest, &effects.meter)
      if let reason {
        effects.drop(because: reason)
        if reason.isForGood, !fromMember { refusals.add(transaction.id, reason) }
      }
      if !fromMember { send(.receipt(transaction.id, refused: reason), .receipt, to: sender, into: &effects) }
      if reason == nil, !fromMember { forwarded.append(transaction) }
    }
    replica.handOn(forwarded, into: &effects)
    replica.watchPending(at: now, into: &effects)
    replica.wakeIfDue(into: &effects)
  }

  /// A member's oldest transaction has waited for long: it goes into this primary's next block, even if the list is full, or
  /// long. A backup takes it if it has room, to hold its primary to it.
  mutating func urge(_ transaction: Transaction, from sender: NodeID, at now: Instant, into effects: inout Effects) {
    guard sender.index < replica.membership.count else { return effects.drop(because: .unknownSender) }
    guard replica.isPrimary, !replica.isChangingView else {
      return include([transaction], from: sender, at: now, into: &effects)
    }
    if !isKnown(transaction, &effects.meter) {
      if let reason = replica.rules.transactions.check(transaction, replica.crypto, &effects.meter) {
        return effects.drop(because: reason)
      }
      _ = replica.pending.add(transaction)
    }
    guard !replica.ledger.contains(transaction.id) else { return }
    replica.urged[Int(sender.index)] = transaction
    replica.wakeIfDue(into: &effects)
  }

  /// Files a transaction that is valid and new; otherwise says why not. What is known, or cannot be filed, is not worth a
  /// verification: after a view change backups hand over much that the others have.
  private mutating func file(
    _ transaction: Transaction, notAfter latest: Instant?, _ meter: inout Meter
  ) -> DropReason? {
    guard !isKnown(transaction, &meter) else { return .duplicateTransaction }
    guard replica.pending.hasRoom(for: transaction) else { return .pendingListFull }
    if let latest, transaction.isDated(after: latest) { return .futureDated }
    if let reason = replica.rules.transactions.check(transaction, replica.crypto, &meter) { return reason }
    return replica.pending.add(transaction)
  }

  /// Whether the transaction waits here or is in the ledger. One that does costs its hash only.
  private func isKnown(_ transaction: Transaction, _ meter: inout Meter) -> Bool {
    guard replica.pending.contains(transaction.id) || replica.ledger.contains(transaction.id) else { return false }
    transaction.chargeIdentity(to: &meter)
    return true
  }

  /// Where a transaction stands in the durable part of the ledger.
  func answer(_ id: Digest, to client: NodeID, into effects: inout Effects) {
    effects.meter.charge(.index)
    let height = replica.ledger.height(of: id).flatMap { $0 <= replica.concluded ? $0 : nil }
    send(.found(id, height: height ?? 0), .found, to: client, into: &effects)
  }

  func send(_ message: ClientMessage, _ kind: MessageKind, to node: NodeID, into effects: inout Effects) {
    let payload = Payload(message)
    effects.meter.charge(.codecByte, payload.count)
    effects.send(payload, kind, to: node)
  }
}
