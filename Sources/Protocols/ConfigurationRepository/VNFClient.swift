import Vocabulary

/// The client module of one VNF (crb-smb 3.3.2): makes a key pair at start-up and sends it to the tenant, polls the CRB,
/// applies the configurations that it is given, and answers configuration requests. It listens to nobody: what it takes
/// are answers to its own questions. Nothing of it outlives the VNF.
public struct VNFClient: StateMachine {
  public let settings: VNFClientSettings
  let cryptography: Cryptography
  var builder: TransactionBuilder
  var access: ModuleAccess
  var processed: ProcessedTransactions
  var early = EarlyTransactions()
  /// Timestamp of the last transaction that it made: two never have the same.
  private var lastTimestamp = Int64.min

  /// The VNF's own.
  public internal(set) var pair: KeyPair
  /// Of the groups that it is in.
  public internal(set) var groups: [KeyPair] = []
  /// Public keys that it obeys.
  public internal(set) var tenants: [PublicKey]
  /// For the VNF's software, as last configured; nil if it never was.
  public internal(set) var configuration: [UInt8]?
  public internal(set) var applied: AppliedConfiguration?
  var times = ConfigurationTimes()

  /// `stream`: for symmetric keys and nonces.
  public init(_ settings: VNFClientSettings, cryptography: Cryptography, stream: RandomStream) {
    self.settings = settings
    self.cryptography = cryptography
    pair = cryptography.keyPair(named: settings.keyName)
    tenants = settings.tenants
    builder = TransactionBuilder(cryptography: cryptography, sender: pair, stream: stream)
    access = ModuleAccess(settings.access, cryptography)
    processed = ProcessedTransactions(capacity: settings.memory)
  }

  /// Transactions of its own that are not known to be in the ledger.
  public var pending: [Transaction] { access.pending }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      announce(at: now, into: &effects)
      followKeys()
      access.start(into: &effects)
    case .message(let payload, let sender):
      let events = access.receive(payload, from: sender, at: now, into: &effects)
      act(on: events, at: now, into: &effects)
    case .timer(let timer):
      guard access.owns(timer) else { preconditionFailure("a VNF client has no timer \(timer.slot)") }
      let events = access.timerFired(timer, into: &effects)
      act(on: events, at: now, into: &effects)
    case .packet: break
    case .synced, .read: preconditionFailure("a VNF client has no file")
    }
  }

  /// The first transaction: the key pair, for the tenant's eyes only.
  private mutating func announce(at now: Instant, into effects: inout Effects) {
    effects.meter.charge(.generateKey)
    let first = Configuration(
      cid: settings.instance, vid: "0", description: "key pair",
      configuration: VNFConfiguration(keyPair: pair).bytes)
    let timestamp = send(first, to: tenants[0], at: now, into: &effects)
    effects.note(ClientNote.keyPairSent.about(timestamp))
  }

  /// Gives the transaction's timestamp.
  @discardableResult
  mutating func send(
    _ configuration: Configuration, to recipient: PublicKey, at now: Instant, into effects: inout Effects
  ) -> Int64 {
    lastTimestamp = max(effects.milliseconds(at: now), lastTimestamp &+ 1)
    let transaction = configuration.transaction(
      to: recipient, at: lastTimestamp, with: &builder, &effects.meter)
    access.submit(transaction, into: &effects)
    return lastTimestamp
  }

  /// Polls for its own key and those of its groups.
  mutating func followKeys() { access.follow([pair.publicKey] + groups.map(\.publicKey)) }

  private mutating func act(on events: [ModuleAccess.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .received(let transactions): take(transactions, at: now, into: &effects)
      case .included(let transaction):
        effects.note(ClientNote.included.about(transaction))
      case .refused(let transaction, let reason):
        effects.drop(because: reason)
        effects.note(ClientNote.givenUp.about(transaction))
      }
    }
  }
}

extension Effects {
  /// What the node's wall clock shows, in ms.
  func milliseconds(at now: Instant) -> Int64 { (wallClock ?? now).milliseconds }
}
