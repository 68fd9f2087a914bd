import Vocabulary

/// One blockchain module of a federation (crb-smb 3.3.1): transaction inclusion service, consensus service, chain
/// building with its index, and query service, behind one entry point.
///
/// Members of the federation are the nodes with the numbers of the replicas; every other node is a client.
public struct BlockchainModule: StateMachine {
  public private(set) var replica: Replica
  let rules: TransactionRules
  let crypto: Cryptography
  private var life = Life.readingLedger
  /// What arrived before the ledger was read back.
  private var early: [(Payload, from: NodeID)] = []

  private enum Life {
    case readingLedger
    case readingVotes
    case serving
  }

  /// Messages kept while the module starts; more are dropped.
  static let earlyLimit = 1_000

  public init(replica: Replica, rules: TransactionRules, crypto: Cryptography) {
    self.replica = replica
    self.rules = rules
    self.crypto = crypto
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      effects.append(.read(.ledger, offset: 0, count: .max, DiskTicket(0)))
    case .read(_, _, let bytes):
      start(with: bytes, at: now, into: &effects)
    case .message(let payload, let sender):
      guard life == .serving else {
        guard early.count < BlockchainModule.earlyLimit else { return effects.drop(because: .starting) }
        return early.append((payload, sender))
      }
      receive(payload, from: sender, at: now, into: &effects)
    case .timer(let timer):
      replica.timerFired(timer, at: now, into: &effects)
    case .synced(let file, let ticket):
      switch file {
      case .votes: replica.votesDurable(ticket, at: now, into: &effects)
      default: replica.appended(at: now, into: &effects)
      }
    }
  }

  /// Rebuilds the index from the ledger, then what binds the replica from its vote log; then serves.
  private mutating func start(with bytes: [UInt8], at now: Instant, into effects: inout Effects) {
    switch life {
    case .readingLedger:
      replica.recoverLedger(from: bytes, &effects.meter)
      life = .readingVotes
      effects.append(.read(.votes, offset: 0, count: .max, DiskTicket(0)))
    case .readingVotes:
      replica.voteLog.recover(from: bytes, above: replica.ledger.height)
      life = .serving
      replica.begin(into: &effects)
      let waiting = early
      early = []
      for (payload, sender) in waiting { receive(payload, from: sender, at: now, into: &effects) }
    case .serving:
      preconditionFailure("a module that serves reads nothing back")
    }
  }

  private mutating func receive(
    _ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    effects.meter.charge(.codecByte, payload.count)
    switch payload.decoded({ ModuleMessage(decoding: $0, crypto) }).body {
    case .consensus(.prePrepare(let proposal)): replica.receive(proposal, at: now, into: &effects)
    case .consensus(.vote(let vote)): replica.receive(vote, at: now, into: &effects)
    case .submit(let transactions): include(transactions, from: sender, at: now, into: &effects)
    case .lookup(let id): answer(id, to: sender, into: &effects)
    case .receipt, .found: effects.drop(because: .unknownKind)
    case .malformed: effects.drop(because: .malformed)
    case .unknownKind: effects.drop(because: .unknownKind)
    }
  }
}
