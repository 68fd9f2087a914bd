import Vocabulary

/// Log replication, the follower's side (section 5.3).
extension RaftReplica {
  mutating func receive(_ message: AppendEntries, from sender: Int, at now: Instant, into effects: inout Effects) {
    guard message.term >= term else {
      effects.drop(because: .otherView)
      return reply(accepted: false, log.last + 1, to: sender, at: now, into: &effects)
    }
    // Two leaders in a term there are not (section 5.2).
    guard message.term > term || role != .leader else { return effects.drop(because: .malformed) }
    follow(term: message.term, leader: sender, at: now, into: &effects)
    heardLeader = now
    goal = max(goal, message.commit)
    if let missing = firstMissing(before: message) {
      return reply(accepted: false, missing, to: sender, at: now, into: &effects)
    }
    guard take(message.entries, at: now, into: &effects) else { return effects.drop(because: .malformed) }
    let match = message.previousIndex + Int64(message.entries.count)
    advance(to: min(message.commit, match), at: now, into: &effects)
    reply(accepted: true, match, to: sender, at: now, into: &effects)
  }

  /// The consistency check: nil if the entry before the new ones is in this log too; otherwise from where on to send.
  private func firstMissing(before message: AppendEntries) -> Int64? {
    let previous = message.previousIndex
    // What is committed is in every leader's log.
    guard previous > commit else { return nil }
    guard let known = log.terms.term(at: previous) else { return log.last + 1 }
    guard known != message.previousTerm else { return nil }
    return max(log.terms.start(ofTermAt: previous), commit + 1)
  }

  /// Adds the entries that are not here; those that are in their way go (section 5.3). False if they do not follow.
  private mutating func take(_ entries: [RaftEntry], at now: Instant, into effects: inout Effects) -> Bool {
    let before = log.last
    var isChanged = false
    for entry in entries where entry.index > commit {
      if let known = log.terms.term(at: entry.index) {
        if known == entry.term { continue }
        remove(from: entry.index)
      }
      guard log.isNext(entry) else { return false }
      add(entry, into: &effects)
      isChanged = true
    }
    guard isChanged else { return true }
    if log.last > before + 1 { effects.note(PBFTNote.fetched.about(log.last, value: log.last - before)) }
    whenDurable(.held(log.last), at: now, into: &effects)
    return true
  }

  /// Entries that no majority has go; their transactions wait again.
  private mutating func remove(from index: Int64) {
    for entry in log.truncate(from: index) {
      for transaction in entry.block.content.transactions where !ledger.contains(transaction.id) {
        _ = pending.add(transaction)
      }
    }
    store.truncated(from: index)
    noted = min(noted, index - 1)
  }

  /// Leaves once all that it speaks of is durable (figure 2).
  private mutating func reply(
    accepted isAccepted: Bool, _ index: Int64, to sender: Int, at now: Instant, into effects: inout Effects
  ) {
    let reply = AppendReply(term: term, isAccepted: isAccepted, index: index)
    let payload = payload(.appendReply(reply), &effects.meter)
    whenDurable(.send(payload, .appendReply, to: sender), at: now, into: &effects)
  }
}
