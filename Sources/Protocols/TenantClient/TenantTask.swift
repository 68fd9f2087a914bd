import Vocabulary

/// An operation that a tenant client has been given, and how far it is.
struct TenantTask {
  /// What was sent for its present leg.
  enum Sent {
    /// `domain`: whose SMB; nil for the CRB. `keys`: of a service transaction.
    case transaction(Transaction, domain: Int?, keys: ServiceKeys?)
    /// Of an operation that is over: what stayed of it.
    case kept(timestamp: Int64, domain: Int?, keys: ServiceKeys?)
    /// `issued`: when it was, in ms since 1970.
    case direct(issued: Int64)
  }

  let number: Int64
  let operation: TenantOperation
  /// Whether it asks the management service itself, without the blockchain.
  let isDirect: Bool
  /// Drawn for it alone: key pairs that it makes come from here, and the id of its direct request.
  let secret: Digest
  /// Number of what is being asked for, from 0: an operation needs one thing after the other.
  private(set) var leg = 0
  var sent: Sent?
  var migration: Migration?
  var rotation: KeyRotation?
  /// What a replacement of keys says again: less once it was too large.
  enum Restatement: Int {
    case nothing, groups, all
  }

  private(set) var restates = Restatement.all
  private(set) var outcome: TenantOperation.Outcome?
  /// When its leg or its step began, in this life.
  var since = Instant.start
  /// Since when it waits for a VNF to send its key pair, in this life, before it has sent anything.
  var waitsSince: Instant?

  init(number: Int64, _ operation: TenantOperation, isDirect: Bool, secret: Digest, _ settings: TenantClientSettings) {
    self.number = number
    self.operation = operation
    self.isDirect = isDirect
    self.secret = secret
    if case .migrate(let chain, _, let dataCenter) = operation {
      migration = Migration(
        chain: chain, dataCenter: dataCenter, attempts: settings.attempts, beginnings: settings.migrationAttempts)
    }
    if case .replaceOwnKeyPairs = operation { rotation = KeyRotation() }
  }

  /// VID of the configuration that its present leg asks for.
  var version: String { "\(number).\(leg)" }

  var transaction: Transaction? {
    guard case .transaction(let transaction, _, _) = sent else { return nil }
    return transaction
  }

  /// When the transaction is dated, if there is one; in ms since 1970.
  var timestamp: Int64? {
    switch sent {
    case .transaction(let transaction, _, _): transaction.layout?.timestamp
    case .kept(let timestamp, _, _): timestamp
    case .direct, nil: nil
    }
  }

  /// What opens its response.
  var service: (domain: Int, keys: ServiceKeys)? {
    switch sent {
    case .transaction(_, let domain?, let keys?), .kept(_, let domain?, let keys?): (domain, keys)
    case .transaction, .kept, .direct, nil: nil
    }
  }

  /// Whether something has been sent for it that is not over. A migration that is taken back is as if it had not begun.
  var isUnderWay: Bool { sent != nil || leg > 0 && migration?.phase != .creating }

  /// Whether the ledger alone says that it is done.
  var awaitsInclusion: Bool {
    switch operation {
    case .configure, .configureGroup, .joinGroups, .publish, .replaceKeyPair, .replaceOwnKeyPairs: true
    case .migrate: migration?.phase == .releasing
    case .createVNF, .createChain, .switchPath, .deleteVNF, .deleteChain, .requestConfiguration: false
    }
  }

  /// What may make it wait too long; nil where it must not be given up.
  func deadline(_ settings: TenantClientSettings) -> Instant? {
    guard outcome == nil else { return nil }
    if let waitsSince { return waitsSince + settings.patience * Int64(settings.attempts) }
    if case .requestConfiguration = operation { return sent == nil ? nil : since + settings.patience }
    if rotation?.waiting != nil { return sent == nil ? since + settings.patience * Int64(settings.attempts) : nil }
    switch migration?.phase {
    case .creating: return sent == nil ? nil : since + settings.creationPatience
    case .awaitingKeyPair: return since + settings.patience * Int64(settings.attempts)
    case .transferring, .confirming: return sent == nil ? nil : since + settings.patience
    case .switching, .terminating, .releasing, .abandoning, .deleting, .done, .failed, nil: return nil
    }
  }

  mutating func handle(_ event: OperationEvent) {
    guard outcome == nil else { return }
    if case .refused(.transactionTooLarge) = event, replacesKeys,
      let less = Restatement(rawValue: restates.rawValue - 1)
    {
      restates = less
      return goOn()
    }
    guard migration == nil else {
      if migration!.handle(event) { goOn() }
      outcome = migration!.outcome
      return
    }
    guard rotation == nil else {
      if rotation!.handle(event) {
        restates = .all
        goOn()
      }
      outcome = rotation!.outcome
      return
    }
    switch event {
    case .included: if awaitsInclusion { outcome = .done("") }
    case .refused(let reason): outcome = .failed(reason.rawValue)
    case .answered(let result, let error): outcome = error.isEmpty ? .done(result) : .failed(error)
    case .received: outcome = .done("")
    case .expired: outcome = .failed("no answer")
    case .impossible(let reason): outcome = .failed(reason)
    case .stale, .keyLearned, .alone: break
    }
  }

  private mutating func goOn() {
    leg += 1
    sent = nil
  }

  /// Whether its present leg replaces keys of a VNF, which must not wait.
  private var replacesKeys: Bool {
    switch operation {
    case .replaceKeyPair, .replaceOwnKeyPairs: true
    case .migrate: migration?.phase == .releasing
    case .createVNF, .createChain, .switchPath, .deleteVNF, .deleteChain, .configure, .configureGroup, .joinGroups,
      .publish, .requestConfiguration:
      false
    }
  }
}
