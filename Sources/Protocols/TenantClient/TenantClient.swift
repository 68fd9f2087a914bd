import Vocabulary

/// The tenant's client module (crb-smb 3.3.2): manages VNFs and chains through the SMBs of the data centers' domains,
/// configures VNFs through the CRB, and migrates them over both. docs/models/clients.md, docs/models/migration.md.
///
/// What it will do is durable in its journal before anybody hears of it, so that a life that follows a crash goes on where
/// the last one ended.
public struct TenantClient: StateMachine {
  public let settings: TenantClientSettings
  let cryptography: Cryptography
  var stream: RandomStream
  var repository: ModuleAccess
  /// Of each domain.
  var domains: [ModuleAccess]
  var state: TenantState
  var journal: TenantJournal
  var archive = TenantArchive()
  /// Of its journal, while it is read back.
  private var firstFile: [UInt8]?
  var processed: ProcessedTransactions
  /// Key pairs of VNFs that nobody has told of yet.
  var strangers = Strangers()
  var early = EarlyTransactions()
  /// What is to be done when entries of the journal are durable.
  var promises: [(ticket: DiskTicket, action: Action)] = []
  /// Entries and actions of the present step.
  var unwritten: [TenantJournal.Entry] = []
  var actions: [Action] = []
  private var armed: Instant?
  public internal(set) var isReady = false

  enum Action {
    /// Sends what an operation's leg needs.
    case send(Int64, leg: Int)
    case note(Note)
  }

  /// `stream`: for key pairs, symmetric keys and nonces.
  public init(_ settings: TenantClientSettings, cryptography: Cryptography, stream: RandomStream) {
    self.settings = settings
    self.cryptography = cryptography
    self.stream = stream
    var slot = 0
    func access(_ settings: ModuleAccess.Settings) -> ModuleAccess {
      var settings = settings
      settings.firstTimer = TimerID(slot: slot)
      slot += 3
      return ModuleAccess(settings, cryptography)
    }
    repository = access(settings.repository)
    domains = settings.domains.map { access($0.access) }
    state = TenantState(settings, cryptography)
    journal = TenantJournal(turnSize: settings.journalTurn)
    processed = ProcessedTransactions(capacity: settings.memory)
  }

  /// Looks for what takes too long.
  private var deadline: TimerID { TimerID(slot: 3 * (domains.count + 1)) }
  /// Asks management services again.
  var again: TimerID { TimerID(slot: 3 * (domains.count + 1) + 1) }

  /// The first timer that is not the client's own.
  public var firstFreeTimer: TimerID { TimerID(slot: 3 * (domains.count + 1) + 2) }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: return journal.log.read(into: &effects)
    case .read(_, _, let contents):
      guard let both = journal.log.next(after: firstFile, contents.joined, into: &effects) else {
        firstFile = contents.joined
        return
      }
      firstFile = nil
      recover(from: both, at: now, into: &effects)
    case .message(let payload, let sender):
      guard isReady else { return effects.drop(because: .starting) }
      receive(payload, from: sender, at: now, into: &effects)
    case .packet: break
    case .timer(let timer): fired(timer, at: now, into: &effects)
    case .synced(_, let ticket):
      journal.log.durable(upTo: ticket, into: &effects)
      journalDurable(upTo: ticket, into: &effects)
    }
    settle(at: now, into: &effects)
  }

  /// Begins an operation, and gives its number. Directly: without the blockchain, if management is all that it needs.
  /// The client must be ready.
  public mutating func begin(
    _ operation: TenantOperation, directly: Bool = false, at now: Instant, into effects: inout Effects
  ) -> Int64 {
    precondition(isReady, "a tenant client that is still reading its journal")
    precondition(!directly || operation.isManagement, "\(operation) without a blockchain")
    let number = Int64(state.tasks.count + 1)
    let secret = Digest(bytes: stream.bytes(Digest.byteCount))!
    if case .joinGroups(_, let groups) = operation {
      effects.meter.charge(.generateKey, groups.count { state.keys.group($0) == nil })
    }
    record(.ordered(number, operation, isDirect: directly, secret: secret), at: now)
    settle(at: now, into: &effects)
    return number
  }

  private mutating func receive(_ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects) {
    if settings.repository.modules.contains(sender) {
      let events = repository.receive(payload, from: sender, at: now, into: &effects)
      return act(on: events, of: nil, at: now, into: &effects)
    }
    if let domain = settings.domains.firstIndex(where: { $0.access.modules.contains(sender) }) {
      let events = domains[domain].receive(payload, from: sender, at: now, into: &effects)
      return act(on: events, of: domain, at: now, into: &effects)
    }
    guard settings.dataCenters.contains(where: { $0.management == sender }) else {
      return effects.drop(because: .unknownSender)
    }
    receiveResult(payload, from: sender, at: now, into: &effects)
  }

  private mutating func fired(_ timer: TimerID, at now: Instant, into effects: inout Effects) {
    if timer == deadline {
      armed = nil
      return expire(at: now)
    }
    if timer == again { return askAgain(into: &effects) }
    if repository.owns(timer) {
      return act(on: repository.timerFired(timer, into: &effects), of: nil, at: now, into: &effects)
    }
    let domain = timer.slot / 3 - 1
    precondition(domains.indices.contains(domain), "a tenant client has no timer \(timer.slot)")
    act(on: domains[domain].timerFired(timer, into: &effects), of: domain, at: now, into: &effects)
  }

  private mutating func expire(at now: Instant) {
    for number in state.open {
      guard let task = state.task(number), let due = task.deadline(settings), due <= now else { continue }
      let event = task.waitsSince == nil ? .expired : OperationEvent.impossible("the VNF has not sent its key pair")
      record(.event(number, event), at: now)
    }
  }

  /// Ends every step: what operations need is prepared and written down.
  private mutating func settle(at now: Instant, into effects: inout Effects) {
    guard isReady else { return }
    prepare(at: now, into: &effects)
    follow()
    flush(into: &effects)
    let due = state.open.compactMap { state.task($0)?.deadline(settings) }.min()
    guard due != armed else { return }
    armed = due
    guard let due else { return effects.cancel(deadline) }
    effects.arm(deadline, after: max(due - now, .zero))
  }

  /// Asks each SMB for what is for the tenant, and the CRB also for what a source sends to its destination.
  private mutating func follow() {
    let watched = state.open.compactMap { state.task($0)?.migration }.filter { $0.phase == .transferring }
    let keys = watched.compactMap { state.keys.instance($0.destination ?? "")?.pair?.publicKey }
    let wanted = [state.pairs.repository.publicKey] + keys
    if repository.recipients != wanted { repository.follow(wanted) }
    for domain in domains.indices {
      let own = [state.pairs.domains[domain].publicKey]
      if domains[domain].recipients != own { domains[domain].follow(own) }
    }
  }
}
