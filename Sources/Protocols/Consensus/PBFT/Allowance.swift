import Vocabulary

/// How much of what may come to nothing is verified for each sender: some at once, then one in each pause. Without it a faulty
/// member that sends messages of views to come, each properly signed, would take all the time of a processor that needs
/// milliseconds for a signature.
struct Allowance {
  static let burst: Int64 = 32

  /// By member, and one more for everybody else: when it is whole again.
  private var whole: [Instant]

  init(members: Int) { whole = [Instant](repeating: .start, count: members + 1) }

  /// Takes one of the sender's; false when there is none left.
  mutating func take(_ sender: Int, at now: Instant, pause: TimeSpan) -> Bool {
    let place = min(sender, whole.count - 1)
    let next = max(whole[place], now) + pause
    guard next <= now + pause * Allowance.burst else { return false }
    whole[place] = next
    return true
  }
}

extension Replica {
  /// Whether a message is to be looked at; says why not. Votes of views that are not installed here, or far ahead, and what asks
  /// for a view or proves one, draw on the sender's allowances.
  mutating func refusal(of message: ConsensusMessage, from sender: NodeID, at now: Instant) -> DropReason? {
    let sender = Int(sender.index)
    switch message {
    case .prePrepare(let proposal): return refusal(of: proposal.vote, from: sender, at: now)
    case .vote(let vote): return refusal(of: vote, from: sender, at: now)
    case .viewChange, .newView: return viewAllowance.take(sender, at: now, pause: answerPause) ? nil : .otherView
    case .fetch, .blocks, .held: return nil
    }
  }

  private mutating func refusal(of vote: Vote, from sender: Int, at now: Instant) -> DropReason? {
    guard let reason = refusal(view: vote.view, sequence: vote.sequence), saysSomething(vote, reason) else {
      return nil
    }
    return voteAllowance.take(sender, at: now, pause: answerPause) ? nil : reason
  }
}
