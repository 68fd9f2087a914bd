import Vocabulary

/// The consensus service of a blockchain module that trusts the others not to lie: Raft (Ongaro and Ousterhout 2014, In Search
/// of an Understandable Consensus Algorithm), whose log entries are the blocks. See docs/models/raft.md.
///
/// The section numbers here are of that paper, or of Ongaro's thesis where its year, 2014, stands with his name alone.
public struct RaftReplica {
  public let number: Int
  public let membership: Membership
  let keyPair: KeyPair
  let crypto: Cryptography
  let settings: RaftSettings
  let transactionRules: TransactionRules
  /// Draws election timeouts.
  private var stream: RandomStream

  public internal(set) var role = RaftRole.follower
  /// The latest term that this replica has seen.
  public internal(set) var term: Int64 = 0
  /// Whom it voted for in this term.
  var vote: Int? = nil
  /// Who leads this term, as far as is known.
  public internal(set) var leader: Int?
  var log = RaftLog()
  var store = RaftStore()
  /// The committed part of the log.
  public internal(set) var ledger: Ledger
  /// Height of the last block that is durable in the ledger.
  public internal(set) var concluded: Int64 = 0
  /// Known to be committed.
  public internal(set) var commit: Int64 = 0
  /// The highest commit index that a leader named: what lies between is lacking here.
  var goal: Int64 = 0
  /// Of a candidate: who gave it a vote, or would.
  var votes: [Bool]
  /// Of a leader: what it knows about the others.
  var peers: [RaftPeer]
  /// Transactions that wait for a block.
  public internal(set) var pending: PendingList
  /// By this replica's clock. A timer that ran out before it was armed anew is told by it.
  var electionDeadline = Instant.start
  /// When a leader was last heard of; nil when none ever was.
  var heardLeader: Instant?
  /// Of a leader: the interval since its last block has passed.
  var mayPropose = false
  /// Up to here blocks are known to be in this log durably, or committed: for notes.
  var noted: Int64 = 0
  /// The oldest transaction that waits, when the resend timer was armed.
  var watched: Digest?
  /// Reads of the ledger so far.
  var lastReading: Int64 = 0

  /// `stream` draws the election timeouts; replicas need different ones.
  public init(
    number: Int, membership: Membership, keyPair: KeyPair, crypto: Cryptography, settings: RaftSettings,
    transactionRules: TransactionRules, pending: PendingList, stream: RandomStream
  ) {
    self.number = number
    self.membership = membership
    self.keyPair = keyPair
    self.crypto = crypto
    self.settings = settings
    self.transactionRules = transactionRules
    self.pending = pending
    self.stream = stream
    ledger = Ledger(file: .ledger)
    votes = [Bool](repeating: false, count: membership.count)
    peers = []
  }

  public var isLeader: Bool { role == .leader }
  /// More than half of all.
  var majority: Int { membership.count / 2 + 1 }
  /// The others, in the order of their numbers.
  var others: [Int] { (0..<membership.count).filter { $0 != number } }

  /// Takes up work after a start, with what the files hold: as a follower, whatever it was before (section 5.2).
  mutating func begin(
    ledger recovered: Ledger, terms: TermHistory, files: [(FileID, [UInt8])], at now: Instant,
    into effects: inout Effects
  ) {
    ledger = recovered
    log = RaftLog(ledgerTerms: terms, lastIdentifier: ledger.lastIdentifier)
    store.recover(files, &log, above: ledger.height, into: &effects)
    (term, vote) = (store.state.term, store.state.vote)
    // Blocks in the ledger are committed; who leads says what else is.
    (concluded, commit, noted) = (ledger.height, ledger.height, ledger.height)
    if log.last > concluded { effects.note(PBFTNote.startedBound.about(concluded + 1, value: term)) }
    let isNew = term == 0 && log.last == 0
    awaitElection(after: isNew && number == settings.first ? .zero : electionTimeout(), at: now, into: &effects)
  }

