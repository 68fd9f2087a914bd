import Protocols
import Vocabulary

/// The configuration-repository blockchain of `crb-smb`.
public struct CRBSpec: Hashable, Sendable {
  public enum Consensus: String, Sendable {
    case pbft
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
}
