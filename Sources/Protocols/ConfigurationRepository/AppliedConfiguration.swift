/// The configuration transaction that a VNF client applied last.
public struct AppliedConfiguration: Hashable, Sendable {
  public var cid: String
  public var vid: String
  public var description: String
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var timestamp: Int64
  /// SHA-256 of the transaction's header.
  public var header: Digest
  public var sender: PublicKey
  /// Whom the VNF obeyed when it applied it.
  public var obeyed: [PublicKey]
}
