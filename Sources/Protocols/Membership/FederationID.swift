/// Names a federation and its ledger: the SHA-256 of the encoded membership list that it runs by. Two lists that differ in
/// anything, be it the order of the same keys or the number, are two federations with a ledger each.
public struct FederationID: Hashable, Sendable {
  public let digest: Digest

  public init(_ digest: Digest) { self.digest = digest }
}

extension FederationID: CustomStringConvertible {
  /// 64 hexadecimal digits.
  public var description: String { digest.description }
}
