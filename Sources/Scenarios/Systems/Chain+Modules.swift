import Protocols
import Vocabulary

/// What a module is and knows, whichever consensus orders its blocks.
extension Chain {
  /// Makes the machines of a module's lives.
  static func maker(
    _ number: Int, _ pair: KeyPair, _ system: Federation.System, _ spec: CRBSpec, _ membership: Membership,
    _ trust: MembershipTrust, _ crypto: Cryptography, _ cast: ByzantineCast?, streams: RandomStreams, prefix: String
  ) -> () -> any StateMachine {
    switch spec.consensus {
    case .pbft:
      return {
        let honest = Chain.module(number, pair, system, spec, trust, crypto)
        return cast?.machine(honest, at: number) ?? honest
      }
    case .raft:
      // Each life draws other timeouts, or two that tie would tie for ever.
      var life = 0
      return {
        life += 1
        let stream = streams.stream("\(prefix)raft/\(number)/election-timeout/\(life)")
        return Chain.raftModule(number, pair, system, spec, membership, crypto, stream)
      }
    }
  }

  private static func raftModule(
    _ number: Int, _ pair: KeyPair, _ system: Federation.System, _ spec: CRBSpec, _ membership: Membership,
    _ crypto: Cryptography, _ stream: RandomStream
  ) -> RaftModule {
    let maximum = Int(spec.blockMaximum.bytes)
    return RaftModule(
      replica: RaftReplica(
        number: number, membership: membership, keyPair: pair, crypto: crypto,
        settings: RaftSettings(
          blockInterval: spec.blockInterval, maximumBlockBytes: maximum, electionTimeout: spec.viewChangeTimeout),
        transactionRules: TransactionRules(
          types: system.transactionTypes, maximumBytes: Chain.largestTransaction(inBlockOf: maximum, crypto)),
        pending: PendingList(maximumCount: spec.pendingTransactions, maximumBytes: Int(spec.pendingBytes.bytes)),
        stream: stream))
  }

  private func raft(_ number: Int) -> RaftModule { hosts[number].machine as! RaftModule }

  /// What a module is doing now.
  func phase(_ number: Int) -> ModulePhase {
    guard hosts[number].condition != .down else { return .restarting }
    return switch spec.consensus {
    case .pbft: module(number).phase
    case .raft: raft(number).phase
    }
  }

  /// What a module knows about its ledger.
  func ledger(of number: Int) -> Ledger {
    switch spec.consensus {
    case .pbft: module(number).replica.ledger
    case .raft: raft(number).replica.ledger
    }
  }

  /// Transactions that wait at a module.
  func pendingCount(of number: Int) -> Int {
    switch spec.consensus {
    case .pbft: module(number).replica.pending.waiting
    case .raft: raft(number).replica.pending.count
    }
  }

  /// Who proposes blocks, as far as the first module knows.
  var primary: Int {
    switch spec.consensus {
    case .pbft: module(0).replica.primary
    case .raft: raft(0).replica.leader ?? 0
    }
  }
}
