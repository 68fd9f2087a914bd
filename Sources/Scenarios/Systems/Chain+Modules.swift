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

  /// Shows a module as it is now to whichever of the two knows its consensus. Modules are large: it is looked at in its place,
  /// where a cast would copy it.
  private func read<Result>(
    _ number: Int, pbft: (UnsafePointer<BlockchainModule>) -> Result, raft: (UnsafePointer<RaftModule>) -> Result
  ) -> Result {
    let machine = hosts[number].machine
    return machine.inPlace(as: BlockchainModule.self, pbft)
      ?? machine.inPlace(as: ByzantineMachine.self) { pbft($0.pointer(to: \.honest)!) }
      ?? machine.inPlace(as: RaftModule.self, raft)!
  }

  /// What a module is doing now.
  func phase(_ number: Int) -> ModulePhase {
    guard hosts[number].condition != .down else { return .restarting }
    return read(number, pbft: { $0.pointee.phase }, raft: { $0.pointee.phase })
  }

  /// What a module knows about its ledger.
  func ledger(of number: Int) -> Ledger {
    read(number, pbft: { $0.pointee.replica.ledger }, raft: { $0.pointee.replica.ledger })
  }

  /// Transactions that wait at a module.
  func pendingCount(of number: Int) -> Int {
    read(number, pbft: { $0.pointee.replica.pending.waiting }, raft: { $0.pointee.replica.pending.count })
  }

  /// Who proposes blocks, as far as the first module knows.
  var primary: Int { read(0, pbft: { $0.pointee.replica.primary }, raft: { $0.pointee.replica.leader ?? 0 }) }
}

extension StateMachine {
  /// Shows the machine as the type that it is; nil if that is another.
  fileprivate func inPlace<Machine: StateMachine, Result>(
    as type: Machine.Type, _ body: (UnsafePointer<Machine>) -> Result
  ) -> Result? {
    guard Self.self == type else { return nil }
    return withUnsafePointer(to: self) { body(UnsafeRawPointer($0).assumingMemoryBound(to: type)) }
  }
}
