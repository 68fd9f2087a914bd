import Vocabulary

@testable import Protocols

/// What the modules of a test sign: what is true of their blocks.
struct FakeWriting {
  let keys: ModuleKeys
  private let nodes: [NodeID]
  private let federation: FederationID
  private let cryptography: Cryptography

  init(_ nodes: [NodeID], _ cryptography: Cryptography) {
    self.nodes = nodes
    self.cryptography = cryptography
    let membership = Membership(nodes.map { Self.pair(of: $0, cryptography).publicKey })
    federation = membership.federation
    keys = ModuleKeys(membership, at: nodes)
  }

  private static func pair(of node: NodeID, _ cryptography: Cryptography) -> KeyPair {
    cryptography.keyPair(named: "module/\(node.index)")
  }

  /// Signed by the node if it is true of the blocks, or whatever it is.
  func attestation(
    of statement: ModuleStatement, by node: NodeID, _ blocks: [[Transaction]], _ rules: TransactionRules,
    whatever: Bool = false
  ) -> ClientMessage {
    guard whatever || holds(statement, blocks) else { return .attestation(statement, signature: []) }
    var meter = Meter()
    let signature = cryptography.sign(
      statement.digest(in: federation), with: Self.pair(of: node, cryptography), &meter)
    return .attestation(statement, signature: signature)
  }

  private func holds(_ statement: ModuleStatement, _ blocks: [[Transaction]]) -> Bool {
    switch statement {
    case .included(let id): return blocks.contains { $0.contains { $0.id == id } }
    case .refused(let id, _): return !blocks.contains { $0.contains { $0.id == id } }
    case .history(let recipient, let height, let history):
      var own = RecipientHistory()
      for (index, block) in blocks.enumerated() where index < height {
        for transaction in block where transaction.layout.map({ transaction.bytes[$0.recipient] }) == recipient[...] {
          own.append(transaction.id, at: Int64(index + 1))
        }
      }
      return own == history
    }
  }
}
