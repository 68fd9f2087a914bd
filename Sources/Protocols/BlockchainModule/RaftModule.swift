import Vocabulary

/// A blockchain module whose blocks Raft orders: the services of `BlockchainModule` around another consensus service, for
/// federations that fear crashes only (docs/models/raft.md).
public struct RaftModule: StateMachine {
  public internal(set) var replica: RaftReplica
  private var life = Life.readingLedger
  /// What arrived before the files were read back.
  private var early: [(Payload, from: NodeID)] = []

  private enum Life {
    case readingLedger
    case readingVotes(Ledger, TermHistory)
    case readingOtherVotes(Ledger, TermHistory, votes: [UInt8])
    case serving
  }

  public init(replica: RaftReplica) { self.replica = replica }

  /// What it is doing.
  public var phase: ModulePhase {
    guard case .serving = life else { return .restarting }
    return replica.phase
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      effects.append(.read(.ledger, offset: 0, count: .max, DiskTicket(0)))
    case .read(_, let ticket, let contents):
      if case .serving = life {
        replica.served(ticket, contents.joined, into: &effects)
      } else {
        start(with: contents, at: now, into: &effects)
      }
    case .message(let payload, let sender):
      guard case .serving = life else {
        guard early.count < BlockchainModule.earlyLimit else { return effects.drop(because: .starting) }
        return early.append((payload, sender))
      }
      receive(payload, from: sender, at: now, into: &effects)
    case .packet: break
    case .timer(let timer):
      replica.timerFired(timer, at: now, into: &effects)
    case .synced(let file, let ticket):
      switch file {
      case .votes, .otherVotes: replica.logDurable(ticket, at: now, into: &effects)
      default: replica.ledgerDurable(ticket, at: now, into: &effects)
      }
    }
    replica.finishStep(into: &effects)
  }

  /// Rebuilds the index from the ledger, then term, vote and the rest of the log; then serves.
  private mutating func start(with contents: ByteRope, at now: Instant, into effects: inout Effects) {
    switch life {
    case .readingLedger:
      let (ledger, terms) = readLedger(contents, into: &effects)
      life = .readingVotes(ledger, terms)
      effects.append(.read(.votes, offset: 0, count: .max, DiskTicket(0)))
    case .readingVotes(let ledger, let terms):
      life = .readingOtherVotes(ledger, terms, votes: contents.joined)
      effects.append(.read(.otherVotes, offset: 0, count: .max, DiskTicket(0)))
    case .readingOtherVotes(let ledger, let terms, let votes):
      life = .serving
      replica.begin(
        ledger: ledger, terms: terms, files: [(.votes, votes), (.otherVotes, contents.joined)], at: now,
        into: &effects)
      let waiting = early
      early = []
      for (payload, sender) in waiting { receive(payload, from: sender, at: now, into: &effects) }
    case .serving:
      preconditionFailure("a module that serves reads nothing back")
    }
  }

  private func readLedger(_ contents: ByteRope, into effects: inout Effects) -> (Ledger, TermHistory) {
    var terms = TermHistory()
    let recovery = Ledger.recover(from: contents, file: .ledger, &effects.meter) { terms.append($0.term ?? 0) }
    if recovery.damage != nil {
      effects.append(.truncate(.ledger, to: recovery.intactBytes))
      effects.note(PBFTNote.cutDamage.about(0, value: Int64(contents.count) - recovery.intactBytes))
    }
    return (recovery.ledger, terms)
  }

  private mutating func receive(
    _ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    effects.meter.charge(.codecByte, payload.count)
    switch payload.decoded(ModuleMessage.init(decoding:)).content {
    case .raft(let message): receive(message, from: sender, at: now, into: &effects)
    case .client(.submit(let transactions)): include(transactions, from: sender, at: now, into: &effects)
    case .client(.lookup(let id)): answer(id, to: sender, into: &effects)
    case .client(.receipt), .client(.found), .client(.urge), .client(.read), .client(.answer), .client(.attest),
      .client(.attestation), .client(.readBlock), .client(.block), .consensus:
      effects.drop(because: .unknownKind)
    case .refused(let reason): effects.drop(because: reason)
    }
  }

  /// Only other members have a say.
  private mutating func receive(
    _ message: RaftMessage, from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    let member = Int(sender.index)
    guard member < replica.membership.count, member != replica.number else {
      return effects.drop(because: .unknownSender)
    }
    effects.meter.charge(.hashByte, message.hashedBytes)
    switch message {
    case .requestVote(let request): replica.receive(request, from: member, at: now, into: &effects)
    case .voteReply(let reply): replica.receive(reply, from: member, at: now, into: &effects)
    case .appendEntries(let entries): replica.receive(entries, from: member, at: now, into: &effects)
    case .appendReply(let reply): replica.receive(reply, from: member, at: now, into: &effects)
    }
  }
}
