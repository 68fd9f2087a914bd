import Vocabulary

/// View changes (Castro and Liskov 1999, 4.4), where every decided block is a stable checkpoint.
extension Replica {
  /// The view-change timer ran out. While a new view is due, asks again first, as a message may be lost; the next view is
  /// asked for only when a quorum wanted this one, so that a replica that is cut off does not run away from the others.
  mutating func suspect(at now: Instant, into effects: inout Effects) {
    effects.note(PBFTNote.suspected.about(instances.low + 1, value: view))
    // After a restart the word of an earlier life is lost, and it may have voted in this view.
    guard isChangingView, let own = viewChanges[number], own.view == view else {
      return leaveForNext(at: now, into: &effects)
    }
    if hasAskedAgain && isWanted { return leaveForNext(at: now, into: &effects) }
    hasAskedAgain = true
    send(.viewChange(own), to: nil, into: &effects)
    shareOldestPending(into: &effects)
    askAll(into: &effects)
    watch(since: now, at: now, into: &effects)
  }

  /// A quorum has left the views below this one.
  private var isWanted: Bool { viewChanges.count { $0?.view ?? 0 >= view } >= membership.quorum }

  private mutating func leaveForNext(at now: Instant, into effects: inout Effects) {
    suspicions += 1
    leave(for: view + 1, at: now, into: &effects)
    shareOldestPending(into: &effects)
    // The others may have decided what is missed here, and wait for nothing.
    askAll(into: &effects)
  }

  /// Leaves all views below `target` and says so to all, once that is durable.
  mutating func leave(for target: Int64, at now: Instant, into effects: inout Effects) {
    view = target
    isChangingView = true
    hasAskedAgain = false
    isProposing = false
    proposedAt = nil
    backlog = []
    handedOver.last = nil
    youngest = nil
    pending.withdraw()
    blockRoom.viewLeft(waiting: pending.bytes)
    mayPropose = false
    obligation = nil
    for member in urged.indices { urged[member] = nil }
    instances.clear()
    effects.cancel(.block)
    effects.note(PBFTNote.leftView.about(instances.low + 1, value: target))
    // What is being written is decided, but not yet proven by the ledger: it counts as prepared.
    let prepared = held.flatMap { $0.certificate.sequence == decided.height + 1 ? $0.certificate : nil }
    let change = signatory.viewChange(to: target, decided: decided, prepared: prepared, &effects.meter)
    let payload = Payload(ConsensusMessage.viewChange(change))
    effects.meter.charge(.codecByte, payload.count)
    voteLog.promise(change, sending: payload, into: &effects)
    watch(since: now, at: now, into: &effects)
  }

  /// Another replica's view change: kept when it is its latest, and joined when one correct replica at least wants on.
  mutating func receive(_ change: ViewChange, at now: Instant, into effects: inout Effects) {
    guard change.replica < membership.count, change.replica != number else {
      return effects.drop(because: .unknownSender)
    }
    guard change.view > viewChanges[change.replica]?.view ?? 0 else { return effects.drop(because: .duplicateVote) }
    guard change.isValid(in: membership, settings.leaders, crypto, &effects.meter) else {
      return effects.drop(because: .badViewChange)
    }
    if change.view < view || (change.view == view && !isChangingView) {
      tellInstalled(change.replica, at: now, into: &effects)
    }
    guard change.view >= view else { return effects.drop(because: .otherView) }
    let wasWanted = isWanted
    viewChanges[change.replica] = change
    // The new primary's time runs from when it can know that it is to lead.
    if isChangingView && isWanted && !wasWanted {
      hasAskedAgain = false
      watch(since: now, at: now, into: &effects)
    }
    noticeLag(height: change.decided.height, view: installed.view, from: change.replica, into: &effects)
    joinIfWanted(at: now, into: &effects)
    leadIfWanted(at: now, into: &effects)
  }

  /// When f + 1 replicas ask for views above this one's, at least one of them is correct: asks for the lowest of them.
  private mutating func joinIfWanted(at now: Instant, into effects: inout Effects) {
    let wanted = viewChanges.compactMap { $0?.view }.filter { $0 > view }
    guard wanted.count > membership.faultBudget, let lowest = wanted.min() else { return }
    effects.note(PBFTNote.joinedViewChange.about(instances.low + 1, value: lowest))
    leave(for: lowest, at: now, into: &effects)
  }

