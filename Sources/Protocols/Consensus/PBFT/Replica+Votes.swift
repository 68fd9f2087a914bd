import Vocabulary

extension Replica {
  /// Makes a vote durable first; `votesDurable` then sends and counts it.
  mutating func promise(_ vote: Vote, sending message: ConsensusMessage, into effects: inout Effects) {
    let payload = Payload(message)
    effects.meter.charge(.codecByte, payload.count)
    voteLog.promise(vote, holding: vote.phase == .commit ? held : nil, sending: payload, into: &effects)
  }

  /// A prepare or a commit of another replica.
  mutating func receive(_ vote: Vote, at now: Instant, into effects: inout Effects) {
    if let reason = refusal(view: vote.view, sequence: vote.sequence) {
      return keepOrDrop(.vote(vote), vote, reason, into: &effects)
    }
    guard vote.replica < membership.count else { return effects.drop(because: .unknownSender) }
    guard vote.replica != number else { return effects.drop(because: .unknownSender) }
    instances.open(vote.sequence)
    switch vote.phase {
    case .prePrepare:
      return effects.drop(because: .malformed)
    case .prepare:
      guard vote.replica != primary else { return effects.drop(because: .notPrimary) }
      guard !instances[vote.sequence].prepares.has(vote.replica) else {
        return effects.drop(because: .duplicateVote)
      }
      guard !instances[vote.sequence].isPrepared else { return effects.drop(because: .superfluousVote) }
    case .commit:
      guard vote.accepted else { return effects.drop(because: .malformed) }
      guard !instances[vote.sequence].commits.has(vote.replica) else {
        return effects.drop(because: .duplicateVote)
      }
      guard !instances[vote.sequence].isCommitted else { return effects.drop(because: .superfluousVote) }
    }
    guard vote.isSigned(in: membership, crypto, &effects.meter) else { return effects.drop(because: .badSignature) }
    noticeLag(height: vote.sequence - 1, view: vote.view, from: vote.replica, into: &effects)
    count(vote, at: now, into: &effects)
  }

  /// Counts a verified vote and acts on the quorum that it may complete.
  mutating func count(_ vote: Vote, at now: Instant, into effects: inout Effects) {
    switch vote.phase {
    case .prePrepare, .prepare:
      instances[vote.sequence].prepares.insert(vote)
    case .commit:
      instances[vote.sequence].commits.insert(vote)
      adopt(vote.certificate, at: vote.sequence, on: vote.digest, into: &effects)
    }
    prepareIfQuorum(vote.sequence, into: &effects)
    commitIfQuorum(vote.sequence, at: now, into: &effects)
  }

  /// Takes over the prepare-phase votes in a commit that this replica lacks, as long as it needs them.
  private mutating func adopt(
    _ certificate: [Endorsement], at sequence: Int64, on digest: Digest, into effects: inout Effects
  ) {
    guard !instances[sequence].isPrepared else { return }
    guard certificate.count <= membership.count else { return effects.drop(because: .badCertificate) }
    for entry in certificate {
      guard let replica = membership.index(of: entry.participant) else {
        effects.drop(because: .badCertificate)
        continue
      }
      guard replica != number, !instances[sequence].prepares.has(replica) else { continue }
      let vote = Vote(
        phase: replica == primary ? .prePrepare : .prepare, view: entry.decision.view, sequence: sequence,
        replica: replica, digest: digest, accepted: entry.decision.accepted, signature: entry.signature)
      guard vote.view == view, vote.isSigned(in: membership, crypto, &effects.meter) else {
        effects.drop(because: .badCertificate)
        continue
      }
      instances[sequence].prepares.insert(vote)
    }
  }

  /// Commits once this replica's own decision is durable and the proposal has a quorum of acceptances.
  private mutating func prepareIfQuorum(_ sequence: Int64, into effects: inout Effects) {
    guard instances[sequence].prepares.has(number) else { return }
    prepare(sequence, into: &effects)
  }

  /// Commits on a proposal that was checked here and has a quorum of acceptances: the prepared certificate.
  mutating func prepare(_ sequence: Int64, into effects: inout Effects) {
    guard let proposal = instances[sequence].proposal else { return }
    guard !instances[sequence].isPrepared, instances[sequence].hasVoted else { return }
    let digest = proposal.digest
    guard instances[sequence].prepares.accepting(digest) >= membership.quorum else { return }
    instances[sequence].isPrepared = true
    effects.note(PBFTNote.prepared.about(sequence))
    let votes = instances[sequence].prepares.all(on: digest)
    let accepting = votes.filter(\.accepted).map { $0.endorsement(in: membership) }
    held = HeldBlock(
      certificate: PreparedCertificate(view: view, sequence: sequence, digest: digest, votes: accepting),
      identifier: proposal.identifier, content: proposal.content)
    let own = vote(
      .commit, sequence, digest, certificate: votes.map { $0.endorsement(in: membership) }, &effects.meter)
    promise(own, sending: .vote(own), into: &effects)
  }

  /// A message that cannot be looked at now: one of a view to come waits for it, and one far ahead says that this replica
  /// is behind. Either must be signed.
  mutating func keepOrDrop(
    _ message: ConsensusMessage, _ vote: Vote, _ reason: DropReason, into effects: inout Effects
  ) {
    guard saysSomething(vote, reason) else { return effects.drop(because: reason) }
    guard vote.replica < membership.count, vote.replica != number else {
      return effects.drop(because: .unknownSender)
    }
    guard vote.isSigned(in: membership, crypto, &effects.meter) else { return effects.drop(because: .badSignature) }
    noticeLag(height: max(vote.sequence, 1) - 1, view: vote.view, from: vote.replica, into: &effects)
    guard isAhead(vote) else { return effects.drop(because: reason) }
    deferred.append(message, from: vote.replica)
  }

  private func isAhead(_ vote: Vote) -> Bool { vote.view > view || (vote.view == view && isChangingView) }

  /// Whether something follows from a vote that cannot be counted, if it is signed.
  func saysSomething(_ vote: Vote, _ reason: DropReason) -> Bool {
    // A replica that has left a view in which the others go on can only follow.
    let isFollowing = isChangingView && vote.sequence > instances.low + 1 && !catchUp.isWaiting
    return isAhead(vote) || isFollowing || reason == .outsideWatermarks
  }
}
