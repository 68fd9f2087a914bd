import Vocabulary

/// Brings a controller's rule sets into the ledger: one service transaction for each site, split where it would be too large,
/// handed to one module after the other until a block with it is proven.
public struct RulePublisher {
  public struct Settings {
    /// The controller's.
    public var pair: KeyPair
    /// Of each element: the key of its site.
    public var sites: [ElementID: PublicKey]
    public var reader: BlockReader.Settings
    /// Of an encoded transaction.
    public var maximumBytes: Int
    /// How long a module may take before the next one is handed it, too.
    public var patience: TimeSpan
    /// How long it may take to be in the ledger.
    public var limit: TimeSpan
    public var timer: TimerID

    public init(
      pair: KeyPair, sites: [ElementID: PublicKey], reader: BlockReader.Settings, maximumBytes: Int,
      patience: TimeSpan = .seconds(2), limit: TimeSpan = .seconds(50), timer: TimerID
    ) {
      self.pair = pair
      self.sites = sites
      self.reader = reader
      self.maximumBytes = maximumBytes
      self.patience = patience
      self.limit = limit
      self.timer = timer
    }
  }

  public enum Event {
    case committed(IssuedRules)
    case failed(IssuedRules, defect: String)
  }

  private struct Entry {
    let transaction: Transaction
    let sets: [IssuedRules]
    let since: Instant
  }

  public static let tooLarge = "too-large"
  public static let notCommitted = "not-committed"

  public let settings: Settings
  private var builder: TransactionBuilder
  private var reader: BlockReader
  private var circle: ModuleCircle
  private var entries: [Entry] = []
  private var committed: Set<IssuedRules> = []
  /// What each transaction has besides its rules.
  private static let overhead = 2_048

  /// - Parameter stream: another one in each life of the node.
  public init(_ settings: Settings, _ cryptography: Cryptography, stream: RandomStream) {
    self.settings = settings
    builder = TransactionBuilder(cryptography: cryptography, sender: settings.pair, stream: stream)
    let keys = settings.sites.sorted { $0.key < $1.key }.map(\.value)
    var known: [PublicKey] = []
    for key in keys where !known.contains(key) { known.append(key) }
    reader = BlockReader(settings.reader, for: known, cryptography)
    circle = ModuleCircle(settings.reader.modules)
  }

  public func takes(_ input: Input) -> Bool {
    switch input {
    case .message(_, let sender): reader.knows(sender)
    case .timer(let timer): reader.owns(timer) || timer == settings.timer
    case .started, .packet, .synced, .read: false
    }
  }

  /// Whether it is in a block, or on its way there.
  public func holds(_ set: IssuedRules) -> Bool { isCommitted(set) || entries.contains { $0.sets.contains(set) } }
  public func isCommitted(_ set: IssuedRules) -> Bool { committed.contains(set) }

  /// Hands the sets in. Gives those that no transaction can hold.
  public mutating func publish(_ sets: [IssuedRules], at now: Instant, into effects: inout Effects) -> [Event] {
    var events: [Event] = []
    var pieces: [(site: PublicKey, sets: [IssuedRules], size: Int)] = []
    for set in sets where !holds(set) {
      guard let site = settings.sites[set.element] else { continue }
      let size = RuleTransaction.content([set]).count
      guard size + Self.overhead <= settings.maximumBytes else {
        effects.drop(because: .transactionTooLarge)
        events.append(.failed(set, defect: Self.tooLarge))
        continue
      }
      let place = pieces.firstIndex { $0.site == site && $0.size + size + Self.overhead <= settings.maximumBytes }
      if let place {
        pieces[place].sets.append(set)
        pieces[place].size += size
      } else {
        pieces.append((site, [set], size))
      }
    }
    if entries.isEmpty, !pieces.isEmpty { effects.arm(settings.timer, after: settings.patience) }
    for piece in pieces {
      let transaction = RuleTransaction.make(
        piece.sets, for: piece.site, at: effects.milliseconds(at: now), by: &builder, &effects.meter)
      entries.append(Entry(transaction: transaction, sets: piece.sets, since: now))
      effects.note(ControlNote.rulesPublished.about(transaction.id.number, value: transaction.bytes.count))
    }
    if !pieces.isEmpty {
      // In one message, so that one block takes them if it can.
      let made = entries.suffix(pieces.count).map(\.transaction)
      effects.sendToModule(.submit(made), .submit, to: circle.turn())
      reader.isAwaited = true
      reader.ask(into: &effects)
    }
    return events
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) -> [Event] {
    switch input {
    case .message(let payload, let sender):
      guard let proven = reader.receive(payload, from: sender, into: &effects) else { return [] }
      return take(proven.block, into: &effects)
    case .timer(settings.timer): return handInAgain(at: now, into: &effects)
    case .timer(let timer):
      reader.timerFired(timer, into: &effects)
      return []
    case .started, .packet, .synced, .read: return []
    }
  }

  private mutating func take(_ block: Block, into effects: inout Effects) -> [Event] {
    var events: [Event] = []
    for transaction in block.content.transactions {
      guard let place = entries.firstIndex(where: { $0.transaction.id == transaction.id }) else { continue }
      let entry = entries.remove(at: place)
      effects.note(ControlNote.rulesCommitted.about(transaction.id.number))
      committed.formUnion(entry.sets)
      events += entry.sets.map { .committed($0) }
    }
    rest(into: &effects)
    return events
  }

  /// The next module is handed what is not known to be in a block; those that have it already say so.
  private mutating func handInAgain(at now: Instant, into effects: inout Effects) -> [Event] {
    var events: [Event] = []
    for entry in entries where now - entry.since >= settings.limit {
      events += entry.sets.map { .failed($0, defect: Self.notCommitted) }
    }
    entries.removeAll { now - $0.since >= settings.limit }
    rest(into: &effects)
    guard !entries.isEmpty else { return events }
    let module = circle.turn()
    effects.sendToModule(.submit(entries.map(\.transaction)), .submit, to: module)
    effects.arm(settings.timer, after: settings.patience)
    return events
  }

  private mutating func rest(into effects: inout Effects) {
    guard entries.isEmpty else { return }
    reader.isAwaited = false
    effects.cancel(settings.timer)
  }
}