  /// The primary of a view that a quorum asks for installs it, as soon as there is a quorum whose last block and prepared
  /// block it holds. What only a faulty replica holds cannot keep it waiting: then the others are a quorum.
  mutating func leadIfWanted(at now: Instant, into effects: inout Effects) {
    guard isChangingView, isPrimary, appending == nil, viewChanges[number]?.view == view else { return }
    let changes = viewChanges.compactMap { $0?.view == view ? $0 : nil }
    guard changes.count >= membership.quorum else { return }
    var usable = changes.filter { $0.decided.height <= instances.low }
    var missing: PreparedCertificate?
    while let due = NewView.obligation(usable), due.sequence == instances.low + 1,
      due.digest != held?.certificate.digest
    {
      missing = missing ?? due
      usable.removeAll { $0.prepared?.digest == due.digest }
    }
    guard usable.count >= membership.quorum else {
      let highest = changes.max { $0.decided.height < $1.decided.height }!
      noticeLag(height: highest.decided.height, view: installed.view, from: highest.replica, into: &effects)
      if let missing { askFor(missing, into: &effects) }
      return
    }
    let proof = signatory.newView(view, usable, &effects.meter)
    send(.newView(proof), to: nil, into: &effects)
    install(proof, at: now, into: &effects)
  }

  /// A primary's proof that it may lead its view.
  mutating func receive(_ proof: NewView, at now: Instant, into effects: inout Effects) {
    guard proof.view > view || (proof.view == view && isChangingView) else {
      return effects.drop(because: .otherView)
    }
    guard proof.isValid(in: membership, settings.leaders, crypto, &effects.meter) else {
      return effects.drop(because: .badNewView)
    }
    install(proof, at: now, into: &effects)
  }

  private mutating func install(_ proof: NewView, at now: Instant, into effects: inout Effects) {
    view = proof.view
    installed = (proof.view, proof)
    isChangingView = false
    isProposing = false
    pending.withdraw()
    mayPropose = false
    instances.clear()
    let start = proof.start.height
    floor = start
    obligation = proof.obligation.map { ($0.sequence, $0.digest) }
    if let due = obligation, due.sequence <= instances.low { obligation = nil }
    effects.note(PBFTNote.enteredView.about(instances.low + 1, value: view))
    unwatch(into: &effects)
    watched = nil
    watchPending(at: now, into: &effects)
    if obligation != nil, viewChangeDeadline == nil { watch(since: now, at: now, into: &effects) }
    let holder = proof.viewChanges.first { $0.decided.height == start }!.replica
    noticeLag(height: start, view: view, from: holder, into: &effects)
    if isPrimary {
      // What it has decided since it asked for the view nobody waits to be proposed: others learn of it, and fetch it.
      if instances.low > start { askAll(into: &effects) }
      if let obligation, let held, held.certificate.digest == obligation.digest {
        effects.note(PBFTNote.proposedAgain.about(obligation.sequence, value: view))
        propose(held.content, held.identifier, at: obligation.sequence, at: now, into: &effects)
      } else {
        effects.arm(.block, after: settings.blockInterval)
      }
    } else {
      beginHandingOver(into: &effects)
    }
    if deferred.count > 0 {
      effects.note(PBFTNote.usedDeferred.about(instances.low + 1, value: Int64(deferred.count)))
    }
    for message in deferred.takeAll() {
      switch message {
      case .prePrepare(let proposal): receive(proposal, at: now, into: &effects)
      case .vote(let vote): receive(vote, at: now, into: &effects)
      case .viewChange, .newView, .fetch, .blocks, .held: preconditionFailure("only votes are deferred")
      }
    }
  }

  /// Whoever asks for a view that is past learns which one is installed.
  mutating func tellInstalled(_ replica: Int, at now: Instant, into effects: inout Effects) {
    guard let proof = installed.proof else { return }
    guard catchUp.answers[replica].mayTell(view: installed.view, at: now, pause: answerPause) else {
      return effects.drop(because: .askedAgain)
    }
    send(.newView(proof), to: replica, into: &effects)
  }

  /// Encodes and sends to one replica, or to all others.
  func send(_ message: ConsensusMessage, to replica: Int?, into effects: inout Effects) {
    let payload = Payload(message)
    effects.meter.charge(.codecByte, payload.count)
    if let replica {
      effects.send(payload, message.kind, to: NodeID(replica))
    } else {
      effects.broadcast(payload, message.kind)
    }
  }
}
