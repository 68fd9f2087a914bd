import Vocabulary

/// The consensus service of one blockchain module: PBFT as crb-smb 2.3.3 varies it (docs/models/pbft.md).
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
  var settings: PBFTSettings
  let rules: BlockRules

  /// The view that is installed, or that this replica has asked for.
  public internal(set) var view: Int64 = 0
  /// It has left the views below `view`, and the new view's primary has not shown yet that it may lead.
  public internal(set) var isChangingView = false
  /// The latest view that was installed here, and its proof; none in view 0.
  var installed: (view: Int64, proof: NewView?) = (0, nil)
  /// The latest valid view change of each replica.
  var viewChanges: [ViewChange?]
  /// Decided when the installed view began: nothing up to here is voted on in it, even where it is still lacking.
  var floor: Int64 = 0
  /// What the installed view must propose first.
  var obligation: (sequence: Int64, digest: Digest)?
  /// What is prepared here after the last decided block.
  public internal(set) var held: HeldBlock?
  /// Proof of the last decided block.
  public internal(set) var decided = DecidedCertificate()
  var deferred: DeferredMessages
  /// Of votes that cannot be counted now.
  var voteAllowance: Allowance
  /// Of view changes and new views.
  var viewAllowance: Allowance
  var catchUp: CatchUp
  public internal(set) var ledger: Ledger
  /// Transactions that wait for a block: at the primary to be proposed, at a backup until the primary has seen to them.
  public internal(set) var pending: PendingList
  var instances: InstanceWindow
  var voteLog: VoteLog
  /// The block that is being written.
  var appending: (height: Int64, block: Block)?
  /// At the primary: the interval since the last concluded consensus has passed, and nothing is proposed.
  var mayPropose = false
  /// At the primary: a proposal is under way.
  var isProposing = false
  /// What the next block may hold.
  var blockRoom: BlockRoom
  /// At the primary: when it proposed the block that is to be decided.
  var proposedAt: Instant?
  /// Views left in a row without a decision; doubles the timeout.
  var suspicions = 0
  /// While a new view is due: its view change was sent a second time.
  var hasAskedAgain = false
  /// By this replica's clock; nil when no proposal waits. A timer that ran out before it was stopped or moved is told by it.
  var viewChangeDeadline: Instant?
  /// At the primary, by member: the transaction that it urged. The pending list may have no room for it.
  var urged: [Transaction?]
  /// What waited here when the view began, or as others decide blocks in a view that this replica has left, and was not handed to
  /// their primary yet, oldest first.
  var backlog: ArraySlice<Transaction> = []
  /// At a backup, after a view change: the youngest that waited when the last block was decided. One that waits after
  /// another block tells that blocks leave some out.
  var youngest: Digest?
  /// At a backup: the oldest pending transaction, and since when it is the oldest.
  var watched: (id: Digest, since: Instant)?

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
    blockRoom = BlockRoom(maximum: settings.maximumBlockBytes)
    instances = InstanceWindow(low: 0, span: settings.window, members: membership.count)
    voteLog = VoteLog()
    viewChanges = [ViewChange?](repeating: nil, count: membership.count)
    urged = [Transaction?](repeating: nil, count: membership.count)
    deferred = DeferredMessages(members: membership.count)
    voteAllowance = Allowance(members: membership.count)
    viewAllowance = Allowance(members: membership.count)
    catchUp = CatchUp(members: membership.count)
  }

  /// The primary of the current view.
  public var primary: Int { settings.leaders.primary(of: view, among: max(1, membership.count)) }
  public var isPrimary: Bool { primary == number }
  /// Height of the last block that is durable here. The ledger counts one more while that is being written.
  public var concluded: Int64 { instances.low }

  /// Takes up work after a start, with what the files hold: goes on in the view that it was in, as one that has to learn
  /// whether that view is installed, and asks the others for what it missed.
  mutating func begin(
    ledger recovered: LedgerRecovery, votes: [(FileID, [UInt8])], at now: Instant, into effects: inout Effects
  ) {
    ledger = recovered.ledger
    decided =
      recovered.lastBlock.map { DecidedCertificate($0, height: recovered.ledger.height) } ?? DecidedCertificate()
    voteLog = VoteLog()
    var recovery = VoteLog.Recovery()
    let isOwn = { [number, membership, crypto] (vote: Vote, meter: inout Meter) in
      vote.replica == number && vote.isSigned(in: membership, crypto, &meter)
    }
    for (file, bytes) in votes {
      voteLog.recover(file, from: bytes, above: ledger.height, isOwn: isOwn, &recovery, into: &effects)
    }
    instances = InstanceWindow(low: ledger.height, span: settings.window, members: membership.count)
    held = recovery.held
    view = recovery.view
    isChangingView = view > 0
    // Also what is promised must come to an end: at a primary it stands in the way of another proposal.
    let isBound = held != nil || voteLog.promised(view: view, sequence: instances.low + 1) != nil
    if isBound { effects.note(PBFTNote.startedBound.about(instances.low + 1, value: view)) }
    if held != nil { effects.note(PBFTNote.startedHolding.about(instances.low + 1, value: view)) }
    if isChangingView || isBound { watch(since: now, at: now, into: &effects) }
    if isPrimary && !isChangingView { effects.arm(.block, after: settings.blockInterval) }
    askAll(into: &effects)
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
      // An expiry that waited for a core while the timer was armed anew is early.
      guard let viewChangeDeadline, now >= viewChangeDeadline else { return }
      suspect(at: now, into: &effects)
    case .urge:
      urgeOldest(into: &effects)
    case .catchUp:
      catchUpTimerFired(into: &effects)
    default:
      preconditionFailure("replica \(number) never armed timer \(timer.slot)")
    }
  }

  /// Lets the view-change timer run out a timeout after `start`, in which something should have been decided.
  mutating func watch(since start: Instant, at now: Instant, into effects: inout Effects) {
    let span = settings.viewChangeTimeout * (1 << Int64(min(suspicions, 10)))
    let deadline = start + span
    viewChangeDeadline = deadline
    effects.arm(.viewChange, after: max(deadline - now, .zero))
  }

  mutating func unwatch(into effects: inout Effects) {
    viewChangeDeadline = nil
    effects.cancel(.viewChange)
  }

  /// Whether a message of this view and sequence is to be looked at; says why not.
  func refusal(view: Int64, sequence: Int64) -> DropReason? {
    guard view == self.view, !isChangingView else { return .otherView }
    guard sequence > max(instances.low, floor) else { return .alreadyDecided }
    guard sequence <= instances.high else { return .outsideWatermarks }
    return nil
  }

  /// What this replica signs with.
  var signatory: Signatory { Signatory(number, in: membership.federation, with: keyPair, crypto) }

  /// A signed vote of this replica's own.
  func vote(
    _ phase: VotePhase, _ sequence: Int64, _ digest: Digest, accepted: Bool = true,
    certificate: [Endorsement] = [], _ meter: inout Meter
  ) -> Vote {
    signatory.vote(
      phase, view: view, sequence: sequence, on: digest, accepted: accepted, certificate: certificate, &meter)
  }
}

extension TimerID {
  /// The fixed time since the last concluded consensus.
  public static let block = TimerID(slot: 0)
  /// A proposal is due, in a step of its own.
  public static let proposal = TimerID(slot: 2)
  /// How long what waits may stay undecided.
  public static let viewChange = TimerID(slot: 1)
  /// How long a backup lets a transaction be the oldest before it urges the primary.
  public static let urge = TimerID(slot: 4)
  /// How long another replica may take to answer.
  public static let catchUp = TimerID(slot: 3)
}

extension FileID {
  /// The append-only ledger.
  public static let ledger = FileID(slot: 0)
  /// What a replica has promised, in two files that take turns.
  public static let votes = FileID(slot: 1)
  public static let otherVotes = FileID(slot: 2)
}