  /// What the replica does when a timer of its own ran out.
  mutating func timerFired(_ timer: TimerID, at now: Instant, into effects: inout Effects) {
    switch timer {
    case .election:
      guard now >= electionDeadline, role != .leader else { return }
      standForElection(at: now, into: &effects)
    case .heartbeat:
      guard role == .leader else { return }
      beat(at: now, into: &effects)
    case .block:
      mayPropose = true
      proposeIfDue(at: now, into: &effects)
    case .proposal:
      proposeIfDue(at: now, into: &effects)
    case .resend:
      resendPending(into: &effects)
    default:
      preconditionFailure("replica \(number) never armed timer \(timer.slot)")
    }
  }

  /// Follower of whoever leads `newTerm`, which is not before the current one (section 5.1).
  mutating func follow(term newTerm: Int64, leader newLeader: Int?, at now: Instant, into effects: inout Effects) {
    if newTerm > term {
      (term, vote) = (newTerm, nil)
      leader = nil
      store.write(RaftStore.State(term: term, vote: vote), into: &effects)
    }
    if role == .leader {
      effects.cancel(.heartbeat)
      effects.cancel(.block)
      peers = []
      mayPropose = false
      leader = nil
    }
    role = .follower
    if let newLeader, leader != newLeader {
      leader = newLeader
      effects.note(PBFTNote.enteredView.about(log.last + 1, value: term))
      forwardPending(into: &effects)
    }
    watchPending(into: &effects)
    awaitElection(after: electionTimeout(), at: now, into: &effects)
  }

  /// Drawn from once to twice the setting (section 5.2).
  mutating func electionTimeout() -> TimeSpan {
    let least = settings.electionTimeout
    return least + TimeSpan(nanoseconds: Int64(stream.below(UInt64(least.nanoseconds))))
  }

  mutating func awaitElection(after span: TimeSpan, at now: Instant, into effects: inout Effects) {
    electionDeadline = now + span
    effects.arm(.election, after: span)
  }

  /// Does what must wait for the disk, at once if nothing is on its way there.
  mutating func whenDurable(_ action: RaftStore.Action, at now: Instant, into effects: inout Effects) {
    guard !store.isSettled else { return perform(action, at: now, into: &effects) }
    store.wait(for: action)
  }

  /// A sync of the log returned.
  mutating func logDurable(_ ticket: DiskTicket, at now: Instant, into effects: inout Effects) {
    for action in store.release(upTo: ticket.number) { perform(action, at: now, into: &effects) }
  }

  private mutating func perform(_ action: RaftStore.Action, at now: Instant, into effects: inout Effects) {
    switch action {
    case .send(let payload, let kind, let receiver):
      if let receiver {
        effects.send(payload, kind, to: NodeID(receiver))
      } else {
        effects.broadcast(payload, kind)
      }
    case .held(let index):
      store.held(index)
      noteDurable(upTo: index, into: &effects)
      commitIfMajority(at: now, into: &effects)
    case .voted(let votedTerm):
      guard votedTerm == term, role == .candidate else { return }
      count(voteOf: number, at: now, into: &effects)
    case .emptied(let file):
      store.emptied(file, into: &effects)
    }
  }

  /// Ends a step: what it wrote gets one sync.
  mutating func finishStep(into effects: inout Effects) { store.flush(into: &effects) }

  /// A message, encoded and charged.
  func payload(_ message: RaftMessage, _ meter: inout Meter) -> Payload {
    let payload = Payload(message)
    meter.charge(.codecByte, payload.count)
    meter.charge(.hashByte, message.hashedBytes)
    return payload
  }
}

extension TimerID {
  /// How long a follower waits for the leader, and a candidate for votes.
  public static let election = TimerID(slot: 5)
  public static let heartbeat = TimerID(slot: 6)
  /// How long a follower lets transactions wait before it hands them to the leader again.
  public static let resend = TimerID(slot: 7)
}
