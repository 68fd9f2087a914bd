import Vocabulary

/// Committed entries become the ledger.
extension RaftReplica {
  /// An entry is committed once a majority has it durably; but only one of the leader's own term is found to be so by
  /// counting, and those before it with it (section 5.4.2).
  mutating func commitIfMajority(at now: Instant, into effects: inout Effects) {
    guard role == .leader else { return }
    var matches = others.map { peers[$0].match }
    matches.append(store.durable)
    matches.sort(by: >)
    let index = min(matches[majority - 1], log.last)
    guard index > commit, log.terms.term(at: index) == term else { return }
    advance(to: index, at: now, into: &effects)
    // The others learn of it now, not with the next block.
    sendToAll(into: &effects)
  }

  /// Applies what is committed: each block goes to the end of the ledger file.
  mutating func advance(to index: Int64, at now: Instant, into effects: inout Effects) {
    guard index > commit else { return }
    commit = index
    noteDurable(upTo: index, into: &effects)
    while ledger.height < commit {
      let height = ledger.height + 1
      effects.note(PBFTNote.committed.about(height))
      ledger.append(log[height]!.block, ticket: DiskTicket(height), into: &effects)
    }
  }

  /// Blocks are durable in the ledger: consensus on them is concluded.
  mutating func ledgerDurable(_ ticket: DiskTicket, at now: Instant, into effects: inout Effects) {
    while concluded < ticket.number {
      concluded += 1
      let block = log[concluded]!.block
      log.entered(concluded)
      pending.remove(block.content.transactions)
      effects.note(PBFTNote.appended.about(concluded, value: Int64(block.content.transactions.count)))
      effects.append(.deliver(Delivery(height: concluded, entry: block)))
    }
    store.turnIfLarge(log, above: concluded, into: &effects)
    watchPending(into: &effects)
    guard role == .leader, log.last == concluded else { return }
    if mayPropose { wakeIfDue(into: &effects) } else { effects.arm(.block, after: settings.blockInterval) }
  }

  /// The blocks up to this one are in this replica's log for good.
  mutating func noteDurable(upTo index: Int64, into effects: inout Effects) {
    while noted < index {
      noted += 1
      effects.note(PBFTNote.prepared.about(noted))
    }
  }
}
