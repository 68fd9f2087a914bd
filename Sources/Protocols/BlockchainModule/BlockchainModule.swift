import Vocabulary

/// One blockchain module of a federation (crb-smb 3.3.1): transaction inclusion service, consensus service, chain
/// building with its index, and query service, behind one entry point.
///
/// Members of the federation are the nodes with the numbers of the replicas; every other node is a client.
public struct BlockchainModule: StateMachine {
  public internal(set) var replica: Replica
  var queries = QueryService()
  var refusals = RecentRefusals()
  /// Nil where the host vouches for the replica's members.
  private let trust: MembershipTrust?
  private var life = Life.readingMembership
  /// What arrived before the ledger was read back.
  private var early: [(Payload, from: NodeID)] = []

  private enum Life {
    case readingMembership
    /// It has refused to start.
    case halted
    case readingLedger
    case readingVotes(LedgerRecovery)
    case readingOtherVotes(LedgerRecovery, votes: [UInt8])
    case serving
  }

  /// Messages kept while the module starts; more are dropped.
  static let earlyLimit = 1_000

  /// A module that reads and verifies its membership list before anything else.
  public init(replica: Replica, trust: MembershipTrust) {
    self.replica = replica
    self.trust = trust
  }

  /// A module of a replica that knows its members: for hosts that keep no list.
  public init(replica: Replica) {
    self.replica = replica
    trust = nil
  }

  /// What it is doing.
  public var phase: ModulePhase {
    guard case .serving = life else { return .restarting }
    return replica.phase
  }

  /// Changes who leads views that no replica has entered or asked for yet.
  public mutating func follow(_ leaders: LeaderSchedule) { replica.settings.leaders = leaders }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started:
      guard trust == nil else {
        return effects.append(.read(.membership, offset: 0, count: .max, DiskTicket(0)))
      }
      readLedger(into: &effects)
    case .read(_, let ticket, let contents):
      guard case .serving = life else { return start(with: contents, at: now, into: &effects) }
      if queries.owns(ticket) { return answer(ticket, with: contents, into: &effects) }
      replica.served(ticket, contents.joined, into: &effects)
    case .message(let payload, let sender):
      guard case .serving = life else {
        if case .halted = life { return effects.drop(because: .starting) }
        guard early.count < BlockchainModule.earlyLimit else { return effects.drop(because: .starting) }
        return early.append((payload, sender))
      }
      receive(payload, from: sender, at: now, into: &effects)
    case .packet: break
    case .timer(let timer):
      replica.timerFired(timer, at: now, into: &effects)
    case .synced(let file, let ticket):
      switch file {
      case .votes, .otherVotes: replica.promisesDurable(ticket, at: now, into: &effects)
      default: replica.appended(at: now, into: &effects)
      }
    }
  }

  /// Takes the members from the list, if it is the authority's for this federation and this module.
  private mutating func join(by file: [UInt8], into effects: inout Effects) {
    guard let trust else { preconditionFailure("a module that was given its members reads no list") }
    do throws(MembershipDefect) {
      try replica.join(by: file, trust, &effects.meter)
      readLedger(into: &effects)
    } catch {
      life = .halted
      early = []
      effects.append(.halt(because: error))
    }
  }

  private mutating func readLedger(into effects: inout Effects) {
    life = .readingLedger
    effects.append(.read(.ledger, offset: 0, count: .max, DiskTicket(0)))
  }

  /// Reads the members from the list, rebuilds the index from the ledger, then what binds the replica from its vote log; then serves.
  private mutating func start(with contents: ByteRope, at now: Instant, into effects: inout Effects) {
    switch life {
    case .readingMembership:
      join(by: contents.joined, into: &effects)
    case .readingLedger:
      let recovery = Ledger.recover(from: contents, file: .ledger, &effects.meter)
      if recovery.damage != nil {
        effects.append(.truncate(.ledger, to: recovery.intactBytes))
        effects.note(PBFTNote.cutDamage.about(0, value: Int64(contents.count) - recovery.intactBytes))
      }
      life = .readingVotes(recovery)
      effects.append(.read(.votes, offset: 0, count: .max, DiskTicket(0)))
    case .readingVotes(let recovery):
      life = .readingOtherVotes(recovery, votes: contents.joined)
      effects.append(.read(.otherVotes, offset: 0, count: .max, DiskTicket(0)))
    case .readingOtherVotes(let recovery, let votes):
      life = .serving
      replica.begin(
        ledger: recovery, votes: [(.votes, votes), (.otherVotes, contents.joined)], at: now, into: &effects)
      let waiting = early
      early = []
      for (payload, sender) in waiting { receive(payload, from: sender, at: now, into: &effects) }
    case .serving, .halted:
      preconditionFailure("a module that serves, or will not, reads nothing back")
    }
  }

  /// Answered are members only, each in its own name.
  private mutating func receive(_ fetch: Fetch, from sender: NodeID, at now: Instant, into effects: inout Effects) {
    guard NodeID(fetch.replica) == sender else { return effects.drop(because: .unknownSender) }
    replica.receive(fetch, at: now, into: &effects)
  }

  private mutating func receive(blocks records: [UInt8], from sender: NodeID, into effects: inout Effects) {
    guard sender.index < replica.membership.count else { return effects.drop(because: .unknownSender) }
    replica.receive(blocks: records, from: Int(sender.index), into: &effects)
  }

  private mutating func receive(
    _ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    effects.meter.charge(.codecByte, payload.count)
    let content = payload.decoded(ModuleMessage.init(decoding:)).content
    if case .consensus(let message) = content, let reason = replica.refusal(of: message, from: sender, at: now) {
      return effects.drop(because: reason)
    }
    switch content {
    case .consensus(.prePrepare(let proposal)): replica.receive(proposal, at: now, into: &effects)
    case .consensus(.vote(let vote)): replica.receive(vote, at: now, into: &effects)
    case .consensus(.viewChange(let change)): replica.receive(change, at: now, into: &effects)
    case .consensus(.newView(let proof)): replica.receive(proof, at: now, into: &effects)
    case .consensus(.fetch(let fetch)): receive(fetch, from: sender, at: now, into: &effects)
    case .consensus(.blocks(let records)): receive(blocks: records, from: sender, into: &effects)
    case .consensus(.held(let identifier, let content)):
      replica.receive(held: identifier, content, at: now, into: &effects)
    case .client(.submit(let transactions)): include(transactions, from: sender, at: now, into: &effects)
    case .client(.lookup(let id)): answer(id, to: sender, into: &effects)
    case .client(.urge(let transaction)): urge(transaction, from: sender, at: now, into: &effects)
    case .client(.read(let request)): answer(request, to: sender, into: &effects)
    case .client(.readBlock(let request)): answer(request, to: sender, into: &effects)
    case .client(.attest(let statement)): attest(statement, to: sender, into: &effects)
    case .client(.receipt), .client(.found), .client(.answer), .client(.attestation), .client(.block), .raft:
      effects.drop(because: .unknownKind)
    case .refused(let reason): effects.drop(because: reason)
    }
  }
}
