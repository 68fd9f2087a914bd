import Vocabulary

extension RaftModule {
  /// The transaction inclusion service (crb-smb 3.3.1), as at `BlockchainModule`: here only who took a transaction from a
  /// client, and the leader, look at it.
  mutating func include(
    _ transactions: [Transaction], from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    let fromMember = sender.index < replica.membership.count
    var forwarded: [Transaction] = []
    for transaction in transactions {
      // A client's, by this module's clock; what members hand on they have judged by theirs.
      let latest = fromMember ? nil : effects.wallClock.map { $0 + TransactionRules.clockTolerance }
      let reason = file(transaction, notAfter: latest, &effects.meter)
      if let reason { effects.drop(because: reason) }
      if !fromMember { send(.receipt(transaction.id, refused: reason), .receipt, to: sender, into: &effects) }
      if reason == nil, !fromMember { forwarded.append(transaction) }
    }
    if !forwarded.isEmpty { replica.forward(forwarded, into: &effects) }
    replica.watchPending(into: &effects)
    replica.wakeIfDue(into: &effects)
  }

  /// Files a transaction that is valid and new; otherwise says why not. Room is looked at first.
  private mutating func file(
    _ transaction: Transaction, notAfter latest: Instant?, _ meter: inout Meter
  ) -> DropReason? {
    guard replica.pending.hasRoom(for: transaction) else { return .pendingListFull }
    if let latest, transaction.isDated(after: latest) { return .futureDated }
    if let reason = replica.transactionRules.check(transaction, replica.crypto, &meter) { return reason }
    guard !replica.ledger.contains(transaction.id), !replica.log.contains(transaction.id) else {
      return .duplicateTransaction
    }
    return replica.pending.add(transaction)
  }

  /// The query service: where a transaction stands in the durable part of the ledger.
  func answer(_ id: Digest, to client: NodeID, into effects: inout Effects) {
    effects.meter.charge(.index)
    let height = replica.ledger.height(of: id).flatMap { $0 <= replica.concluded ? $0 : nil }
    send(.found(id, height: height ?? 0), .found, to: client, into: &effects)
  }

  private func send(_ message: ClientMessage, _ kind: MessageKind, to node: NodeID, into effects: inout Effects) {
    let payload = Payload(message)
    effects.meter.charge(.codecByte, payload.count)
    effects.send(payload, kind, to: node)
  }
}
