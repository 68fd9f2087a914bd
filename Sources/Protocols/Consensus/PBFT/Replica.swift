import Vocabulary

/// The consensus service of one blockchain module: PBFT as crb-smb 2.3.3 varies it, in its normal case.
///
/// Requests reach the primary asynchronously and wait in its pending list. A fixed time after the last concluded
/// consensus the primary proposes a block (pre-prepare); backups validate it and say so to all (prepare); whoever holds
/// a quorum of acceptances says so to all, with the signatures (commit); a quorum of commits is the block's proof of
/// acceptance, with which it is appended to the ledger. There is no reply phase.
///
/// Every vote is durable in the replica's vote log before it leaves: after a crash a replica cannot contradict itself.
public struct Replica {
  public let number: Int
  public let membership: Membership
  let keyPair: KeyPair
  let crypto: Cryptography
  let settings: PBFTSettings
  let rules: BlockRules

  public private(set) var view: Int64 = 0
  public internal(set) var ledger: Ledger
  /// Transactions that wait for a block, at the primary.
  public internal(set) var pending: PendingList
  var instances: InstanceWindow
  var voteLog: VoteLog
  /// The block that is being written.
  var appending: (height: Int64, block: Block)?
  /// At the primary: the interval since the last concluded consensus has passed, and nothing is proposed.
  var mayPropose = false
  /// At the primary: a proposal is under way.
  var isProposing = false
  /// Views in a row without a decision; doubles the timeout.
  var suspicions = 0
  /// By this replica's clock; nil when no proposal waits. A timer that ran out before it was stopped or moved is told by it.
  private var viewChangeDeadline: Instant?

  public init(
    number: Int, membership: Membership, keyPair: KeyPair, crypto: Cryptography, settings: PBFTSettings,
    rules: BlockRules, pending: PendingList
  ) {
    self.number = number
    self.membership = membership
    self.keyPair = keyPair
    self.crypto = crypto
    self.settings = settings
    self.rules = rules
    ledger = Ledger(file: .ledger)
    self.pending = pending
    instances = InstanceWindow(low: 0, span: settings.window, members: membership.count)
    voteLog = VoteLog()
  }

  /// The primary of the current view: view modulo the number of replicas (Castro and Liskov 1999, 4.2).
  public var primary: Int { Int(view % Int64(membership.count)) }
  public var isPrimary: Bool { primary == number }
  /// Height of the last block that is durable here. The ledger counts one more while that is being written.
  public var concluded: Int64 { instances.low }

  /// Takes up work after a start, with what the two files hold.
  mutating func begin(ledger recovered: Ledger, votes: [UInt8], into effects: inout Effects) {
    ledger = recovered
    voteLog = VoteLog()
    let isOwn = { [number, membership, crypto] (vote: Vote, meter: inout Meter) in
      vote.replica == number && vote.isSigned(in: membership, crypto, &meter)
    }
    voteLog.recover(from: votes, above: ledger.height, isOwn: isOwn, into: &effects)
    instances = InstanceWindow(low: ledger.height, span: settings.window, members: membership.count)
    if isPrimary { effects.arm(.block, after: settings.blockInterval) }
  }

  /// What the replica does when a timer of its own ran out.
  mutating func timerFired(_ timer: TimerID, at now: Instant, into effects: inout Effects) {
    switch timer {
    case .block:
      mayPropose = true
      proposeIfDue(at: now, into: &effects)
    case .proposal:
      proposeIfDue(at: now, into: &effects)
    case .viewChange:
      guard let viewChangeDeadline, now >= viewChangeDeadline else { return }
      suspicions += 1
      effects.note(PBFTNote.suspected.about(instances.low + 1, value: view))
      armViewChange(at: now, into: &effects)
    default:
      preconditionFailure("replica \(number) never armed timer \(timer.slot)")
    }
  }

  mutating func armViewChange(at now: Instant, into effects: inout Effects) {
    let span = settings.viewChangeTimeout * (1 << Int64(min(suspicions, 20)))
    viewChangeDeadline = now + span
    effects.arm(.viewChange, after: span)
  }

  mutating func cancelViewChange(into effects: inout Effects) {
    viewChangeDeadline = nil
    suspicions = 0
    effects.cancel(.viewChange)
  }

  /// Whether a message of this view and sequence is to be looked at; says why not.
  func refusal(view: Int64, sequence: Int64) -> DropReason? {
    guard view == self.view else { return .otherView }
    guard sequence > instances.low else { return .alreadyDecided }
    guard sequence <= instances.high else { return .outsideWatermarks }
    return nil
  }

  /// A signed vote of this replica's own.
  func vote(
    _ phase: VotePhase, _ sequence: Int64, _ digest: Digest, accepted: Bool = true,
    certificate: [Endorsement] = [], _ meter: inout Meter
  ) -> Vote {
    let statement = Endorsement.statement(
      phase: phase, view: view, height: sequence, digest: digest, accepted: accepted, &meter)
    return Vote(
      phase: phase, view: view, sequence: sequence, replica: number, digest: digest, accepted: accepted,
      signature: crypto.sign(statement, with: keyPair, &meter), certificate: certificate)
  }
}

extension TimerID {
  /// The fixed time since the last concluded consensus.
  public static let block = TimerID(slot: 0)
  /// A proposal is due, in a step of its own.
  public static let proposal = TimerID(slot: 2)
  /// How long a proposed block may stay undecided.
  public static let viewChange = TimerID(slot: 1)
}

extension FileID {
  /// The append-only ledger.
  public static let ledger = FileID(slot: 0)
  /// The votes that a replica has promised.
  public static let votes = FileID(slot: 1)
}
