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

/// The algorithms that modules and writers sign with, named as in scenarios and profiles.
public enum SignatureSuite: String, CaseIterable, Sendable {
  case rsa2048PSS = "rsa-2048-pss"
  case ed25519

  /// Whether it can seal a key for a recipient.
  public var seals: Bool {
    switch self {
    case .rsa2048PSS: true
    case .ed25519: false
    }
  }
}

/// Whether cryptography is computed, or stood in for by keyed digests of the same size and price.
public enum CryptoMode: String, Sendable {
  case real
  case modelled
}
