import Vocabulary

/// The ledger's word is needed: an element takes a rule set only if it is the newest of its path in blocks that a quorum has
/// accepted. docs/models/rules-from-blocks.md.
///
/// Each life reads the ledger from its beginning, and admits nothing before as many modules have shown all they have as must
/// hold an honest one: who has lost its memory cannot be given old rules.
public struct CommittedRules: RuleSource {
  public struct Settings {
    public var element: ElementID
    /// Of the elements of a site.
    public var pair: KeyPair
    /// Who may make rules.
    public var controller: PublicKey
    public var reader: BlockReader.Settings

    public init(_ element: ElementID, pair: KeyPair, controller: PublicKey, reader: BlockReader.Settings) {
      self.element = element
      self.pair = pair
      self.controller = controller
      self.reader = reader
    }
  }

  public let settings: Settings
  private let cryptography: Cryptography
  private var reader: BlockReader
  /// The newest committed set of each path.
  public private(set) var newest: [ServicePathID: RuleSet] = [:]

  public init(_ settings: Settings, _ cryptography: Cryptography) {
    self.settings = settings
    self.cryptography = cryptography
    reader = BlockReader(settings.reader, for: [settings.pair.publicKey], cryptography)
  }

  public func admission(of set: IssuedRules) -> Admission {
    guard set.element == settings.element, reader.isWitnessed else { return .unknown }
    guard let known = newest[set.rules.path] else { return .unknown }
    guard known != set.rules else { return .admitted }
    return known.version >= set.rules.version ? .outdated(version: known.version) : .unknown
  }

  public mutating func start(into effects: inout Effects) { reader.ask(into: &effects) }

  public func takes(_ input: Input) -> Bool {
    switch input {
    case .message(_, let sender): reader.knows(sender)
    case .timer(let timer): reader.owns(timer)
    case .started, .packet, .synced, .read: false
    }
  }

  public mutating func step(_ input: Input, into effects: inout Effects) {
    switch input {
    case .message(let payload, let sender):
      guard let proven = reader.receive(payload, from: sender, into: &effects) else { return }
      for transaction in proven.block.content.transactions { take(transaction, into: &effects) }
    case .timer(let timer): reader.timerFired(timer, into: &effects)
    case .started, .packet, .synced, .read: return
    }
  }

  public mutating func isAwaited(_ awaited: Bool, into effects: inout Effects) {
    reader.isAwaited = awaited
    if awaited { reader.ask(into: &effects) }
  }

  private mutating func take(_ transaction: Transaction, into effects: inout Effects) {
    guard let layout = transaction.layout else { return }
    guard transaction.bytes[layout.recipient].elementsEqual(settings.pair.publicKey.encoded) else { return }
    do throws(DropReason) {
      let sets = try RuleTransaction.open(
        transaction, with: settings.pair, from: settings.controller, cryptography, &effects.meter)
      for set in sets where set.element == settings.element { take(set.rules) }
    } catch {
      effects.drop(because: error)
    }
  }

  /// Versions only go up; each module shows each set once more.
  private mutating func take(_ set: RuleSet) {
    guard set.version > newest[set.path]?.version ?? .min else { return }
    newest[set.path] = set
  }
}
