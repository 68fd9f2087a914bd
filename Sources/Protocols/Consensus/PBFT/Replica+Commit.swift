import Vocabulary

extension Replica {
  /// Appends the block once a quorum of commits is verified: they are its proof of acceptance (crb-smb 2.3.3, step 5).
  mutating func commitIfQuorum(_ sequence: Int64, at now: Instant, into effects: inout Effects) {
    guard sequence == instances.low + 1, appending == nil, instances.isOpen(sequence) else { return }
    guard let proposal = instances[sequence].proposal, !instances[sequence].isCommitted else { return }
    let digest = proposal.digest
    guard instances[sequence].commits.accepting(digest) >= membership.quorum else { return }
    // With more faulty replicas than the quorum allows for, even a quorum may want what cannot be appended.
    guard proposal.content.previous == ledger.lastIdentifier else { return effects.drop(because: .wrongPrevious) }
    // Even if its own decision is not durable yet: others may lack this replica's commit, when a faulty one kept its own
    // from them.
    prepare(sequence, into: &effects)
    instances[sequence].isCommitted = true
    effects.note(PBFTNote.committed.about(sequence))
    let proof = instances[sequence].commits.all(on: digest).map { $0.endorsement(in: membership) }
    let block = Block(header: BlockHeader(identifier: proposal.identifier, proof: proof), content: proposal.content)
    appending = (sequence, block)
    ledger.append(block, ticket: DiskTicket(sequence), into: &effects)
  }

  /// The block is durable: consensus on it is concluded.
  mutating func appended(at now: Instant, into effects: inout Effects) {
    guard let (height, block) = appending else { preconditionFailure("replica \(number) appended nothing") }
    appending = nil
    decided = DecidedCertificate(block, height: height)
    if let held, held.certificate.sequence <= height { self.held = nil }
    if let due = obligation, due.sequence <= height {
      obligation = nil
      // Its primary could not choose what is in that block.
      watched = nil
    }
    pending.remove(block.content.transactions)
    for member in urged.indices where urged[member].map({ ledger.contains($0.id) }) == true { urged[member] = nil }
    effects.note(PBFTNote.appended.about(height, value: Int64(block.content.transactions.count)))
    effects.append(.deliver(Delivery(height: height, entry: block)))
    commitAfterwards(height, into: &effects)
    instances.advance()
    voteLog.forget(upTo: height)
    voteLog.turnIfLarge(view: view, into: &effects)
    appendFetched(into: &effects)
    askForMore(into: &effects)
    // Blocks are decided: what delayed them is no reason for longer timeouts, even if a view is being left.
    suspicions = 0
    guard !isChangingView else {
      // What was urged on the others may be decided there already: now they learn of the next.
      if catchUp.fetched.isEmpty, catchUp.height <= height {
        shareOldestPending(into: &effects)
        handOverAlone(into: &effects)
      }
      return leadIfWanted(at: now, into: &effects)
    }
    unwatch(into: &effects)
    watchPending(at: now, into: &effects)
    if isPrimary {
      isProposing = false
      if let proposedAt {
        blockRoom.decided(block.content.bytes.count, after: now - proposedAt, timeout: settings.viewChangeTimeout)
      }
      proposedAt = nil
      effects.arm(.block, after: settings.blockInterval)
    } else {
      goOnHandingOver(into: &effects)
    }
    let next = height + 1
    guard instances.isOpen(next) else { return }
    if instances[next].proposal != nil, viewChangeDeadline == nil { watch(since: now, at: now, into: &effects) }
    judge(next, into: &effects)
    commitIfQuorum(next, at: now, into: &effects)
  }

  /// Commits on a block that was decided here before it was prepared here, as when a faulty replica showed this one a
  /// rejection and the others an acceptance: others may lack this commit. That the block is decided, and durable here,
  /// says more than a prepared certificate.
  private mutating func commitAfterwards(_ height: Int64, into effects: inout Effects) {
    guard !isChangingView, instances.isOpen(height), let proposal = instances[height].proposal else { return }
    guard instances[height].isCommitted, !instances[height].isPrepared else { return }
    // One that restarted may have promised another block here, that of a primary which equivocates.
    if let promised = voteLog.promised(view: view, sequence: height), promised.digest != proposal.digest { return }
    let votes = instances[height].prepares.all(on: proposal.digest).map { $0.endorsement(in: membership) }
    let own = vote(.commit, height, proposal.digest, certificate: votes, &effects.meter)
    promise(own, sending: .vote(own), into: &effects)
  }

  /// A sync returned: what was promised up to its ticket may leave.
  mutating func promisesDurable(_ ticket: DiskTicket, at now: Instant, into effects: inout Effects) {
    for promise in voteLog.release(upTo: ticket) {
      switch promise.kind {
      case .vote(let vote):
        effects.broadcast(promise.payload!, MessageKind(vote.phase))
        guard vote.view == view, !isChangingView, instances.isOpen(vote.sequence) else { continue }
        if vote.phase == .prePrepare, let proposal = instances[vote.sequence].proposal {
          effects.note(PBFTNote.prePrepared.about(vote.sequence, value: Int64(proposal.content.bytes.count)))
        }
        count(vote, at: now, into: &effects)
      case .viewChange(let change):
        effects.broadcast(promise.payload!, .viewChange)
        guard change.view == view, isChangingView else { continue }
        viewChanges[number] = change
        leadIfWanted(at: now, into: &effects)
      case .turned(let emptied):
        effects.append(.truncate(emptied, to: 0))
        effects.note(PBFTNote.turnedVoteLog.about(instances.low))
      }
    }
  }
}
