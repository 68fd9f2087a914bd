import Vocabulary

/// Leader election (sections 5.2 and 5.4.1), asked for before it is begun (Ongaro 2014, section 9.6).
extension RaftReplica {
  /// Nothing was heard of a leader: asks whether the others would vote for this replica. A replica that is cut off goes on
  /// asking, and disturbs nobody when it is back.
  mutating func standForElection(at now: Instant, into effects: inout Effects) {
    effects.note(PBFTNote.suspected.about(log.last + 1, value: term))
    leader = nil
    role = .preCandidate
    votes = [Bool](repeating: false, count: membership.count)
    awaitElection(after: electionTimeout(), at: now, into: &effects)
    requestVotes(in: term + 1, isQuestion: true, at: now, into: &effects)
    count(voteOf: number, at: now, into: &effects)
  }

  /// Begins a term with a vote for itself.
  private mutating func becomeCandidate(at now: Instant, into effects: inout Effects) {
    role = .candidate
    (term, vote) = (term + 1, number)
    store.write(RaftStore.State(term: term, vote: vote), into: &effects)
    effects.note(PBFTNote.leftView.about(log.last + 1, value: term))
    votes = [Bool](repeating: false, count: membership.count)
    awaitElection(after: electionTimeout(), at: now, into: &effects)
    requestVotes(in: term, isQuestion: false, at: now, into: &effects)
    whenDurable(.voted(term: term), at: now, into: &effects)
  }

  private mutating func requestVotes(
    in term: Int64, isQuestion: Bool, at now: Instant, into effects: inout Effects
  ) {
    guard membership.count > 1 else { return }
    let request = RequestVote(term: term, lastIndex: log.last, lastTerm: log.lastTerm, isQuestion: isQuestion)
    let payload = payload(.requestVote(request), &effects.meter)
    whenDurable(.send(payload, .requestVote, to: nil), at: now, into: &effects)
  }

  mutating func receive(_ request: RequestVote, from candidate: Int, at now: Instant, into effects: inout Effects) {
    guard !request.isQuestion else { return answer(request, from: candidate, at: now, into: &effects) }
    if request.term > term { follow(term: request.term, leader: nil, at: now, into: &effects) }
    let isOpen = request.term == term && (vote == nil || vote == candidate)
    let isGranted = isOpen && log.isNotAhead(of: request.lastIndex, term: request.lastTerm)
    if isGranted {
      if vote == nil {
        vote = candidate
        store.write(RaftStore.State(term: term, vote: vote), into: &effects)
      }
      role = .follower
      awaitElection(after: electionTimeout(), at: now, into: &effects)
    }
    let reply = VoteReply(term: term, isGranted: isGranted, isQuestion: false)
    let payload = payload(.voteReply(reply), &effects.meter)
    whenDurable(.send(payload, .voteReply, to: candidate), at: now, into: &effects)
  }

  /// Would this replica vote for that one? Not while it hears of a leader. The answer promises nothing.
  private mutating func answer(
    _ request: RequestVote, from candidate: Int, at now: Instant, into effects: inout Effects
  ) {
    let hasLeader = role == .leader || heardLeader.map { now < $0 + settings.electionTimeout } == true
    let isGranted =
      request.term > term && !hasLeader && log.isNotAhead(of: request.lastIndex, term: request.lastTerm)
    let reply = VoteReply(term: isGranted ? request.term : term, isGranted: isGranted, isQuestion: true)
    let payload = payload(.voteReply(reply), &effects.meter)
    whenDurable(.send(payload, .voteReply, to: candidate), at: now, into: &effects)
  }

  mutating func receive(_ reply: VoteReply, from voter: Int, at now: Instant, into effects: inout Effects) {
    guard reply.isGranted else {
      if reply.term > term { follow(term: reply.term, leader: nil, at: now, into: &effects) }
      return
    }
    let expected: RaftRole = reply.isQuestion ? .preCandidate : .candidate
    guard role == expected, reply.term == (reply.isQuestion ? term + 1 : term) else {
      return effects.drop(because: .otherView)
    }
    count(voteOf: voter, at: now, into: &effects)
  }

  /// Each replica counts once; a majority makes the next step (section 5.2).
  mutating func count(voteOf voter: Int, at now: Instant, into effects: inout Effects) {
    guard !votes[voter] else { return effects.drop(because: .duplicateVote) }
    votes[voter] = true
    guard votes.count(where: { $0 }) >= majority else { return }
    switch role {
    case .preCandidate: becomeCandidate(at: now, into: &effects)
    case .candidate: lead(at: now, into: &effects)
    case .follower, .leader: preconditionFailure("a \(role) counts no votes")
    }
  }

  /// Won: lets all others know at once, and gives the entries of earlier terms one of this term to be committed with.
  private mutating func lead(at now: Instant, into effects: inout Effects) {
    role = .leader
    leader = number
    effects.note(PBFTNote.enteredView.about(log.last + 1, value: term))
    effects.cancel(.election)
    if watched != nil { effects.cancel(.resend) }
    watched = nil
    peers = [RaftPeer](repeating: RaftPeer(next: log.last + 1, heard: now), count: membership.count)
    mayPropose = true
    beat(at: now, into: &effects)
    proposeIfDue(at: now, into: &effects)
  }
}
