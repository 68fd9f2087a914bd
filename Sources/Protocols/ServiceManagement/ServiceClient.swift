import Vocabulary

/// The client module of one management service (crb-smb 3.3.2): polls the SMB for service transactions, has each executed
/// once, and answers it with exactly one response, over crashes of its own and of the service. docs/models/clients.md.
///
/// What it answers is durable in its journal, and with it what it answers to, before anybody hears of it.
public struct ServiceClient: StateMachine {
  public let settings: ServiceClientSettings
  let cryptography: Cryptography
  var access: ModuleAccess
  var processed: ProcessedTransactions
  var journal: ServiceJournal
  /// In the order in which they were accepted.
  var tasks: [ServiceTask] = []
  private var isReady = false
  /// Of its journal, while it is read back.
  private var firstFile: [UInt8]?

  public init(_ settings: ServiceClientSettings, cryptography: Cryptography) {
    self.settings = settings
    self.cryptography = cryptography
    access = ModuleAccess(settings.access, cryptography)
    processed = ProcessedTransactions(capacity: settings.memory)
    journal = ServiceJournal(turnSize: settings.journalTurn)
  }

  /// Asks the management service again.
  var again: TimerID { TimerID(slot: settings.access.firstTimer.slot + 3) }

  /// Service transactions that are accepted and not yet seen answered in the ledger.
  public var openTasks: Int { tasks.count }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      journal.log.read(into: &effects)
    case .read(_, _, let contents):
      guard let both = journal.log.next(after: firstFile, contents.joined, into: &effects) else {
        firstFile = contents.joined
        return
      }
      firstFile = nil
      recover(from: both, into: &effects)
      isReady = true
      access.follow([settings.pair.publicKey])
      access.start(into: &effects)
    case .message(let payload, let sender):
      guard isReady else { return effects.drop(because: .starting) }
      guard sender != settings.management else { return receive(payload, into: &effects) }
      let events = access.receive(payload, from: sender, at: now, into: &effects)
      act(on: events, at: now, into: &effects)
    case .packet: break
    case .timer(let timer):
      guard timer != again else { return askAgain(into: &effects) }
      let events = access.timerFired(timer, into: &effects)
      act(on: events, at: now, into: &effects)
    case .synced(_, let ticket):
      journal.log.durable(upTo: ticket, into: &effects)
      journalDurable(upTo: ticket, into: &effects)
    }
    if journal.log.isFull { journal.log.turn(snapshot.bytes, into: &effects) }
  }

  private mutating func act(on events: [ModuleAccess.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .received(let transactions): take(transactions, at: now, into: &effects)
      case .included(let response): close(response, .included, into: &effects)
      case .refused(let response, let reason):
        effects.drop(because: reason)
        close(response, .givenUp, into: &effects)
      }
    }
  }

  /// The response is where it will be for good.
  private mutating func close(_ response: Transaction, _ note: ClientNote, into effects: inout Effects) {
    let place = tasks.firstIndex { task in
      guard case .submitting(let own) = task.phase else { return false }
      return own.id == response.id
    }
    guard let place else { return }
    let task = tasks.remove(at: place)
    journal.append([.included(task.id)], into: &effects)
    effects.note(note.about(response))
  }
}
