import Protocols
import Vocabulary

/// The configuration-repository blockchain of `crb-smb`.
public struct CRBSpec: Hashable, Sendable {
  public enum Consensus: String, CaseIterable, Sendable {
    case pbft, raft

    /// Faulty modules, f, that it can stand: byzantine ones, or with Raft such as stop.
    public func faultBudget(of modules: Int) -> Int {
      switch self {
      case .pbft: max(0, (modules - 1) / 3)
      case .raft: max(0, (modules - 1) / 2)
      }
    }

    /// Kinds of the messages that it sends.
    var kinds: [MessageKind] {
      switch self {
      case .pbft: [.prePrepare, .prepare, .commit, .viewChange, .newView, .fetch, .blocks, .held]
      case .raft: [.requestVote, .voteReply, .appendEntries, .appendReply]
      }
    }

    /// What proves that a block was accepted.
    public var acceptance: Acceptance {
      switch self {
      case .pbft: .quorum
      case .raft: .leader
      }
    }
  }

  public var modules: Int
  public var consensus: Consensus
  public var signature: SignatureSuite
  public var crypto: CryptoMode
  /// Largest block content.
  public var blockMaximum: ByteCount
  /// From a decided block to the next proposal.
  public var blockInterval: TimeSpan
  /// Most that a module holds for later blocks.
  public var pendingTransactions: Int
  public var pendingBytes: ByteCount
  public var viewChangeTimeout: TimeSpan
  /// Faulty modules that the run claims to tolerate.
  public var tolerates: Int?

  /// f of the run: what it claims, or else what its consensus can stand.
  var faultBudget: Int { tolerates ?? consensus.faultBudget(of: modules) }
}

extension MessageKind {
  /// Whether one of the consensus protocols sends it, and not any module.
  var isOfConsensus: Bool { CRBSpec.Consensus.allCases.contains { $0.kinds.contains(self) } }
}
