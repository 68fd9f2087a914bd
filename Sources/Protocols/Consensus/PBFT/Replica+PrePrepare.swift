import Vocabulary

extension Replica {
  /// Lets the next step propose a block, when one is due: the step that filed its transactions ends first.
  func wakeIfDue(into effects: inout Effects) {
    if isDue { effects.arm(.proposal, after: .zero) }
  }

  private var isDue: Bool {
    guard isPrimary && !isChangingView && mayPropose && !isProposing else { return false }
    return !pending.isEmpty || urged.contains { $0 != nil }
  }

  /// Proposes a block when this is the primary, the interval has passed and transactions wait.
  mutating func proposeIfDue(at now: Instant, into effects: inout Effects) {
    guard isDue else { return }
    guard appending == nil, obligation == nil, instances.low >= floor else { return }
    let sequence = instances.low + 1
    // A proposal made before a crash binds: another one would be equivocation.
    guard voteLog.promised(view: view, sequence: sequence) == nil else { return }
    mayPropose = false
    isProposing = true
    proposedAt = now
    effects.note(PBFTNote.proposed.about(sequence))

    let previous = ledger.lastIdentifier
    let signer = keyPair.publicKey.encoded
    let content = BlockContent(
      timestamp: (effects.wallClock ?? now).milliseconds, signer: signer, previous: previous,
      transactions: chosen(signer: signer.count, previous: previous.count), &effects.meter)
    let identifier = crypto.sign(content.contentHash, with: keyPair, &effects.meter)
    propose(content, identifier, at: sequence, at: now, into: &effects)
  }

  /// The transactions of the next block: what members urged, then the oldest. These keep their places in the pending list
  /// until they are decided, but not their room: nothing is lost with a proposal that comes to nothing.
  private mutating func chosen(signer: Int, previous: Int) -> [Transaction] {
    let urged = takeUrged()
    guard !urged.isEmpty else {
      let selection = pending.selection(forContentOf: blockRoom.bytes, signer: signer, previous: previous)
      guard selection.isEmpty else { return selection }
      // One transaction alone may be as large as a block may be.
      return pending.first.map { [$0] } ?? []
    }
    // The numbers in front of the rest may be longer by a digit, at each power of ten as often as something is urged.
    let taken = urged.reduce(0) { $0 + BSONSize.element(.index(membership.count), $1.bytes.count) + 8 }
    let room = blockRoom.bytes - taken
    return urged + pending.selection(forContentOf: room, besides: urged, signer: signer, previous: previous)
  }

  /// Votes for a block as its proposer, and sends it to all.
  mutating func propose(
    _ content: BlockContent, _ identifier: [UInt8], at sequence: Int64, at now: Instant, into effects: inout Effects
  ) {
    isProposing = true
    pending.propose(content.transactions)
    watch(since: now, at: now, into: &effects)
    let digest = Block.digest(identifier: identifier, contentHash: content.contentHash)
    effects.meter.charge(.hashByte, identifier.count + Digest.byteCount)
    let own = vote(.prePrepare, sequence, digest, &effects.meter)
    let proposal = PrePrepare(vote: own, identifier: identifier, content: content)
    instances.open(sequence)
    instances[sequence].proposal = proposal
    instances[sequence].hasVoted = true
    promise(own, sending: .prePrepare(proposal), into: &effects)
  }

  /// A backup's view of a proposal: at most one for each view and sequence, only from the view's primary.
  mutating func receive(_ proposal: PrePrepare, at now: Instant, into effects: inout Effects) {
    let vote = proposal.vote
    if let reason = refusal(view: vote.view, sequence: vote.sequence) {
      return keepOrDrop(.prePrepare(proposal), vote, reason, into: &effects)
    }
    guard vote.replica == primary else { return effects.drop(because: .notPrimary) }
    guard !isPrimary else { return effects.drop(because: .notPrimary) }
    instances.open(vote.sequence)
    if let earlier = instances[vote.sequence].proposal {
      return effects.drop(because: earlier.digest == vote.digest ? .duplicateVote : .conflictingPrePrepare)
    }
    effects.meter.charge(.hashByte, proposal.identifier.count + Digest.byteCount)
    guard proposal.digest == vote.digest else { return effects.drop(because: .otherDigest) }
    guard vote.isSigned(in: membership, crypto, &effects.meter) else { return effects.drop(because: .badSignature) }
    if let obligation, obligation.sequence == vote.sequence, obligation.digest != vote.digest {
      return effects.drop(because: .conflictsWithNewView)
    }
    instances[vote.sequence].proposal = proposal
    if !instances[vote.sequence].prepares.has(vote.replica) { instances[vote.sequence].prepares.insert(vote) }
    if viewChangeDeadline == nil { watch(since: now, at: now, into: &effects) }
    noticeLag(height: vote.sequence - 1, view: vote.view, from: vote.replica, into: &effects)
    judge(vote.sequence, into: &effects)
    commitIfQuorum(vote.sequence, at: now, into: &effects)
  }

  /// Validates the proposal that follows the last decided block, if it is there and not voted on, and votes on it.
  mutating func judge(_ sequence: Int64, into effects: inout Effects) {
    guard sequence == instances.low + 1, appending == nil, instances.isOpen(sequence) else { return }
    guard let proposal = instances[sequence].proposal, !instances[sequence].hasVoted else { return }
    if let promised = voteLog.promised(view: view, sequence: sequence), promised.digest != proposal.digest {
      return effects.drop(because: .conflictingPrePrepare)
    }
    instances[sequence].hasVoted = true
    let reason = rules.check(
      proposal.content, identifier: proposal.identifier, after: ledger.lastIdentifier,
      by: signer(of: proposal, at: sequence), in: ledger, pending: pending, crypto, &effects.meter)
    if let reason {
      effects.drop(because: reason)
      effects.note(PBFTNote.rejected.about(sequence))
    }
    let own = vote(.prepare, sequence, proposal.digest, accepted: reason == nil, &effects.meter)
    promise(own, sending: .vote(own), into: &effects)
  }
}

extension Replica {
  /// Who must have signed a proposed block: the primary, or, of a block that an earlier view prepared, the member that it
  /// names.
  private func signer(of proposal: PrePrepare, at sequence: Int64) -> PublicKey {
    guard let obligation, obligation.sequence == sequence else { return membership.members[primary] }
    return membership.members[membership.index(of: proposal.content.signer) ?? primary]
  }
}

extension Instant {
  /// Whole milliseconds since the start of the run, as ledger timestamps are kept.
  public var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
