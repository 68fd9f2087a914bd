import Testing

@testable import Protocols

extension Cluster {
  /// No two of the nodes hold different blocks at one height, each block follows the one before, and each proof convinces.
  func expectAgreement(among nodes: [Int]? = nil, at location: SourceLocation = #_sourceLocation) {
    let nodes = nodes ?? Array(0..<count)
    let longest = nodes.max { blocks[$0].count < blocks[$1].count }!
    let rules = ProofRules(membership: membership)
    var meter = Meter()
    for node in nodes {
      var previous: [UInt8] = []
      for (index, block) in blocks[node].enumerated() {
        #expect(
          block.digest == blocks[longest][index].digest, "node \(node), block \(index + 1)", sourceLocation: location)
        #expect(block.content.previous == previous, sourceLocation: location)
        let defect = rules.defect(of: block.header.proof, block.digest, at: Int64(index) + 1, crypto, &meter)
        #expect(defect == nil, "node \(node), block \(index + 1)", sourceLocation: location)
        previous = block.header.identifier
      }
    }
  }

  /// Every one of the nodes has this many blocks.
  func expectHeight(_ height: Int, among nodes: [Int]? = nil, at location: SourceLocation = #_sourceLocation) {
    for node in nodes ?? Array(0..<count) {
      #expect(blocks[node].count == height, "node \(node)", sourceLocation: location)
      #expect(modules[node].replica.ledger.height == Int64(height), "node \(node)", sourceLocation: location)
    }
  }

  var replica: (Int) -> Replica { { self.modules[$0].replica } }

  /// What the client was told of a transaction that it submitted, if anything: nil inside where it was accepted.
  func receipt(of transaction: Transaction) -> DropReason?? {
    for case .receipt(transaction.id, let refused) in answers { return .some(refused) }
    return nil
  }

  func dropped(_ reason: DropReason, by node: Int) -> Int { drops[node].count { $0 == reason } }
}
