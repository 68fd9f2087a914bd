import Protocols

/// A transaction of somebody whose keys an auditor has, as those keys show it.
public struct HistoryEntry {
  /// A public key, and what a key file calls it.
  public struct Party: Hashable, Sendable {
    public var name: String?
    /// SHA-256 of the encoded key.
    public var key: Digest
  }

  /// What a configuration is to a VNF client. What is nil stays as it is.
  public struct Instructions: Hashable, Sendable {
    public var settings: [UInt8]?
    /// Whose own key pair it is.
    public var keyPair: Party?
    public var groups: [Party]?
    public var obeyed: [Party]?
  }

  /// What a transaction says.
  public enum Content {
    /// Without instructions it is nothing to a VNF client.
    case configuration(Configuration, Instructions?)
    case request(ConfigurationRequest, next: Party)
    /// Nil if the request is no operation of a management service. `obeyed`: by a VNF that is to be created.
    case service(ServiceRequest, ManagementOperation?, obeyed: [Party])
    case response(ServiceResponse, to: Answered?)
    /// For one of the keys, or known to the holder, and opened by none of the keys.
    case unreadable(DropReason)
  }

  /// The service transaction that a response answers.
  public struct Answered: Hashable, Sendable {
    public var height: Int64
    public var position: Int
    /// Nil if it could not be read.
    public var operation: ManagementOperation?
    /// Responses to it that stand before this one.
    public var earlier: Int
  }

  public var height: Int64
  /// In the block, from 0.
  public var position: Int
  public var id: Digest
  /// Whether every check of the ledger held up to and in its block.
  public var isProven: Bool
  /// Milliseconds since 1970-01-01T00:00:00Z, as the sender says; nil if the transaction has not even a form.
  public var timestamp: Int64?
  public var type: TransactionType?
  public var bytes: Int
  /// Nil if it could not be opened. The signature is the sender's.
  public var sender: Party?
  /// Nil in a public transaction.
  public var recipient: Party?
  /// Plain values of the type's fields; empty if it could not be opened.
  public var values: [[UInt8]]
  public var content: Content
}
