import Vocabulary

/// What all clients share (the transaction management layer of crb-smb 3.3.2): asks the modules of one blockchain in turns
/// for what is new, and hands transactions in until they are in the ledger. Survives modules that never answer, lie or are
/// stale. docs/models/clients.md.
public struct ModuleAccess {
  public struct Settings: Sendable {
    public var modules: [NodeID]
    public var keys: ModuleKeys
    public var pollInterval: TimeSpan
    /// How long a module may take for a round of answers; up to eight times as long while answers come too late.
    /// Transactions on their way into the ledger are looked for as often.
    public var timeout: TimeSpan
    /// Modules that must say that a transaction is in the ledger, or can never be: one more than may lie, if it knows so many.
    public var confirmations: Int { min(keys.witnesses, modules.count) }
    /// How long it reads on from what a module gave before the module must have signed it.
    public var proofInterval: TimeSpan
    /// The first of three timers.
    public var firstTimer: TimerID

    public init(
      modules: [NodeID], keys: ModuleKeys, pollInterval: TimeSpan, timeout: TimeSpan = .seconds(1),
      proofInterval: TimeSpan = .seconds(10), firstTimer: TimerID = TimerID(slot: 0)
    ) {
      self.modules = modules
      self.keys = keys
      self.pollInterval = pollInterval
      self.timeout = timeout
      self.proofInterval = proofInterval
      self.firstTimer = firstTimer
    }
  }

  /// What a client must act on.
  public enum Event {
    /// What one module gave, in the order of its ledger for each recipient. Nothing in it is checked.
    case received([Transaction])
    /// The transaction is in the ledger.
    case included(Transaction)
    /// It is given up: no module will ever take it.
    case refused(Transaction, DropReason)
  }

  public let settings: Settings
  private let cryptography: Cryptography
  private var inbox: Inbox
  private var submissions: Submissions
  /// Answers that came too late since the last round that was in time. What never comes is lost, and no reason to wait
  /// longer for the next.
  private var lateAnswers = 0

  public init(_ settings: Settings, _ cryptography: Cryptography) {
    self.settings = settings
    self.cryptography = cryptography
    inbox = Inbox(settings.modules, proofInterval: settings.proofInterval)
    submissions = Submissions(settings.modules, confirmations: settings.confirmations)
  }

  private var poll: TimerID { settings.firstTimer }
  private var silence: TimerID { TimerID(slot: settings.firstTimer.slot + 1) }
  private var retry: TimerID { TimerID(slot: settings.firstTimer.slot + 2) }

  /// Whether the timer is one of its own.
  public func owns(_ timer: TimerID) -> Bool { (0..<3).contains(timer.slot - settings.firstTimer.slot) }

  /// Public keys whose transactions are asked for.
  public var recipients: [PublicKey] { inbox.recipients }
  public mutating func follow(_ recipients: [PublicKey]) { inbox.follow(recipients) }

  /// From now on every module gives all that it has once more.
  mutating func readAnew() { inbox.readAnew() }

  /// Transactions that are not known to be in the ledger.
  public var pending: [Transaction] { submissions.transactions }

  /// Asks for the first time.
  public mutating func start(into effects: inout Effects) {
    effects.arm(poll, after: settings.pollInterval)
    begin(into: &effects)
  }

  /// Hands a transaction in, again and again until it is in the ledger.
  public mutating func submit(_ transaction: Transaction, into effects: inout Effects) {
    if submissions.isEmpty { effects.arm(retry, after: settings.timeout) }
    submissions.add(transaction, into: &effects)
  }

  /// Looks for a transaction that was handed in by an earlier life, and hands it in where it is missing.
  public mutating func resume(_ transaction: Transaction, into effects: inout Effects) {
    if submissions.isEmpty { effects.arm(retry, after: settings.timeout) }
    submissions.resume(transaction, into: &effects)
  }

  public mutating func timerFired(_ timer: TimerID, into effects: inout Effects) -> [Event] {
    switch timer {
    case poll:
      effects.arm(poll, after: settings.pollInterval)
      if !inbox.isAsking { begin(into: &effects) }
    case silence:
      guard inbox.isAsking else { return [] }
      let found = inbox.giveUp()
      begin(into: &effects)
      if !found.isEmpty { return [.received(found)] }
    case retry:
      guard !submissions.isEmpty else { return [] }
      effects.arm(retry, after: settings.timeout)
      submissions.lookAgain(into: &effects)
    default: preconditionFailure("timer \(timer.slot) is not one of \(settings.firstTimer.slot) and the next two")
    }
    return []
  }

  /// Takes a message of a module. What is no answer to a question of ours is dropped.
  public mutating func receive(
    _ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects
  ) -> [Event] {
    effects.meter.charge(.codecByte, payload.count)
    guard settings.modules.contains(sender) else {
      effects.drop(because: .unknownSender)
      return []
    }
    switch payload.decoded(ModuleMessage.init(decoding:)).content {
    case .client(.answer(let answer)): return take(answer, from: sender, at: now, into: &effects)
    case .client(.receipt(let id, let refused)):
      submissions.receive(id, refused: refused, from: sender, into: &effects)
    case .client(.found(let id, let height)):
      submissions.receive(id, height: height, from: sender, into: &effects)
    case .client(.attestation(let statement, let signature)):
      return take(statement, signature, from: sender, into: &effects)
    case .client(.submit), .client(.lookup), .client(.urge), .client(.read), .client(.attest), .client(.readBlock),
      .client(.block), .consensus, .raft:
      effects.drop(because: .unknownKind)
    case .refused(let reason): effects.drop(because: reason)
    }
    return []
  }

  private mutating func begin(into effects: inout Effects) {
    guard inbox.begin(into: &effects) else { return }
    effects.arm(silence, after: settings.timeout * (1 << Int64(lateAnswers)))
  }

  /// A module has signed a statement, or will not.
  private mutating func take(
    _ statement: ModuleStatement, _ signature: [UInt8], from sender: NodeID, into effects: inout Effects
  ) -> [Event] {
    let (keys, cryptography) = (settings.keys, cryptography)
    func isSigned(_ meter: inout Meter) -> Bool {
      keys.verify(signature, of: statement, by: sender, cryptography, &meter)
    }
    switch statement {
    case .history:
      if !inbox.receive(statement, from: sender, into: &effects, isSigned: isSigned) { effects.drop(because: .unasked) }
      return []
    case .included, .refused:
      let event = submissions.receive(statement, from: sender, into: &effects, isSigned: isSigned)
      if submissions.isEmpty { effects.cancel(retry) }
      return event.map { [$0] } ?? []
    }
  }

  private mutating func take(
    _ answer: ReadAnswer, from sender: NodeID, at now: Instant, into effects: inout Effects
  ) -> [Event] {
    switch inbox.receive(answer, from: sender, at: now, into: &effects) {
    case .unasked:
      effects.drop(because: .unasked)
      return []
    case .late:
      lateAnswers = min(lateAnswers + 1, 3)
      effects.drop(because: .unasked)
      return []
    case .goesOn:
      return []
    case .done(let found):
      effects.cancel(silence)
      lateAnswers = 0
      return [.received(found)]
    case .refused(let reason, let found):
      effects.drop(because: reason)
      begin(into: &effects)
      return found.isEmpty ? [] : [.received(found)]
    }
  }
}
