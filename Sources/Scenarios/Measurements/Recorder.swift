import Protocols
import Report
import SimKernel
import Vocabulary

/// Collects what one run measures, inside the window after the warm-up. It observes; nothing depends on it.
final class Recorder {
  let window: Range<Instant>
  /// True time, whatever the clocks of the hosts show.
  private let simulator: Simulator

  private(set) var sent: Int64 = 0
  private(set) var accepted: Int64 = 0
  private(set) var refused: Int64 = 0
  /// Transactions in blocks that became durable at their proposer; at the first other module if it lost power before.
  private(set) var written: Int64 = 0
  private(set) var blocks: Int64 = 0
  private var firstAppend = Instant.start
  private var lastAppend = Instant.start
  private var writtenFirst: Int64 = 0
  private(set) var blockBytes: Int64 = 0
  private(set) var suspicions: Int64 = 0
  /// From a transaction's submission to its block being written; nanoseconds.
  private(set) var latency = Histogram()
  /// The same by stage.
  private(set) var stages = [Histogram](repeating: Histogram(), count: Stage.allCases.count)
  /// From the start of building a block to its being written; nanoseconds.
  private(set) var consensusDelay = Histogram()
  /// By `DropReason.allCases` position.
  private(set) var drops = [Int64](repeating: 0, count: DropReason.allCases.count)

  /// When transactions that are in no durable block yet were submitted.
  private var submissions: [Digest: Instant] = [:]
  private var rounds: [Int64: Round] = [:]
  /// By proposer: the height of its last round. A module has one round at a time.
  private var lastRounds: [NodeID: Int64] = [:]

  /// The stages of a transaction's way into the ledger, seen at the proposer of its block.
  enum Stage: Int, CaseIterable {
    /// Submission until the block that takes it up is begun.
    case request
    /// Until the pre-prepare leaves.
    case prePrepare
    /// Until the proposer is prepared.
    case prepare
    /// Until the proposer has verified a quorum of commits.
    case commit
    /// Until the block is durable.
    case append

    /// As metrics name it.
    var name: String {
      switch self {
      case .request: "request"
      case .prePrepare: "pre-prepare"
      case .prepare: "prepare"
      case .commit: "commit"
      case .append: "append"
      }
    }
  }

  /// One block's milestones at its proposer.
  private struct Round {
    let proposer: NodeID
    var times: [Instant]
    var bytes: Int64 = 0
    /// The block where it was durable first, and when.
    var first: (block: Block, time: Instant)?
    var proposerLostPower = false
  }

  init(window: Range<Instant>, simulator: Simulator) {
    self.window = window
    self.simulator = simulator
  }

  /// Transactions a second that became durable: from the first block in the window to the last, so that it does not
  /// depend on where in a block's period the window begins and ends. Over the whole window unless two blocks lie apart.
  var writeRate: Double {
    guard lastAppend > firstAppend else { return Double(written) / (window.upperBound - window.lowerBound).seconds }
    return Double(written - writtenFirst) / (lastAppend - firstAppend).seconds
  }

  // MARK: What writers say

  func sent(_ id: Digest) {
    let now = simulator.now
    submissions[id] = now
    if window.contains(now) { sent += 1 }
  }

  /// A module said so. `returns`: the writer will submit a refused transaction again.
  func answered(_ id: Digest, refusedBecause reason: DropReason?, returns: Bool) {
    if reason != nil, !returns { submissions[id] = nil }
    guard window.contains(simulator.now) else { return }
    if reason == nil { accepted += 1 } else { refused += 1 }
  }

  // MARK: What hosts say

  func dropped(_ reason: DropReason, at now: Instant) {
    if window.contains(now) { drops[reason.position] += 1 }
  }

  /// A module's milestone: its step started at `start`; the note became true at `now`.
  func noted(_ note: Note, by node: NodeID, startedAt start: Instant, at now: Instant) {
    guard let milestone = PBFTNote(rawValue: note.kind) else { return }
    switch milestone {
    case .proposed:
      rounds[note.subject] = Round(proposer: node, times: [start])
      lastRounds[node] = note.subject
    case .prePrepared, .prepared, .committed:
      // A block that is proposed again in another view keeps the milestones of its first round.
      guard let round = rounds[note.subject], round.proposer == node else { return }
      guard round.times.count == milestone.rawValue else { return }
      rounds[note.subject]!.times.append(now)
      if milestone == .prePrepared { rounds[note.subject]!.bytes = note.value }
    case .appended:
      guard let round = rounds[note.subject], round.proposer == node else { return }
      guard round.times.count < Stage.allCases.count else { return }
      rounds[note.subject]!.times.append(now)
    case .rejected, .leftView, .enteredView, .proposedAgain, .fetchedHeld, .usedDeferred, .joinedViewChange, .served,
      .fetched, .turnedVoteLog, .startedBound, .startedHolding, .cutDamage:
      break
    case .suspected:
      if window.contains(now) { suspicions += 1 }
    }
  }

  /// A block is durable at a node: counted once, at its proposer, or at the first that has it if that lost power.
  func delivered(_ block: Block, height: Int64, at node: NodeID, now: Instant) {
    guard let round = rounds[height] else { return }
    if round.proposer == node || round.proposerLostPower {
      written(block, height: height, in: round, at: now)
    } else if round.first == nil {
      rounds[height]!.first = (block, now)
    }
  }

  /// The node lost power: who else has the block of its round decides when that was written.
  func lostPower(_ node: NodeID) {
    guard let height = lastRounds[node], let round = rounds[height], round.proposer == node else { return }
    if let (block, time) = round.first {
      written(block, height: height, in: round, at: time)
    } else {
      rounds[height]!.proposerLostPower = true
    }
  }

  private func written(_ block: Block, height: Int64, in round: Round, at now: Instant) {
    rounds[height] = nil
    let counts = window.contains(now)
    for transaction in block.content.transactions {
      guard let submission = submissions.removeValue(forKey: transaction.id), counts else { continue }
      latency.record((now - submission).nanoseconds)
      var since = submission
      for (stage, time) in round.times.enumerated() {
        stages[stage].record(max(0, (time - since).nanoseconds))
        since = time
      }
    }
    guard counts else { return }
    if blocks == 0 {
      firstAppend = now
      writtenFirst = Int64(block.content.transactions.count)
    }
    lastAppend = max(lastAppend, now)
    written += Int64(block.content.transactions.count)
    blocks += 1
    blockBytes += round.bytes
    consensusDelay.record((now - round.times[0]).nanoseconds)
  }
}
