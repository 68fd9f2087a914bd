import Vocabulary

/// Public keys of a federation's modules, as its certified list has them: what a client must know to believe what they sign.
public struct ModuleKeys: Sendable {
  public let federation: FederationID
  /// Of so many modules, one at least tells the truth: f + 1.
  let witnesses: Int
  /// By node. Never iterated.
  private let keys: [NodeID: PublicKey]

  /// Member i runs at the i-th node.
  public init(_ membership: Membership, at nodes: [NodeID]) {
    precondition(nodes.count == membership.count, "\(nodes.count) nodes for \(membership.count) members")
    federation = membership.federation
    witnesses = membership.faultBudget + 1
    keys = Dictionary(uniqueKeysWithValues: zip(nodes, membership.members))
  }

  /// Whether a module runs there.
  func knows(_ node: NodeID) -> Bool { keys[node] != nil }

  /// Whether the module has signed the statement. Charges one verification if there is a signature.
  func verify(
    _ signature: [UInt8], of statement: ModuleStatement, by module: NodeID, _ cryptography: Cryptography,
    _ meter: inout Meter
  ) -> Bool {
    guard !signature.isEmpty, let key = keys[module] else { return false }
    return cryptography.verify(signature, of: statement.digest(in: federation), by: key, &meter)
  }
}
